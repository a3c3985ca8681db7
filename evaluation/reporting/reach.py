"""What ratings can show, and how many more would show half as much: of means and of win rates.

A difference "can be seen" where a test at the 5 % level finds it in 80 of 100 such campaigns.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import numpy as np
from numpy.typing import NDArray

from domain.statistics.power import (
    decisive_pairs,
    detectable,
    detectable_per_group,
    detectable_rate,
    pairs,
    per_group_ranks,
)

Whole = NDArray[np.int64]
STEPS: Final = (1.0, 0.5, 0.3, 0.2, 0.1)
"""Differences that people name, in points of a scale from 1 to 5."""
RATES: Final = (0.8, 0.7, 0.65, 0.6, 0.55)
LEAST_ITEMS: Final = 3
"""Of a version, below which its spread is not known well enough to plan with."""
LEAST_SHARED: Final = 0.5
"""The part of the products that both versions must have written for to be compared by product."""


class Design(StrEnum):
    """How the items answer the question."""

    NOTHING = "nothing"
    """Too few to say anything."""
    ONE = "one"
    """One version, or none that is known: a mean alone."""
    GROUPS = "groups"
    """Two versions on different products."""
    PAIRS = "pairs"
    """Two versions on the same products."""
    DUELS = "duels"
    """Two texts side by side."""


@dataclass(frozen=True, slots=True)
class Reach:
    """What so many items show; `seen` and `wanted` are points, or win rates of duels."""

    design: Design
    raters: int
    items: int
    """Of the two versions together; products of pairs; answers that prefer one, of duels."""
    seen: float | None = None
    wanted: float | None = None
    more: int = 0
    """Further items (products, answers) that it takes to see `wanted`."""
    versions: tuple[int, ...] = ()
    """Keys of the two that have the most items, or the most such answers."""


@dataclass(frozen=True, slots=True)
class Means:
    """The mean score of each rated item, with its version's key and its product."""

    mean: NDArray[np.float64]
    version: Whole
    product: Whole


def reach_of(means: Means, raters: int) -> Reach:
    """Of the two versions that were rated most; of the mean where there is one only."""
    items = len(means.mean)
    keys, counts = np.unique(means.version[means.version > 0], return_counts=True)
    usable = [int(keys[place]) for place in np.argsort(-counts, kind="stable")]
    if len(usable) > 1 and np.sort(counts)[-2] >= LEAST_ITEMS:
        return _of_two(means, raters, usable[0], usable[1])
    spread = _sd(means.mean) if items >= LEAST_ITEMS else 0.0
    if spread == 0:
        return Reach(Design.NOTHING, raters, items)
    half = 1.96 * spread / math.sqrt(items)
    wanted = half / 2
    return Reach(Design.ONE, raters, items, half, wanted, 3 * items)


def _of_two(means: Means, raters: int, first: int, second: int) -> Reach:
    one, two = means.version == first, means.version == second
    differences = _differences(means, one, two)
    least = LEAST_SHARED * min(one.sum(), two.sum())
    if len(differences) >= max(LEAST_ITEMS, least) and (sd := _sd(differences)):
        seen = detectable(len(differences), sd)
        wanted = _next(seen)
        more = max(0, pairs(wanted, sd) - len(differences)) if wanted else 0
        found = (Design.PAIRS, raters, len(differences), seen, wanted, more)
        return Reach(*found, versions=(first, second))
    sd = math.sqrt((_sd(means.mean[one]) ** 2 + _sd(means.mean[two]) ** 2) / 2)
    total = int(one.sum() + two.sum())
    if sd == 0:
        return Reach(Design.NOTHING, raters, total)
    each = 2 / (1 / int(one.sum()) + 1 / int(two.sum()))  # the harmonic mean: groups may differ
    seen = detectable_per_group(math.floor(each), sd)
    wanted = _next(seen)
    more = max(0, 2 * per_group_ranks(wanted, sd) - total) if wanted else 0
    return Reach(Design.GROUPS, raters, total, seen, wanted, more, (first, second))


def _sd(values: NDArray[np.float64]) -> float:
    """The standard deviation, exactly 0 where all are the same: 10/3 thrice would leave 4e-16."""
    return float(values.std(ddof=1)) if np.ptp(values) > 1e-9 else 0.0


def _differences(
    means: Means, one: NDArray[np.bool_], two: NDArray[np.bool_]
) -> NDArray[np.float64]:
    """Of the products that both versions wrote for, each counted once."""
    first, at_first = np.unique(means.product[one], return_index=True)
    second, at_second = np.unique(means.product[two], return_index=True)
    _shared, left, right = np.intersect1d(first, second, return_indices=True)
    found: NDArray[np.float64] = means.mean[one][at_first[left]] - means.mean[two][at_second[right]]
    return found


def reach_of_duels(decisive: int, raters: int, versions: tuple[int, ...] = ()) -> Reach:
    """Of answers that prefer one of two texts; `versions` are the keys of whose texts those are."""
    seen = detectable_rate(decisive) if decisive else None
    if seen is None:
        return Reach(Design.NOTHING, raters, decisive)
    wanted = next((rate for rate in RATES if rate < seen - 0.02), None)
    more = decisive_pairs(wanted) - decisive if wanted else 0
    return Reach(Design.DUELS, raters, decisive, seen, wanted, max(0, more), versions)


def _next(seen: float) -> float | None:
    """The nearest named difference that is clearly smaller."""
    return next((step for step in STEPS if step < 0.8 * seen), None)
