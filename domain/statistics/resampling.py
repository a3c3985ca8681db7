"""The bootstrap's parts: drawing again, and the ends that its draws stand for."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr, ndtri, stdtrit

from domain.statistics.intervals import CONFIDENCE

CELLS: Final = 2_000_000
"""Numbers that are held at a time."""
MOST_LEFT_OUT: Final = 1500
"""Different observations beyond which what one of them pulls is too little to matter: the interval
is then corrected for bias only."""


def resampled(
    values: NDArray[Any], statistic: Callable[..., Any], seed: int, draws: int
) -> NDArray[Any]:
    """The statistic of `draws` samples of as many values, drawn with replacement; (draws,)."""
    chance = np.random.default_rng(seed)
    at_once = max(1, CELLS // values.size)
    parts = []
    for start in range(0, draws, at_once):
        size = (min(at_once, draws - start), values.size)
        parts.append(statistic(values[chance.integers(values.size, size=size)], axis=-1))
    return np.concatenate(parts)


def bca(
    found: float, drawn: NDArray[Any], without: NDArray[Any], times: NDArray[Any]
) -> tuple[float, float]:
    """The ends of the BCa interval (Efron & Tibshirani 1993, 14.3), made wide enough for few.

    `drawn` are the statistic's draws, `without` its values with one observation left out, each of
    which `times` observations share (two in all, at least). Draws that are not a number are left
    aside. Draws spread less than samples do, by √((n - 1) / n), and the normal curve's ends are
    nearer than Student's: the level makes up for both (Hesterberg 2015, "What Teachers Should Know
    About the Bootstrap").
    """
    drawn = drawn[np.isfinite(drawn)]
    if not drawn.size:
        return found, found
    below = (np.sum(drawn < found) + np.sum(drawn == found) / 2) / drawn.size
    bias = ndtri(np.clip(below, 1 / (drawn.size + 1), drawn.size / (drawn.size + 1)))
    pull = _acceleration(without, times)
    count = int(times.sum())
    reach = float(stdtrit(count - 1, (1 + CONFIDENCE) / 2)) * (count / (count - 1)) ** 0.5
    z = np.array([-reach, reach]) + bias
    low, high = np.quantile(drawn, ndtr(bias + z / np.maximum(1 - pull * z, 0.1)))
    return float(low), float(high)


def _acceleration(without: NDArray[Any], times: NDArray[Any]) -> float:
    """A sixth of the skewness of what each observation adds."""
    usable = np.isfinite(without)
    without, times = without[usable], times[usable]
    if not without.size:
        return 0.0
    adds = np.average(without, weights=times) - without
    square = float(np.sum(times * adds**2))
    return float(np.sum(times * adds**3)) / (6 * square**1.5) if square else 0.0
