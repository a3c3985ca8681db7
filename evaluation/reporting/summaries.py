"""How a group of items was rated: how often each score, the median, the mean and its interval.

Several ratings of one item are not several items: the interval takes each item as one sample
(the ratio estimator over clusters, Cochran 1977, *Sampling Techniques*, section 9A.1), or else ten
raters would seem to know three times as much as they do. With as many raters for every item it is
Student's interval of the items' means.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from domain.rating import HIGHEST, LOWEST, SCALE
from domain.statistics import CONFIDENCE

Whole = NDArray[np.int64]
LEAST_ITEMS: Final = 2
"""Of fewer nothing is known about how much they differ."""


@dataclass(frozen=True, slots=True)
class Summary:
    """Ratings of one criterion, from LOWEST to HIGHEST; no interval where it cannot be known."""

    ratings: int
    items: int
    counts: tuple[int, ...]
    """How many gave each score of SCALE."""
    median: float
    mean: float
    low: float | None
    high: float | None
    spread: float | None
    """Standard deviation of the items' means; None of fewer than two items."""

    def shares(self) -> tuple[float, ...]:
        """The part of all ratings that each score has."""
        return tuple(count / self.ratings for count in self.counts)


def summary(item: Whole, score: Whole) -> Summary | None:
    """All of them together; None of none."""
    return summaries(item, score, np.zeros(item.max(initial=0) + 1, np.int64), 1)[0]


def summaries(item: Whole, score: Whole, group_of: Whole, groups: int) -> list[Summary | None]:
    """Ratings by the group of their item: `group_of` says it for each item, below 0 for none."""
    count = len(group_of)
    number = np.bincount(item, minlength=count).astype(np.float64)
    total = np.bincount(item, score, minlength=count)
    rated = (number > 0) & (group_of >= 0)
    group = group_of[rated]
    table = _counts(group_of[item], score, groups)
    found = []
    for place in range(groups):
        mine = group == place
        found.append(_summary(number[rated][mine], total[rated][mine], table[place]))
    return found


def _counts(group: Whole, score: Whole, groups: int) -> Whole:
    keep = group >= 0
    cell = group[keep] * len(SCALE) + score[keep] - LOWEST
    return np.bincount(cell, minlength=groups * len(SCALE)).reshape(groups, len(SCALE))


def _summary(
    number: NDArray[np.float64], total: NDArray[np.float64], counts: Whole
) -> Summary | None:
    items, ratings = len(number), int(counts.sum())
    if not ratings:
        return None
    mean = float(total.sum() / ratings)
    half = _half(number, total, mean)
    return Summary(
        ratings=ratings,
        items=items,
        counts=tuple(int(count) for count in counts),
        median=median_of(counts),
        mean=mean,
        low=None if half is None else max(LOWEST, mean - half),
        high=None if half is None else min(HIGHEST, mean + half),
        spread=float((total / number).std(ddof=1)) if items >= LEAST_ITEMS else None,
    )


def _half(number: NDArray[np.float64], total: NDArray[np.float64], mean: float) -> float | None:
    """Half of the interval's width; None where items do not differ or there are too few."""
    items = len(number)
    if items < LEAST_ITEMS:
        return None
    rest = total - mean * number
    variance = items / (items - 1) * float(rest @ rest) / float(number.sum()) ** 2
    if variance < 1e-12:
        return None
    from scipy.special import stdtrit  # here: it costs whoever never asks 0.2 s

    return float(stdtrit(items - 1, (1 + CONFIDENCE) / 2)) * math.sqrt(variance)


def median_of(counts: Whole) -> float:
    """The middle score; between two where half of the ratings lie on each side."""
    upto, half = np.cumsum(counts), counts.sum() / 2
    below = int(np.searchsorted(upto, half, side="left"))
    above = int(np.searchsorted(upto, half, side="right"))
    return LOWEST + (below + above) / 2
