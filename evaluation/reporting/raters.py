"""How people rate beside the others: how severely, and how steadily."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from domain.statistics import CONFIDENCE, Interval

Whole = NDArray[np.int64]
LEAST_SHARED: Final = 5
"""Items judged with others, below which nothing is said of a person."""


@dataclass(frozen=True, slots=True)
class Stance:
    """One person's ratings of one criterion beside those of others on the same items."""

    rater: int
    """The place in `Ratings.raters`."""
    ratings: int
    shared: int
    """How many of them stand at items that others judged too."""
    severity: Interval | None
    """Mean of own score minus the mean of the others' on the item: below 0 is severe."""
    spread: float | None
    """Standard deviation of those differences, in points: small is steady."""


def stances(item: Whole, rater: Whole, score: Whole, raters: int) -> list[Stance]:
    """Everybody who rated, in the order of their places."""
    number = np.bincount(item)[item]
    total = np.bincount(item, score)[item]
    shared = number > 1
    who = rater[shared]
    others = (total[shared] - score[shared]) / (number[shared] - 1)
    apart = score[shared] - others
    rated = np.bincount(rater, minlength=raters)
    count = np.bincount(who, minlength=raters)
    enough = np.maximum(count, 1)
    mean = np.bincount(who, apart, minlength=raters) / enough
    squares = np.bincount(who, (apart - mean[who]) ** 2, minlength=raters)
    return [
        _stance(place, int(rated[place]), int(count[place]), float(mean[place]), squares[place])
        for place in range(raters)
        if rated[place]
    ]


def _stance(place: int, ratings: int, shared: int, mean: float, squares: float) -> Stance:
    if shared < LEAST_SHARED:
        return Stance(place, ratings, shared, None, None)
    from scipy.special import stdtrit  # here: it costs whoever never asks 0.2 s

    spread = math.sqrt(float(squares) / (shared - 1))
    half = float(stdtrit(shared - 1, (1 + CONFIDENCE) / 2)) * spread / math.sqrt(shared)
    return Stance(place, ratings, shared, Interval(mean, mean - half, mean + half, shared), spread)
