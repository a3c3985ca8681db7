"""Whether one score goes up where another does."""

from __future__ import annotations

import math
from typing import Final

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import ndtri

from domain.statistics.intervals import CONFIDENCE, Interval
from domain.statistics.ranks import midranks

LEAST: Final = 4
"""Pairs below which any correlation is possible."""


def spearman(x: ArrayLike, y: ArrayLike) -> Interval | None:
    """Spearman's rank correlation with the interval of Bonett & Wright (2000).

    Fisher's z with the variance (1 + r²/2) / (n - 3), which holds the truth for strong
    correlations too, where Fisher's 1 / (n - 3) is too narrow. From -1 to 1 with fewer than four
    pairs; None where one side is the same throughout. ValueError where the sides are not as long.
    """
    first, second = midranks(x), midranks(y)
    n = first.size
    if first.shape != second.shape:
        raise ValueError("needs pairs")
    if n < 2 or np.ptp(first) == 0 or np.ptp(second) == 0:
        return None
    r = round(float(np.corrcoef(first, second)[0, 1]), 12)  # 1 where it is 1
    if n < LEAST:
        return Interval(r, -1.0, 1.0, n)
    # A perfect correlation counts as half a step less: the next one without ties is 12 / (n³ - n)
    # lower, and an interval of a single point would be said of four pairs.
    within = math.copysign(min(abs(r), 1 - 6 / (n**3 - n)), r)
    half = float(ndtri((1 + CONFIDENCE) / 2)) * math.sqrt((1 + within**2 / 2) / (n - 3))
    low, high = math.tanh(math.atanh(within) - half), math.tanh(math.atanh(within) + half)
    return Interval(r, min(low, r), max(high, r), n)
