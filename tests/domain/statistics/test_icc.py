"""Intraclass correlations against Shrout & Fleiss, and against an analysis of variance."""

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from domain.statistics.agreement import icc
from tests.domain.statistics.known import known
from tests.domain.statistics.published import SHROUT_FLEISS

TABLES = st.tuples(st.integers(2, 8), st.integers(2, 5)).flatmap(
    lambda shape: st.lists(
        st.lists(st.integers(1, 9), min_size=shape[1], max_size=shape[1]),
        min_size=shape[0],
        max_size=shape[0],
    )
)


def test_shrout_and_fleiss_own_example():
    published = {"1,1": 0.166, "2,1": 0.290, "3,1": 0.715, "1,k": 0.443, "2,k": 0.620, "3,k": 0.909}
    assert icc(SHROUT_FLEISS) == {
        name: pytest.approx(value, abs=5e-4) for name, value in published.items()
    }


@given(TABLES)
def test_the_same_as_from_a_direct_analysis_of_variance(table: list[list[int]]):
    x = np.array(table, dtype=float)
    n, k = x.shape
    bms = k * np.var(x.mean(axis=1), ddof=1)
    jms = n * np.var(x.mean(axis=0), ddof=1)
    wms = np.mean(np.var(x, axis=1, ddof=1))
    left = x - x.mean(axis=1, keepdims=True) - x.mean(axis=0, keepdims=True) + x.mean()
    ems = np.sum(left**2) / ((n - 1) * (k - 1))
    assume(bms > 1e-6 and bms + (jms - ems) / n > 1e-6)
    assert icc(table) == {
        "1,1": pytest.approx((bms - wms) / (bms + (k - 1) * wms), abs=1e-8),
        "2,1": pytest.approx((bms - ems) / (bms + (k - 1) * ems + k * (jms - ems) / n), abs=1e-8),
        "3,1": pytest.approx((bms - ems) / (bms + (k - 1) * ems), abs=1e-8),
        "1,k": pytest.approx((bms - wms) / bms, abs=1e-6),
        "2,k": pytest.approx((bms - ems) / (bms + (jms - ems) / n), abs=1e-6),
        "3,k": pytest.approx((bms - ems) / bms, abs=1e-6),
    }


def test_without_any_variation_there_is_none_of_them():
    assert set(icc([[3, 3], [3, 3], [3, 3]]).values()) == {None}


def test_one_who_is_always_a_point_stricter_is_consistent_but_does_not_agree():
    found = icc([[1, 2], [2, 3], [3, 4], [4, 5]])
    assert found["3,1"] == 1
    assert known(found["2,1"]) < 1


@pytest.mark.parametrize("gaps", [[[1, 2]], [[1], [2]], [[1, float("nan")], [2, 3]], [1, 2]])
def test_an_incomplete_design_is_refused(gaps: list[list[float]]):
    with pytest.raises(ValueError, match="without gaps"):
        icc(gaps)
