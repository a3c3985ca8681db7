"""Intervals for looking early: wider than ordinary ones, and wrong at any look in few cases."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats
from scipy.integrate import quad

from domain.statistics import mean_interval, share_interval
from domain.statistics.sequential import confidence_sequence, reach, win_sequence

RUNS = 400
LOOKS = range(20, 201, 20)
DIFFERENCES = st.lists(st.floats(-4, 4), min_size=2, max_size=60)


def wrong_at_any_look(chance: np.random.Generator) -> bool:
    values = chance.normal(0, 1, LOOKS[-1])
    looks = (confidence_sequence(values[:n], width=4, planned=LOOKS[-1]) for n in LOOKS)
    return any(not look.low <= 0 <= look.high for look in looks)


def test_ten_looks_are_wrong_in_fewer_than_5_of_100_cases_where_ordinary_ones_are_in_more():
    chance = np.random.default_rng(11)
    assert sum(wrong_at_any_look(chance) for _run in range(RUNS)) / RUNS <= 0.05
    values = np.random.default_rng(11).normal(0, 1, (RUNS, LOOKS[-1]))
    ordinary = [[mean_interval(row[:n].tolist()) for n in LOOKS] for row in values]
    wrong = [any(not look.low <= 0 <= look.high for look in looks) for looks in ordinary]
    assert sum(wrong) / RUNS > 0.10


def test_ten_looks_at_a_win_rate_are_wrong_in_fewer_than_5_of_100_cases():
    wins = np.cumsum(np.random.default_rng(12).random((RUNS, LOOKS[-1])) < 0.5, axis=1)
    looks = [[win_sequence(int(row[n - 1]), n) for n in LOOKS] for row in wins]
    wrong = [any(not one.low <= 0.5 <= one.high for one in row) for row in looks]
    assert sum(wrong) / RUNS <= 0.05


@pytest.mark.parametrize(("count", "planned"), [(8, 20), (40, 40), (60, 100)])
def test_at_its_end_the_mixture_of_students_t_is_20_times_as_likely(count: int, planned: int):
    # The mixture over N(0, g) of noncentral t's, against the central one, by quadrature.
    t = reach(count, planned) * math.sqrt(count)
    doubt = -2 * math.log(0.05)
    g = (doubt + math.log(doubt + 1)) / planned

    def part(effect: float) -> float:
        shifted = stats.nct.pdf(t, count - 1, effect * math.sqrt(count))
        return float(shifted * stats.norm.pdf(effect, scale=math.sqrt(g)))

    mixture = quad(part, -6 * math.sqrt(g), 6 * math.sqrt(g), limit=200)[0]
    assert mixture / stats.t.pdf(t, count - 1) == pytest.approx(20, rel=1e-3)


def test_it_is_tightest_about_where_it_was_planned():
    widths = {planned: reach(100, planned) for planned in (10, 30, 100, 300, 1000)}
    assert min(widths, key=widths.__getitem__) == 100


@given(DIFFERENCES)
def test_it_is_wider_than_students_interval(differences: list[float]):
    found, ordinary = confidence_sequence(differences, width=4), mean_interval(differences)
    assert found.mean == pytest.approx(ordinary.mean)
    assert found.low < ordinary.low + 1e-9
    assert found.high > ordinary.high - 1e-9


@given(DIFFERENCES)
def test_turned_round_it_is_its_mirror(differences: list[float]):
    found = confidence_sequence(differences, width=4)
    turned = confidence_sequence([-one for one in differences], width=4)
    assert (turned.low, turned.high) == pytest.approx((-found.high, -found.low))


def test_a_start_without_any_difference_is_no_certainty():
    few, many = (confidence_sequence([0.0] * count, width=4) for count in (12, 200))
    assert few.high > 0.3
    assert many.high < 0.05


def test_one_pair_or_none_bounds_nothing():
    for found in (confidence_sequence([], width=4), confidence_sequence([2], width=4)):
        assert (found.low, found.high) == (-math.inf, math.inf)
    assert (win_sequence(0, 0).low, win_sequence(0, 0).high) == (0, 1)


@given(st.integers(1, 300).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_a_win_rate_lies_in_its_interval_which_holds_wilsons(tried: tuple[int, int]):
    found, ordinary = win_sequence(*tried), share_interval(*tried)
    assert 0 <= found.low <= found.mean <= found.high <= 1
    # Wilson's is approximate near 0 and 1; away from them it is the narrower one.
    if 0.1 < found.mean < 0.9:
        assert found.low < ordinary.low + 1e-9
        assert found.high > ordinary.high - 1e-9


def test_a_win_rates_end_worked_out_by_hand():
    # 5 of 5: 1 / 6 against share^5 / 20 gives (1 / (6 · 20)) ** (1 / 5) below
    assert win_sequence(5, 5).low == pytest.approx((1 / 120) ** 0.2)
    assert win_sequence(5, 5).high == 1
