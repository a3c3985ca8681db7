"""Two versions measured on the same products, and two groups that are not."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import ndtr, stdtr

from domain.statistics.intervals import Interval, bootstrap_interval, mean_interval
from domain.statistics.ranks import midranks

EXACT_UP_TO: Final = 100
"""Pairs whose every way to fall is counted; beyond, the normal curve is as good."""
BOOTSTRAPPED_FROM: Final = 20
"""Pairs from which on a bootstrap interval is wide enough (Hesterberg 2015, "What Teachers Should
Know About the Bootstrap"); Student's is used for fewer."""


class Method(StrEnum):
    """How a p-value was come by."""

    WILCOXON_EXACT = "wilcoxon_exact"
    WILCOXON_NORMAL = "wilcoxon_normal"
    STUDENT = "student"
    MANN_WHITNEY = "mann_whitney"


@dataclass(frozen=True, slots=True)
class Paired:
    """What the differences a - b say; `p` is two-sided.

    `effect` is the matched rank-biserial correlation after a Wilcoxon test (from -1, b is always
    better, to 1), and Cohen's d of the differences after Student's.
    """

    count: int
    mean: float
    interval: Interval
    p: float
    method: Method
    effect: float


@dataclass(frozen=True, slots=True)
class Unpaired:
    """What two independent groups say; `effect` is the rank-biserial correlation, from -1 to 1."""

    counts: tuple[int, int]
    p: float
    method: Method
    effect: float


def compare_paired(a: ArrayLike, b: ArrayLike, *, seed: int = 0) -> Paired:
    """Wilcoxon's signed-rank test, its effect, and the interval of the mean difference.

    Pairs without a difference are ranked and then left out of the sum (Pratt 1959): leaving them
    out first can turn evidence round. Equal differences share their mid-rank. Up to `EXACT_UP_TO`
    pairs the p-value is exact, with ties too: all 2ⁿ ways for the signs to fall are counted.
    The effect counts a pair without a difference half for either side. ValueError without pairs.
    """
    differences = _differences(a, b)
    ranks = midranks(np.abs(differences))
    up, down = float(ranks[differences > 0].sum()), float(ranks[differences < 0].sum())
    moved = ranks[differences != 0]
    exact = differences.size <= EXACT_UP_TO
    return Paired(
        differences.size,
        float(differences.mean()),
        _mean_interval(differences, seed),
        _exact_p(moved, up) if exact else _normal_p(moved, up),
        Method.WILCOXON_EXACT if exact else Method.WILCOXON_NORMAL,
        (up - down) / float(ranks.sum()),
    )


def paired_t(a: ArrayLike, b: ArrayLike) -> Paired:
    """Student's paired test; its effect is Cohen's d of the differences. ValueError without pairs.

    One pair, or pairs that all differ by the same, give no p-value below 1.
    """
    differences = _differences(a, b)
    n, mean = differences.size, float(differences.mean())
    # Not where all are the same: what binary fractions leave over would pass for a tiny spread.
    spread = float(differences.std(ddof=1)) if np.ptp(differences) else 0.0
    effect = mean / spread if spread else 0.0
    p = 2 * float(stdtr(n - 1, -abs(effect) * math.sqrt(n))) if spread else 1.0
    return Paired(n, mean, mean_interval(differences.tolist()), p, Method.STUDENT, effect)


def mann_whitney(a: ArrayLike, b: ArrayLike) -> Unpaired:
    """Mann & Whitney's test of two independent groups, corrected for ties; exact where small.

    ValueError where a group is empty.
    """
    first, second = np.asarray(a, dtype=float), np.asarray(b, dtype=float)
    if not first.size or not second.size:
        raise ValueError("needs values in both groups")
    from scipy.stats import mannwhitneyu  # here: it takes a second to import

    found = mannwhitneyu(first, second)
    effect = 2 * float(found.statistic) / (first.size * second.size) - 1
    p = float(found.pvalue) if math.isfinite(found.pvalue) else 1.0  # nan where all are the same
    return Unpaired((first.size, second.size), p, Method.MANN_WHITNEY, effect)


def binomial_test(successes: int, count: int, share: float = 0.5) -> float:
    """The exact two-sided p-value of so many successes where `share` was expected."""
    if not count:
        return 1.0
    from scipy.stats import binomtest  # here: it takes a second to import

    return float(binomtest(successes, count, share).pvalue)


def _differences(a: ArrayLike, b: ArrayLike) -> NDArray[Any]:
    first, second = np.asarray(a, dtype=float), np.asarray(b, dtype=float)
    if first.shape != second.shape or not first.size:
        raise ValueError("needs pairs")
    # Scores are written to a few digits: what binary fractions add must not break a tie.
    rounded: NDArray[Any] = np.round(first - second, 9)
    return rounded


def _mean_interval(differences: NDArray[Any], seed: int) -> Interval:
    if differences.size < BOOTSTRAPPED_FROM:
        return mean_interval(differences.tolist())
    return bootstrap_interval(differences, seed=seed)


def _exact_p(ranks: NDArray[Any], up: float) -> float:
    """The share of sign patterns at least as far from even as this one.

    Ranks are halves at finest, so twice their sum is whole: ways[s] counts the patterns with the
    sum s, multiplied up rank by rank.
    """
    doubled = np.rint(2 * ranks).astype(int)
    ways = np.zeros(int(doubled.sum()) + 1)
    ways[0] = 1.0
    for rank in doubled:
        shifted = np.zeros_like(ways)
        shifted[rank:] = ways[: ways.size - rank]
        ways = (ways + shifted) / 2  # as shares, which never overflow
    lower = min(round(2 * up), int(doubled.sum()) - round(2 * up))
    return min(1.0, 2 * float(ways[: lower + 1].sum()))


def _normal_p(ranks: NDArray[Any], up: float) -> float:
    spread = math.sqrt(float(np.sum(ranks**2))) / 2
    return 2 * float(ndtr(-abs(up - float(ranks.sum()) / 2) / spread)) if spread else 1.0
