"""Two shares side by side: how many times as large one is, their difference, and chance."""

from __future__ import annotations

import math
import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from domain.statistics.intervals import CONFIDENCE, Interval, share_interval
from domain.statistics.paired import binomial_test

if TYPE_CHECKING:
    from numpy.typing import NDArray

SMOOTHING: Final = 0.5
"""Added to each of the four counts (Haldane 1956, Anscombe 1956), so that none is 0."""


def risk_ratio(first: int, of_first: int, second: int, of_second: int) -> Interval:
    """How many times as often the first group has it as the second, each count smoothed.

    The interval is that of its logarithm (Katz, Baptista, Azen & Pike 1978, "Obtaining confidence
    intervals for the risk ratio in cohort studies", Biometrics 34), on the smoothed counts as
    Walter (1975, Biometrika 62) advises. `count` is that of both groups.
    """
    a, c = first + SMOOTHING, second + SMOOTHING
    n, m = of_first + 2 * SMOOTHING, of_second + 2 * SMOOTHING
    ratio = (a / n) / (c / m)
    z = statistics.NormalDist().inv_cdf((1 + CONFIDENCE) / 2)
    reach = math.exp(z * math.sqrt(1 / a - 1 / n + 1 / c - 1 / m))
    return Interval(ratio, ratio / reach, ratio * reach, of_first + of_second)


def share_difference(first: int, of_first: int, second: int, of_second: int) -> Interval:
    """The first share less the second, with Newcombe's interval out of Wilson's of each
    (Newcombe 1998, Statistics in Medicine 17, method 10); -1 to 1 where a group is empty."""
    one, other = share_interval(first, of_first), share_interval(second, of_second)
    if not of_first or not of_second:
        return Interval(one.mean - other.mean, -1.0, 1.0, of_first + of_second)
    difference = one.mean - other.mean
    below = math.hypot(one.mean - one.low, other.high - other.mean)
    above = math.hypot(one.high - one.mean, other.mean - other.low)
    return Interval(difference, difference - below, difference + above, of_first + of_second)


def fisher_greater(first: int, of_first: int, second: int, of_second: int) -> float:
    """Fisher's exact test, one-sided: how likely the first group has it at least so often where
    nothing but chance says which group whoever has it belongs to."""
    total, having = of_first + of_second, first + second
    most = min(having, of_first)
    if first <= max(0, having - of_second):
        return 1.0
    import numpy as np  # here: it costs a command that never asks 0.1 s

    logs = _log_factorials(_room(total))
    x = np.arange(first, most + 1)
    ways = (
        logs[having] - logs[x] - logs[having - x]
        + logs[total - having] - logs[of_first - x] - logs[total - having - of_first + x]
    )  # fmt: skip
    all_ways = logs[total] - logs[of_first] - logs[of_second]
    return min(1.0, float(np.exp(ways - all_ways).sum()))


def _room(total: int) -> int:
    """The next power of two: so that few tables are kept."""
    return 1 << max(8, total.bit_length())


@lru_cache(maxsize=4)
def _log_factorials(count: int) -> NDArray[Any]:
    import numpy as np
    from scipy.special import gammaln

    logs: NDArray[Any] = gammaln(np.arange(count) + 1.0)
    return logs


@dataclass(frozen=True, slots=True)
class PairedShares:
    """Both shares with Wilson's intervals, after less before, and McNemar's two-sided p."""

    before: Interval
    after: Interval
    difference: Interval
    p: float


def compare_shares(before: Sequence[bool], after: Sequence[bool]) -> PairedShares:
    """What pairs of yes and no say; ValueError without pairs.

    The test is McNemar's in its exact form: of the pairs that changed, as many should have changed
    one way as the other (Agresti 2013, "Categorical Data Analysis", 11.1). The difference's
    interval is Newcombe's method 10 (1998, "Improved confidence intervals for the difference
    between binomial proportions based on paired data"), which keeps its width where few changed.
    """
    count = len(before)
    if not count or count != len(after):
        raise ValueError("needs pairs")
    pairs = list(zip(before, after, strict=True))
    both, neither = pairs.count((True, True)), pairs.count((False, False))
    lost, gained = pairs.count((True, False)), pairs.count((False, True))
    first = share_interval(both + lost, count)
    second = share_interval(both + gained, count)
    alike = _phi(both, gained, lost, neither)
    return PairedShares(
        first, second, _difference(second, first, alike), binomial_test(gained, gained + lost)
    )


def _difference(a: Interval, b: Interval, alike: float) -> Interval:
    down = _reach(a.mean - a.low, b.high - b.mean, alike)
    up = _reach(a.high - a.mean, b.mean - b.low, alike)
    found = a.mean - b.mean
    return Interval(found, max(-1.0, found - down), min(1.0, found + up), a.count)


def _reach(one: float, other: float, alike: float) -> float:
    return math.sqrt(max(0.0, one * one - 2 * alike * one * other + other * other))


def _phi(both: int, a_only: int, b_only: int, neither: int) -> float:
    """How alike both are, from -1 to 1, corrected for continuity where it is positive."""
    sides = (both + a_only) * (b_only + neither) * (both + b_only) * (a_only + neither)
    if not sides:
        return 0.0
    product = float(both * neither - a_only * b_only)
    if product > 0:
        product = max(0.0, product - (both + a_only + b_only + neither) / 2)
    return product / math.sqrt(sides)
