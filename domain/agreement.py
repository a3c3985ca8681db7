"""What ratings from anywhere say of their raters' agreement."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from domain.statistics.agreement import (
    RELIABLE,
    TENTATIVE,
    Lacking,
    Level,
    alpha_interval,
    counted,
    fleiss_kappa,
    icc,
    lacking,
)
from domain.statistics.intervals import Interval

Rating = tuple[Hashable, Hashable, float]
"""Rater, item, score."""
FEW_CATEGORIES: Final = 10
"""Different scores up to which they may be taken for categories."""


class Band(StrEnum):
    """What Krippendorff (2004) would do with data of such an alpha: a custom, not a law."""

    RELIABLE = "reliable"
    TENTATIVE = "tentative"
    UNRELIABLE = "unreliable"


@dataclass(frozen=True, slots=True)
class Agreement:
    """Alpha with its interval, or what it lacks; the others where the design allows them."""

    level: Level
    raters: int
    items: int
    ratings: int
    alpha: Interval | None
    lacking: Lacking | None
    icc: Mapping[str, float | None] | None
    fleiss: float | None


def assess(ratings: Sequence[Rating], level: Level) -> Agreement:
    """The agreement of ratings, no rater's twice of an item; ValueError where there are none."""
    if not ratings:
        raise ValueError("no ratings")
    counts, values = counted(ratings)
    raters = {rater: place for place, (rater, _item, _score) in enumerate(ratings)}
    return Agreement(
        level,
        len(raters),
        len(counts),
        len(ratings),
        alpha_interval(counts, values, level),
        lacking(counts),
        _icc(ratings, list(raters), len(counts)),
        _fleiss(counts, level),
    )


def band(alpha: float) -> Band:
    """What such an alpha is taken to be good for."""
    if alpha >= RELIABLE:
        return Band.RELIABLE
    return Band.TENTATIVE if alpha >= TENTATIVE else Band.UNRELIABLE


def _icc(
    ratings: Sequence[Rating], raters: Sequence[Hashable], items: int
) -> Mapping[str, float | None] | None:
    """Where each rater rated each item, two of both at least, and anything differs."""
    if min(len(raters), items) < 2 or len(ratings) != len(raters) * items:
        return None
    rows: dict[Hashable, dict[Hashable, float]] = {}
    for rater, item, score in ratings:
        rows.setdefault(item, {})[rater] = score
    found = icc([[row[rater] for rater in raters] for row in rows.values()])
    return found if any(value is not None for value in found.values()) else None


def _fleiss(counts: NDArray[Any], level: Level) -> float | None:
    """Where all items have equally many ratings, and the scores are categories or few."""
    raters = np.unique(counts.sum(axis=1))
    if len(raters) != 1 or raters[0] < 2:
        return None
    if level != Level.NOMINAL and counts.shape[1] > FEW_CATEGORIES:
        return None
    return fleiss_kappa(counts)
