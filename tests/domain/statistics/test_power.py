"""Sample sizes against the tables that others made, and against their own inverse."""

import math
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.statistics import power
from domain.statistics.sequential import win_sequence
from tests.domain.statistics.known import known


@pytest.mark.parametrize(("d", "count"), [(0.5, 64), (0.2, 394), (-0.5, 64)])
def test_two_groups_by_students_test(d: float, count: int):
    assert power.per_group(d) == power.per_group(2 * d, sd=2) == count


def test_two_shares():
    assert power.per_group_shares(0.5, 0.6) == power.per_group_shares(0.6, 0.5) == 388


@pytest.mark.parametrize(("difference", "count"), [(0.5, 66), (0.3, 183), (0.2, 411)])
def test_two_groups_by_the_rank_test(difference: float, count: int):
    assert power.per_group_ranks(difference) == count
    assert power.detectable_per_group(count) <= difference < power.detectable_per_group(count - 1)


@pytest.mark.parametrize(("difference", "count"), [(0.5, 32), (0.3, 88)])
def test_the_same_product_on_both_arms(difference: float, count: int):
    assert power.pairs(difference, power.sd_of_differences(1, 0.5)) == count
    assert power.detectable(count) <= difference < power.detectable(count - 1)


@pytest.mark.parametrize(("rate", "count"), [(0.65, 85), (0.60, 194), (0.35, 85)])
def test_a_win_rate(rate: float, count: int):
    assert power.decisive_pairs(rate) == count
    assert abs(known(power.detectable_rate(count)) - 0.5) <= abs(rate - 0.5) + 1e-9


def test_nothing_shows_no_difference_however_large():
    assert power.detectable(0) == power.detectable_per_group(0) == math.inf


def test_too_few_decisions_show_no_rate_at_all():
    assert power.detectable_rate(3) is None
    assert power.detectable_rate(4) == pytest.approx(0.99, abs=0.02)


def test_a_hundred_ratings_cannot_show_ten_points_between_two_shares():
    assert power.per_group_shares(0.5, 0.6) > 100


@given(st.floats(0.05, 2))
def test_looking_early_costs_pairs_but_not_three_times_as_many(difference: float):
    fixed, early = power.pairs(difference), power.pairs_with_looks(difference)
    assert fixed < early <= 3 * fixed + 10
    assert power.pairs_with_looks(difference / 2) > early


@given(st.floats(0.55, 0.95))
def test_planned_decisions_settle_a_win_rate_that_came_out_as_low_as_one_in_five(rate: float):
    count = power.decisive_pairs_with_looks(rate)
    assert count > power.decisive_pairs(rate)
    low = math.floor(count * rate - 0.8416 * math.sqrt(count * rate * (1 - rate)))
    assert win_sequence(low, count).low > 0.5
    assert power.decisive_pairs_with_looks(1 - rate) == count


@pytest.mark.parametrize(
    "ask",
    [
        lambda: power.pairs(0),
        lambda: power.per_group(0.5, sd=0),
        lambda: power.per_group_shares(0.5, 0.5),
        lambda: power.decisive_pairs(0.5),
        lambda: power.decisive_pairs_with_looks(0.5),
        lambda: power.pairs_with_looks(1e-9),
    ],
)
def test_no_number_of_them_shows_nothing(ask: Callable[[], int]):
    with pytest.raises(ValueError, match="difference"):
        ask()
