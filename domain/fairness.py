"""Who rates without reading: what a rater's own answers show, and when to look closer.

Nothing here convicts anybody. A mark says which figure stands out; a person looks, and decides.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from statistics import fmean, median
from typing import Final

from domain.rating import Choice
from domain.statistics import share_interval

MADS: Final = 3.0
CONSISTENT: Final = 1.4826
"""What makes a median absolute deviation of normal values their standard deviation."""
WORDS_A_MINUTE: Final = 1000
"""Silent reading runs at 238 words a minute on average, the fastest readers at some 400 (Brysbaert
2019, "How many words do we read per minute?"): nobody reads at more than twice that."""
LEAST_ANSWERS: Final = 8
"""Fewer answers have no spread that says what is unusually fast."""
LEAST_GOLD: Final = 3
LEAST_EQUAL: Final = 8
LEAST_DECIDED: Final = 20
"""Of fewer decisions, sides that are exchanged at random give so many to one by chance: 8 of 10 in
11 of 100 cases, 16 of 20 in 1."""
LEAST_PASSED: Final = 5
MOST_FAST: Final = 0.2
"""Of a rater's answers; the same share for items passed on below."""
MOST_PASSED: Final = 0.3
MOST_EQUAL: Final = 0.8
FURTHEST_FROM_GOLD: Final = 1.0
LEAST_WITHIN_ONE: Final = 0.8
LEAST_EXACT: Final = 0.7
"""Of the comparisons: each is right or wrong, so that all of the interval must lie below it."""


class Reason(StrEnum):
    """Why somebody should look closer at a rater."""

    FAST = "fast"
    GOLD = "gold"
    EQUAL = "equal"
    ONE_SIDE = "one_side"
    PASSED = "passed"


@dataclass(frozen=True, slots=True)
class Given:
    """One answer: scores by criterion, or a choice between two; how long it took, in seconds;
    how many words there were to read; of a gold item what is expected."""

    scores: Mapping[str, int] = field(default_factory=dict)
    choice: str = ""
    swapped: bool = False
    seconds: float | None = None
    words: int = 0
    expected: Mapping[str, int | str] | None = None


@dataclass(frozen=True, slots=True)
class Gold:
    """How answers agree with the expected ones.

    `distance` is the mean of |given - expected| over all expected scores and `within_one` the
    share of them that lie at most 1 apart; `exact` is the share of comparisons that were chosen
    as expected. None where there is nothing of that kind.
    """

    answers: int
    distance: float | None = None
    within_one: float | None = None
    exact: float | None = None


@dataclass(frozen=True, slots=True)
class Look:
    """What is known of one rater; shares are from 0 to 1, None where there is too little."""

    ratings: int
    seconds: float | None
    """The median of an item."""
    fast: int
    equal: float | None
    """The share of items whose criteria all got the same score."""
    one_side: float | None
    """The share of decided comparisons that went to the side chosen more often."""
    gold: Gold
    reasons: tuple[Reason, ...]

    @property
    def fast_share(self) -> float:
        """Of all answers, how many came faster than anybody reads."""
        return self.fast / self.ratings if self.ratings else 0.0


def fastest(seconds: Sequence[float]) -> float:
    """The time in seconds below which an answer is unusually fast for a campaign; 0 for none.

    exp(median - 3 · 1.4826 · MAD) of the logarithms of all its times: times are skewed and their
    logarithms nearly normal, and a median with its absolute deviation is not moved by the very
    outliers that are looked for (Leys et al. 2013, "Detecting outliers", whose limit of 3 this is).
    """
    logs = [math.log(one) for one in seconds if one > 0]
    if len(logs) < LEAST_ANSWERS:
        return 0.0
    middle = median(logs)
    spread = median(abs(one - middle) for one in logs)
    return math.exp(middle - MADS * CONSISTENT * spread) if spread else 0.0


def least_seconds(words: int) -> float:
    """The time in seconds that nobody can read so many words in."""
    return 60 * words / WORDS_A_MINUTE


def look_at(given: Sequence[Given], passed: int = 0, limit: float = 0.0) -> Look:
    """One rater's answers; `passed` items were passed on, `limit` is the campaign's `fastest`."""
    times = [one.seconds for one in given if one.seconds is not None]
    fast = sum(
        one.seconds is not None and one.seconds < max(limit, least_seconds(one.words))
        for one in given
    )
    gold = agreement([one for one in given if one.expected is not None])
    equal, one_side = _equal(given), _one_side(given)
    marks = {
        Reason.FAST: len(given) >= LEAST_ANSWERS and fast > MOST_FAST * len(given),
        Reason.GOLD: _misses(gold),
        Reason.EQUAL: equal is not None and equal >= MOST_EQUAL,
        Reason.ONE_SIDE: one_side is not None and one_side >= MOST_EQUAL,
        Reason.PASSED: passed >= LEAST_PASSED and passed > MOST_PASSED * (len(given) + passed),
    }
    return Look(
        ratings=len(given),
        seconds=median(times) if times else None,
        fast=fast,
        equal=equal,
        one_side=one_side,
        gold=gold,
        reasons=tuple(reason for reason, holds in marks.items() if holds),
    )


def agreement(given: Sequence[Given]) -> Gold:
    """How answers to gold items agree with what was expected of them."""
    distances: list[int] = []
    exact: list[bool] = []
    for one in given:
        for key, expected in (one.expected or {}).items():
            if isinstance(expected, str):
                exact.append(one.choice == expected)
            elif key in one.scores:
                distances.append(abs(one.scores[key] - expected))
    return Gold(
        answers=len(given),
        distance=fmean(distances) if distances else None,
        within_one=fmean(each <= 1 for each in distances) if distances else None,
        exact=fmean(exact) if exact else None,
    )


def _misses(gold: Gold) -> bool:
    if gold.answers < LEAST_GOLD:
        return False
    if gold.exact is not None:
        # One miss of three is no finding: a careful reader's 17 of 20 come out so in 4 of 10 cases.
        found = share_interval(round(gold.exact * gold.answers), gold.answers)
        return found.high < LEAST_EXACT
    far = gold.distance is not None and gold.distance > FURTHEST_FROM_GOLD
    return far or (gold.within_one is not None and gold.within_one < LEAST_WITHIN_ONE)


def _equal(given: Sequence[Given]) -> float | None:
    """Items with one question only have nothing that could differ."""
    several = [one.scores for one in given if len(one.scores) > 1]
    if len(several) < LEAST_EQUAL:
        return None
    return fmean(len(set(scores.values())) == 1 for scores in several)


def _one_side(given: Sequence[Given]) -> float | None:
    decided = [one for one in given if one.choice in (Choice.A, Choice.B)]
    if len(decided) < LEAST_DECIDED:
        return None
    left = fmean((one.choice == Choice.A) != one.swapped for one in decided)
    return max(left, 1 - left)
