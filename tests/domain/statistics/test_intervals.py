"""Intervals against values worked out by hand and by others."""

import math
import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.statistics import Interval, mean_interval, quantile, share_interval
from domain.statistics.intervals import bootstrap_interval

VALUES = st.lists(st.floats(0, 100), min_size=2, max_size=60)


@pytest.mark.parametrize(
    ("successes", "count", "low", "high"),
    [(8, 10, 0.490, 0.943), (0, 20, 0.0, 0.161), (20, 20, 0.839, 1.0), (1, 1, 0.207, 1.0)],
)
def test_wilson_against_published_values(successes: int, count: int, low: float, high: float):
    found = share_interval(successes, count)
    assert found.low == pytest.approx(low, abs=6e-4)
    assert found.high == pytest.approx(high, abs=6e-4)


def test_of_nothing_tried_everything_is_possible():
    assert share_interval(0, 0) == share_interval(0, -1)
    assert (share_interval(0, 0).low, share_interval(0, 0).high) == (0.0, 1.0)


def test_student_against_a_value_worked_out_by_hand():
    # n = 5, mean 84, s² = (16 + 4 + 0 + 4 + 16) / 4 = 10; t(0.975, 4) = 2.776445
    found = mean_interval([80, 82, 84, 86, 88])
    half = 2.776445 * math.sqrt(10 / 5)
    assert found.mean == 84
    assert found.low == pytest.approx(84 - half)
    assert found.high == pytest.approx(84 + half)
    assert found.as_json() == {"mean": 84, "low": 80.07, "high": 87.93, "count": 5}


def test_one_value_bounds_nothing_and_none_has_no_mean():
    assert (mean_interval([7.0]).low, mean_interval([7.0]).high) == (-math.inf, math.inf)
    with pytest.raises(ValueError, match="no values"):
        mean_interval([])


@given(VALUES)
def test_a_mean_lies_in_its_interval(values: list[float]):
    found = mean_interval(values)
    assert found.low <= found.mean <= found.high
    assert min(values) - 1e-9 <= found.mean <= max(values) + 1e-9


@given(VALUES, st.floats(-50, 50))
def test_what_is_added_to_every_value_moves_the_interval_by_as_much(
    values: list[float], added: float
):
    before, after = mean_interval(values), mean_interval([value + added for value in values])
    assert after.low - before.low == pytest.approx(added, abs=1e-6)
    assert after.high - before.high == pytest.approx(added, abs=1e-6)


@given(st.integers(1, 500).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_a_share_lies_in_its_interval_within_0_and_1(tried: tuple[int, int]):
    found = share_interval(*tried)
    assert 0 <= found.low <= found.mean + 1e-12
    assert found.mean - 1e-12 <= found.high <= 1


@given(st.integers(0, 50))
def test_more_trials_of_the_same_share_narrow_it(successes: int):
    few, many = share_interval(successes, 50), share_interval(4 * successes, 200)
    assert many.high - many.low < few.high - few.low


@given(st.lists(st.floats(0, 100), min_size=1, max_size=60), st.floats(0, 1))
def test_a_quantile_lies_among_the_values(values: list[float], share: float):
    assert min(values) - 1e-9 <= quantile(values, share) <= max(values) + 1e-9


def test_quantiles_lie_between_the_two_nearest():
    assert quantile([10, 20, 30, 40, 50], 0.05) == pytest.approx(12)
    assert quantile([50, 10], 0.5) == 30
    assert quantile([], 0.5) == 0


def test_the_bootstrap_of_a_mean_comes_to_students_interval():
    values = np.random.default_rng(5).normal(50, 10, 200)
    drawn, student = bootstrap_interval(values), mean_interval(values.tolist())
    assert drawn.mean == pytest.approx(student.mean)
    assert (drawn.low, drawn.high) == pytest.approx((student.low, student.high), abs=0.2)


def test_the_bootstrap_of_skewed_values_reaches_further_to_their_long_side():
    found = bootstrap_interval(np.random.default_rng(6).exponential(1, 60))
    assert found.high - found.mean > found.mean - found.low


def test_any_statistic_has_a_bootstrap_interval():
    found = bootstrap_interval(range(101), np.median)
    assert found.mean == 50
    assert 30 < found.low < 50 < found.high < 70


def test_more_values_than_fit_at_once_are_drawn_in_parts():
    values = np.random.default_rng(7).normal(0, 1, 30_000)
    found, student = bootstrap_interval(values, draws=200), mean_interval(values.tolist())
    assert found.high - found.low == pytest.approx(student.high - student.low, rel=0.2)


def test_the_same_seed_draws_the_same_and_the_order_does_not_count():
    assert bootstrap_interval([1, 2, 5, 9], seed=3) == bootstrap_interval([9, 5, 2, 1], seed=3)
    assert bootstrap_interval([3, 3, 3]) == Interval(3, 3, 3, 3)
    assert bootstrap_interval([3]).high == math.inf
    with pytest.raises(ValueError, match="no values"):
        bootstrap_interval([])


def test_the_package_alone_loads_neither_numpy_nor_scipy():
    asked = "import sys, domain.statistics; print('numpy' in sys.modules, 'scipy' in sys.modules)"
    told = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert told.stdout.split() == ["False", "False"]
