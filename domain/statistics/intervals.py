"""Intervals of what was measured, thin over scipy.

`scipy.special` alone is used: `scipy.stats` takes over a second to import.
"""

from __future__ import annotations

import math
import statistics
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

CONFIDENCE: Final = 0.95


@dataclass(frozen=True, slots=True)
class Interval:
    """A mean with the interval in which the true one lies in 95 of 100 such samples."""

    mean: float
    low: float
    high: float
    count: int

    def as_json(self) -> dict[str, float]:
        """What commands and pages use, to two digits."""
        ends = {"mean": self.mean, "low": self.low, "high": self.high}
        return {**{name: round(value, 2) for name, value in ends.items()}, "count": self.count}


def mean_interval(values: Sequence[float]) -> Interval:
    """Student's interval of the mean: mean ± t(0.975, n - 1) · s / √n.

    A single value says nothing about its spread: its interval is without bounds. ValueError
    where there is none at all.
    """
    if not values:
        raise ValueError("no values")
    mean = statistics.fmean(values)
    if len(values) == 1:
        return Interval(mean, -math.inf, math.inf, 1)
    from scipy.special import stdtrit  # here: it costs a command that never asks 0.2 s

    reach = float(stdtrit(len(values) - 1, (1 + CONFIDENCE) / 2))
    squares = math.fsum((value - mean) ** 2 for value in values)
    half = reach * math.sqrt(squares / (len(values) - 1) / len(values))
    return Interval(mean, mean - half, mean + half, len(values))


def share_interval(successes: int, count: int) -> Interval:
    """Wilson's interval of a share (Wilson 1927); from 0 to 1 where nothing was tried."""
    if count <= 0:
        return Interval(0.0, 0.0, 1.0, 0)
    z = statistics.NormalDist().inv_cdf((1 + CONFIDENCE) / 2)
    share = successes / count
    middle = (share + z * z / (2 * count)) / (1 + z * z / count)
    root = math.sqrt(share * (1 - share) / count + z * z / (4 * count * count))
    half = z * root / (1 + z * z / count)
    return Interval(share, max(0.0, middle - half), min(1.0, middle + half), count)


def bootstrap_interval(
    values: ArrayLike,
    statistic: Callable[..., Any] | None = None,
    *,
    seed: int = 0,
    draws: int = 2000,
) -> Interval:
    """The bias-corrected and accelerated bootstrap interval (BCa, Efron 1987) of any statistic.

    `statistic` takes an array and an `axis`, as `numpy.median` does; the mean where none is given.
    BCa and not the percentiles, which are off by twice the statistic's bias and skew. One value
    bounds nothing; ValueError where there is none.
    """
    import numpy as np  # here: it costs a command that never asks 0.1 s

    from domain.statistics.resampling import bca, resampled

    given = np.sort(np.asarray(values, dtype=float))
    if not given.size:
        raise ValueError("no values")
    of = statistic or np.mean
    found = float(of(given, axis=-1))
    if given.size == 1:
        return Interval(found, -math.inf, math.inf, 1)
    low, high = bca(found, resampled(given, of, seed, draws), *_left_out(given, of))
    return Interval(found, low, high, given.size)


def _left_out(
    ordered: NDArray[Any], statistic: Callable[..., Any]
) -> tuple[NDArray[Any], NDArray[Any]]:
    """The statistic without one of each value, and how often there is such a one."""
    import numpy as np

    from domain.statistics.resampling import MOST_LEFT_OUT

    _values, places, counts = np.unique(ordered, return_index=True, return_counts=True)
    if places.size > MOST_LEFT_OUT:
        return np.zeros(1), np.array([ordered.size])
    without = np.array([statistic(np.delete(ordered, place), axis=-1) for place in places])
    return without, counts


def quantile(values: Sequence[float], share: float) -> float:
    """The value below which `share` of them lie, between the two nearest; 0 of none."""
    if not values:
        return 0.0
    ordered = sorted(values)
    place = share * (len(ordered) - 1)
    below = math.floor(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (ordered[above] - ordered[below]) * (place - below)
