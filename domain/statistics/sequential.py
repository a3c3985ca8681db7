"""Intervals that one may look at as often as one likes.

An ordinary 95 % interval is wrong in 5 of 100 cases at one look that was fixed before; after ten
looks, in about 19 of 100. These are wrong at any of all looks in at most 5 of 100 cases, so that an
experiment may be read while it runs, and stopped for what is seen.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Final

import numpy as np
from numpy.typing import ArrayLike

from domain.statistics.intervals import CONFIDENCE, Interval

PLANNED: Final = 100
"""The number of pairs for which the interval is made tightest, where no plan says another."""
_MISS: Final = 1 - CONFIDENCE


def confidence_sequence(
    differences: ArrayLike, *, width: float, planned: int = PLANNED
) -> Interval:
    """The mean of paired differences, after any number of looks.

    The anytime-valid t interval: the differences' mean is left out only where the likelihood
    ratio of Student's t, mixed over effects N(0, g), exceeds 1 / 0.05 (Lai 1976; Wang & Ramdas
    2025, "Anytime-valid t-tests and confidence sequences for Gaussian means with unknown
    variance"). By Ville's inequality it holds at all times at once: exactly for normal
    differences, in the limit for others (as Waudby-Smith et al. 2024, whose interval it
    approaches). `planned` sets g so that it is tightest there; it must be chosen beforehand.

    Ratings differ by whole steps, and often not at all: a start without any spread would pass for
    certainty. So one more difference from the mean, of a quarter of `width` (that of the scale),
    is counted into the variance; its weight goes as 1 / n.
    """
    given = np.asarray(differences, dtype=float)
    n = given.size
    if not n:
        return Interval(0.0, -math.inf, math.inf, 0)
    mean = float(given.mean())
    if n == 1:
        return Interval(mean, -math.inf, math.inf, 1)
    squares = float(np.sum((given - mean) ** 2)) + (width / 4) ** 2
    half = reach(n, planned) * math.sqrt(squares / (n - 1))
    return Interval(mean, mean - half, mean + half, n)


def reach(count: int, planned: int) -> float:
    """Half the width of `confidence_sequence` after so many pairs, in standard deviations."""
    if count < 2:
        return math.inf
    freedom, informed = count - 1, 1 + count * _effects(planned)
    bound = (math.sqrt(informed) / _MISS) ** (2 / count)
    if bound >= informed:
        return math.inf
    return math.sqrt(freedom * (bound - 1) / (1 - bound / informed) / count)


def win_sequence(wins: float, decisive: int) -> Interval:
    """The share of decisions for one side, after any number of looks.

    A share is left out where the mixture of all shares (the beta-binomial with a flat prior)
    explains the decisions 20 times as well (Robbins 1970; Howard et al. 2021). Exact for
    independent decisions, however few.
    """
    if decisive <= 0:
        return Interval(0.5, 0.0, 1.0, 0)
    share = wins / decisive
    holds = _explaining(wins, decisive)
    return Interval(share, _edge(holds, share, 0.0), _edge(holds, share, 1.0), decisive)


def share_settles(wins: int, decisive: int) -> bool:
    """Whether `win_sequence` leaves a half out, below it."""
    return wins * 2 > decisive and not _explaining(wins, decisive)(0.5)


def _effects(planned: int) -> float:
    """The variance g of mixed effects with which the interval is about tightest at `planned`.

    Waudby-Smith et al. (2024), "Time-uniform central limit theory and asymptotic confidence
    sequences", B.2: n g = -2 ln(miss) + ln(-2 ln(miss) + 1).
    """
    doubt = -2 * math.log(_MISS)
    return (doubt + math.log(doubt + 1)) / max(planned, 2)


def _explaining(wins: float, decisive: int) -> Callable[[float], bool]:
    """Whether a share explains the decisions more than a twentieth as well as the mixture."""
    losses = decisive - wins
    mixture = math.lgamma(1 + wins) + math.lgamma(1 + losses) - math.lgamma(2 + decisive)
    least = mixture + math.log(_MISS)

    def holds(share: float) -> bool:
        if share <= 0 or share >= 1:
            return not (wins if share <= 0 else losses) and least < 0
        return wins * math.log(share) + losses * math.log1p(-share) > least

    return holds


def _edge(holds: Callable[[float], bool], inside: float, outside: float) -> float:
    """Where `holds` ends on the way from a point at which it does."""
    if holds(outside):
        return outside
    for _step in range(50):
        middle = (inside + outside) / 2
        inside, outside = (middle, outside) if holds(middle) else (inside, middle)
    return outside
