"""Which items people disagree about most, and what the automatic scores know of people's."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from domain.statistics import Interval
from domain.statistics.correlation import spearman

Whole = NDArray[np.int64]
LEAST_CORRELATED: Final = 10
"""Items, below which an interval of a correlation covers nearly everything."""
MOST_LISTED: Final = 10


@dataclass(frozen=True, slots=True)
class Disputed:
    """An item about which people disagree: `scores` ascending, one a rating."""

    item: int
    """The place in `Items`."""
    scores: tuple[int, ...]
    spread: float
    """Standard deviation of the scores."""


@dataclass(frozen=True, slots=True)
class Told:
    """What an automatic score tells of people's scores; `rho` is None where nothing can be."""

    name: str
    items: int
    rho: Interval | None
    is_constant: bool = False

    @property
    def says_nothing(self) -> bool:
        """Whether no connection can be seen."""
        return self.is_constant or (self.rho is not None and self.rho.low <= 0 <= self.rho.high)


def disputed(item: Whole, score: Whole, most: int = MOST_LISTED) -> list[Disputed]:
    """The items with the widest spread of scores, the widest first; those without one are none."""
    number = np.bincount(item)
    total, squares = np.bincount(item, score), np.bincount(item, score**2)
    several = number > 1
    variance = np.zeros(len(number))
    variance[several] = (squares - total**2 / np.maximum(number, 1))[several] / (
        number[several] - 1
    )
    widest = np.argsort(-variance, kind="stable")[:most]
    return [
        Disputed(int(place), tuple(sorted(score[item == place].tolist())), variance[place] ** 0.5)
        for place in widest
        if variance[place] > 1e-9
    ]


def told_by(item: Whole, score: Whole, automatic: Mapping[str, NDArray[np.float64]]) -> list[Told]:
    """Each automatic score beside the mean that people gave the same items."""
    number = np.bincount(item)
    rated = np.flatnonzero(number)
    means = np.bincount(item, score)[rated] / number[rated]
    return [_told(name, scores[rated], means) for name, scores in automatic.items()]


def _told(name: str, scores: NDArray[np.float64], means: NDArray[np.float64]) -> Told:
    known = ~np.isnan(scores)
    ours, theirs = scores[known], means[known]
    if len(ours) < LEAST_CORRELATED:
        return Told(name, len(ours), None)
    return Told(name, len(ours), spearman(ours, theirs), is_constant=bool(np.ptp(ours) == 0))
