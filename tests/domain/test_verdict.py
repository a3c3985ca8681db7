"""Verdicts, and how many more it takes."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.statistics import Interval
from domain.statistics.sequential import confidence_sequence, win_sequence
from domain.verdict import EVEN, Verdict, more_decisions, more_pairs, verdict
from tests.domain.statistics.known import known


@pytest.mark.parametrize(
    ("low", "high", "said"),
    [
        (0.1, 0.9, Verdict.BETTER),
        (-0.9, -0.1, Verdict.WORSE),
        (-0.2, 0.2, Verdict.EQUIVALENT),
        (0.05, 0.2, Verdict.EQUIVALENT),
        (-0.2, 0.4, Verdict.NO_EVIDENCE),
        (0.0, 0.4, Verdict.NO_EVIDENCE),
        (-math.inf, math.inf, Verdict.NO_EVIDENCE),
    ],
)
def test_what_an_interval_says(low: float, high: float, said: Verdict):
    assert verdict(Interval((low + high) / 2, low, high, 9), 0.3) == said
    moved = Interval((low + high) / 2 + EVEN, low + EVEN, high + EVEN, 9)
    assert verdict(moved, 0.3, even=EVEN) in (said, Verdict.EQUIVALENT)


@given(st.floats(-2, 2), st.floats(0.01, 2), st.floats(0.01, 2))
def test_a_against_b_is_b_against_a_turned_round(mean: float, half: float, margin: float):
    turned = {Verdict.BETTER: Verdict.WORSE, Verdict.WORSE: Verdict.BETTER}
    said = verdict(Interval(mean, mean - half, mean + half, 9), margin)
    other = verdict(Interval(-mean, -mean - half, -mean + half, 9), margin)
    assert other == turned.get(said, said)


@pytest.mark.parametrize("shift", [0.0, 0.25, -0.4, 0.5])
def test_so_many_more_of_the_same_settle_it(shift: float):
    differences = np.tile([1.0, -1.0], 10) + shift
    found = confidence_sequence(differences, width=4)
    more = known(more_pairs(found, 0.3))
    assert more > 0
    enough = np.resize(differences, 2 * math.ceil((found.count + more) / 2) + 2)
    assert verdict(confidence_sequence(enough, width=4), 0.3) != Verdict.NO_EVIDENCE
    assert verdict(confidence_sequence(enough[: found.count], width=4), 0.3) == Verdict.NO_EVIDENCE


def test_nothing_more_is_needed_of_what_is_settled_and_nothing_is_known_of_one():
    assert more_pairs(Interval(1, 0.5, 1.5, 20), 0.3) == 0
    assert more_pairs(confidence_sequence([1.0], width=4), 0.3) is None
    assert more_pairs(confidence_sequence([1.0] * 4, width=4), 0.3) is None
    assert more_decisions(win_sequence(95, 100), 0.1) == 0
    assert more_decisions(win_sequence(0, 0), 0.1) is None


@pytest.mark.parametrize(("wins", "decisive"), [(11, 20), (14, 20), (4, 12), (10, 20)])
def test_so_many_more_decisions_settle_a_win_rate(wins: int, decisive: int):
    more = known(more_decisions(win_sequence(wins, decisive), 0.1))
    count = decisive + more
    share = wins / decisive
    settled = verdict(win_sequence(share * count, count), 0.1, even=EVEN)
    before = verdict(win_sequence(share * (count - 1), count - 1), 0.1, even=EVEN)
    assert (before, settled != Verdict.NO_EVIDENCE) == (Verdict.NO_EVIDENCE, True)


def test_what_would_take_a_lifetime_is_not_promised():
    assert more_decisions(win_sequence(10, 20), 0.0001) is None
    assert more_pairs(confidence_sequence([-4.0, 4.0] * 20, width=4), 0.001) is None
