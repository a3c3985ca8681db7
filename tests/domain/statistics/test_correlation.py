"""Spearman's correlation and its interval."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from domain.statistics.correlation import spearman
from domain.statistics.ranks import midranks
from tests.domain.statistics.known import known

PAIRS = st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), min_size=2, max_size=40)


@given(PAIRS)
def test_the_same_as_scipys_with_ties_too(pairs: list[tuple[int, int]]):
    x, y = np.array(pairs).T
    found = spearman(x, y)
    assert (midranks(x) == stats.rankdata(x)).all()
    if found is None:
        assert len(set(x)) == 1 or len(set(y)) == 1
    else:
        assert found.mean == pytest.approx(stats.spearmanr(x, y).statistic, abs=1e-9)
        assert -1 <= found.low <= found.mean <= found.high <= 1


@given(PAIRS)
def test_turned_round_it_is_its_own_mirror(pairs: list[tuple[int, int]]):
    x, y = np.array(pairs).T
    found, turned = spearman(x, y), spearman(x, -y)
    assert (found is None) == (turned is None)
    if found and turned:
        assert turned.mean == pytest.approx(-found.mean)
        assert turned.low == pytest.approx(-found.high)


def test_an_interval_worked_out_by_hand():
    # 1 - 6 Σ d² / (n (n² - 1)) with d = 1, 1, 0 ..., n = 20: 1 - 12 / 7980
    x = list(range(20))
    y = [1, 0, *range(2, 20)]
    found = known(spearman(x, y))
    r = 1 - 12 / 7980
    assert found.mean == pytest.approx(r)
    half = 1.959964 * math.sqrt((1 + r * r / 2) / 17)
    assert found.low == pytest.approx(math.tanh(math.atanh(r) - half), abs=1e-6)


def test_a_perfect_one_of_few_is_no_proof():
    few, many = (known(spearman(range(count), range(count))) for count in (5, 50))
    assert few.mean == many.mean == 1
    assert few.high == 1
    assert few.low < 0.6 < many.low < 1


def test_three_pairs_bound_nothing_and_sameness_has_none():
    found = known(spearman([1, 2, 3], [1, 2, 3]))
    assert (found.low, found.high) == (-1, 1)
    assert spearman([1, 1, 1], [1, 2, 3]) is None
    assert spearman([], []) is None
    with pytest.raises(ValueError, match="pairs"):
        spearman([1, 2], [1, 2, 3])
