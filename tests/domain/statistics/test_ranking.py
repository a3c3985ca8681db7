"""Bradley & Terry's model against a published table, and where the data say too little."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.statistics.ranking import Duel, bradley_terry, win_chance
from tests.domain.statistics.published import BASEBALL

NAMES = "abcd"
DUELS = st.lists(
    st.builds(
        Duel, st.sampled_from(NAMES), st.sampled_from(NAMES), st.sampled_from([0.0, 0.5, 1.0])
    ).filter(lambda duel: duel.left != duel.right),
    min_size=1,
    max_size=40,
)


def games() -> list[Duel]:
    """The season, game by game, with the home team on the left."""
    return [
        Duel(home, away, won)
        for home, others in BASEBALL.items()
        for away, (wins, losses) in others.items()
        for won in [1.0] * wins + [0.0] * losses
    ]


def test_a_baseball_season_with_the_home_advantage():
    # Agresti, "Categorical Data Analysis"; as BradleyTerry2 (Turner & Firth 2012) prints it
    published = {
        "Milwaukee": 1.6196,
        "Detroit": 1.4754,
        "Toronto": 1.3271,
        "New York": 1.2813,
        "Boston": 1.1438,
        "Cleveland": 0.7047,
        "Baltimore": 0.0,
    }
    found = bradley_terry(games(), prior_sd=1e4)
    least = found.strengths["Baltimore"].mean
    assert list(found.strengths) == list(published)
    assert {name: one.mean - least for name, one in found.strengths.items()} == pytest.approx(
        published, abs=1e-4
    )
    assert found.side.mean == pytest.approx(0.3023, abs=1e-4)
    assert (found.side.high - found.side.low) / (2 * 1.959964) == pytest.approx(0.1309, abs=1e-4)
    assert found.is_connected


def test_what_is_taken_beforehand_hardly_moves_a_season():
    free, held = bradley_terry(games(), prior_sd=1e4), bradley_terry(games())
    for name, strength in free.strengths.items():
        assert held.strengths[name].mean == pytest.approx(strength.mean, abs=0.02)


def test_two_versions_without_a_side_come_to_the_log_odds():
    duels = [Duel("a", "b", 1)] * 15 + [Duel("b", "a", 0)] * 15
    duels += [Duel("a", "b", 0)] * 5 + [Duel("b", "a", 1)] * 5
    found = bradley_terry(duels, prior_sd=1e4)
    assert found.strengths["a"].mean - found.strengths["b"].mean == pytest.approx(math.log(3))
    assert found.side.mean == pytest.approx(0, abs=1e-6)
    assert win_chance(found.strengths["a"], found.strengths["b"]) == pytest.approx(0.75)


def test_a_side_is_told_from_a_strength():
    duels = [Duel("a", "b", 1)] * 30 + [Duel("b", "a", 1)] * 30
    duels += [Duel("a", "b", 0)] * 10 + [Duel("b", "a", 0)] * 10
    found = bradley_terry(duels)
    assert found.side.low > 0
    assert found.strengths["a"].mean == pytest.approx(found.strengths["b"].mean)


def test_who_always_won_is_strong_but_not_beyond_measure():
    few = bradley_terry([Duel("a", "b", 1), Duel("b", "a", 0)])
    many = bradley_terry([Duel("a", "b", 1), Duel("b", "a", 0)] * 20)
    assert few.strengths["a"].low < few.strengths["b"].high
    assert many.strengths["a"].low > many.strengths["b"].high
    assert many.strengths["a"].high < 10


def test_versions_that_never_met_even_by_others_are_in_groups_of_their_own():
    found = bradley_terry([Duel("a", "b", 1), Duel("d", "c", 0.5), Duel("c", "e", 1)])
    assert found.groups == [["a", "b"], ["c", "d", "e"]]
    assert not found.is_connected
    for group in found.groups:
        assert sum(found.strengths[name].mean for name in group) == pytest.approx(0, abs=1e-9)


def test_without_comparisons_there_is_no_ranking():
    found = bradley_terry([])
    assert (dict(found.strengths), found.groups) == ({}, [])
    assert found.side.low < 0 < found.side.high


@given(DUELS, st.permutations(NAMES))
def test_names_do_not_matter(duels: list[Duel], others: list[str]):
    renamed = dict(zip(NAMES, others, strict=True))
    found = bradley_terry(duels)
    again = bradley_terry(
        [Duel(renamed[duel.left], renamed[duel.right], duel.left_won) for duel in duels]
    )
    assert again.side.mean == pytest.approx(found.side.mean, abs=1e-6)
    for name, one in found.strengths.items():
        other = again.strengths[renamed[name]]
        assert (other.low, other.high) == pytest.approx((one.low, one.high), abs=1e-6)


@given(DUELS)
def test_sides_swapped_turn_the_side_and_nothing_else(duels: list[Duel]):
    found = bradley_terry(duels)
    turned = bradley_terry([Duel(duel.right, duel.left, 1 - duel.left_won) for duel in duels])
    assert turned.side.mean == pytest.approx(-found.side.mean, abs=1e-6)
    for name, one in found.strengths.items():
        assert turned.strengths[name].mean == pytest.approx(one.mean, abs=1e-6)
        assert math.isfinite(one.high - one.low)
