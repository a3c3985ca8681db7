"""How many it takes to show a difference, and the smallest that so many show.

Two-sided tests at `LEVEL` which find a true difference in `POWER` of all cases. A difference of a
score is given with its standard deviation; where none is given, in standard deviations.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Final

from scipy.special import nctdtr, ndtri, stdtrit

from domain.statistics.sequential import reach, share_settles

LEVEL: Final = 0.05
POWER: Final = 0.80
MOST: Final = 10_000_000
"""More than anybody collects: what would take more is not found."""
_Z_LEVEL: Final = float(ndtri(1 - LEVEL / 2))
_Z_POWER: Final = float(ndtri(POWER))
_Z: Final = _Z_LEVEL + _Z_POWER
_RANKS: Final = 3 / math.pi
"""What the rank test keeps of the t test's efficiency with normal scores (Lehmann 1975)."""


def per_group(difference: float, sd: float = 1.0) -> int:
    """In each of two independent groups, by Student's test (noncentral t)."""
    d = _standardised(difference, sd)
    count = max(2, math.ceil(2 * (_Z / d) ** 2))
    while _power_of_t(d, count) < POWER:
        count += 1
    return count


def per_group_ranks(difference: float, sd: float = 1.0) -> int:
    """In each of two independent groups, by Mann & Whitney's test."""
    return math.ceil(2 * (_Z / _standardised(difference, sd)) ** 2 / _RANKS)


def per_group_shares(first: float, second: float) -> int:
    """In each of two independent groups, for two shares (Fleiss 1981, without continuity)."""
    if first == second:
        raise ValueError("no difference")
    middle = (first + second) / 2
    same = _Z_LEVEL * math.sqrt(2 * middle * (1 - middle))
    apart = _Z_POWER * math.sqrt(first * (1 - first) + second * (1 - second))
    return math.ceil(((same + apart) / (first - second)) ** 2)


def sd_of_differences(sd: float, correlation: float) -> float:
    """Of two scores of the same product, which have `sd` each and correlate so."""
    return sd * math.sqrt(2 * (1 - correlation))


def pairs(difference: float, sd: float = 1.0) -> int:
    """Of the same products on both arms; `sd` is that of the differences."""
    return math.ceil((_Z / _standardised(difference, sd)) ** 2)


def pairs_with_looks(difference: float, sd: float = 1.0) -> int:
    """As `pairs`, where one may look at any time: the interval of `sequential` must leave 0 out."""
    d = _standardised(difference, sd)
    return _smallest(lambda n: reach(n, n) + _Z_POWER / math.sqrt(n) <= d)


def decisive_pairs(rate: float) -> int:
    """Decisions for one side or the other, to tell a win rate from a half."""
    if rate == 0.5:
        raise ValueError("no difference")
    root = _Z_LEVEL / 2 + _Z_POWER * math.sqrt(rate * (1 - rate))
    return math.ceil((root / (rate - 0.5)) ** 2)


def decisive_pairs_with_looks(rate: float) -> int:
    """As `decisive_pairs`, where one may look at any time."""
    if rate == 0.5:
        raise ValueError("no difference")
    rate = max(rate, 1 - rate)

    def suffices(count: int) -> bool:
        spread = math.sqrt(rate * (1 - rate) * count)
        return share_settles(math.floor(rate * count - _Z_POWER * spread), count)

    return _smallest(suffices)


def detectable(count: int, sd: float = 1.0) -> float:
    """The smallest mean difference that so many pairs show; `sd` is that of the differences."""
    return _Z * sd / math.sqrt(count) if count > 0 else math.inf


def detectable_with_looks(count: int, sd: float = 1.0) -> float:
    """As `detectable`, where one may look at any time; infinite for fewer than two."""
    return (reach(count, count) + _Z_POWER / math.sqrt(count)) * sd


def detectable_per_group(count: int, sd: float = 1.0) -> float:
    """The smallest difference that two groups of so many show, by Mann & Whitney's test."""
    return _Z * sd * math.sqrt(2 / (count * _RANKS)) if count > 0 else math.inf


def detectable_rate(count: int) -> float | None:
    """The win rate nearest to a half that so many decisions show; None where not even 1 is."""
    if decisive_pairs(1.0) > count:
        return None
    low, high = 0.5, 1.0
    for _step in range(40):
        middle = (low + high) / 2
        low, high = (low, middle) if decisive_pairs(middle) <= count else (middle, high)
    return high


def _standardised(difference: float, sd: float) -> float:
    if not difference or sd <= 0:
        raise ValueError("no difference, or no spread")
    return abs(difference) / sd


def _power_of_t(d: float, count: int) -> float:
    freedom, shift = 2 * count - 2, d * math.sqrt(count / 2)
    return 1 - float(nctdtr(freedom, shift, stdtrit(freedom, 1 - LEVEL / 2)))


def _smallest(suffices: Callable[[int], bool]) -> int:
    """The smallest number that suffices, where each larger one does too."""
    high = 2
    while not suffices(high):
        high *= 2
        if high > MOST:
            raise ValueError("too small a difference")
    low = high // 2
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if suffices(middle) else (middle, high)
    return high
