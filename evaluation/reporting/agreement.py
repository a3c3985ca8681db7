"""How far people agree beyond chance: all of them, and two by two."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import Final

import numpy as np
from numpy.typing import NDArray

from domain.rating import SCALE
from domain.statistics import Interval
from domain.statistics.agreement import Level, alpha_interval, icc, lacking, weighted_kappa

Whole = NDArray[np.int64]
LEAST_ITEMS: Final = 5
"""Judged by two people at least, below which agreement is a matter of luck."""
LEAST_SHARED: Final = 10
"""Items that two people must share before they are compared."""
MOST_PAIRED: Final = 20
"""The people with the most ratings, each beside each: 190 pairs."""
FEW: Final = "few_items"


@dataclass(frozen=True, slots=True)
class Agreement:
    """Of one criterion; `alpha` is None where `reason` says why: a `Lacking`, or FEW."""

    raters: int
    items: int
    """Judged by two people at least: the others say nothing of agreement."""
    alpha: Interval | None
    reason: str
    icc: dict[str, float]
    """By form; the one-way forms alone where not everybody judged every item."""
    icc_items: int
    icc_raters: int


@dataclass(frozen=True, slots=True)
class Pair:
    """Two people, as places in `Ratings.raters`, on the items that both judged."""

    first: int
    second: int
    items: int
    kappa: float


def agreement(item: Whole, rater: Whole, score: Whole) -> Agreement:
    """Krippendorff's alpha of ordinal scores with its interval, and the intraclass correlation."""
    number = np.bincount(item)
    pairable, raters = int((number > 1).sum()), len(np.unique(rater))
    table = counts_of(item, score)
    reason: str = lacking(table) or (FEW if pairable < LEAST_ITEMS else "")
    if reason:
        return Agreement(raters, pairable, None, reason, {}, 0, 0)
    alpha = alpha_interval(table, SCALE, Level.ORDINAL)
    return Agreement(raters, pairable, alpha, "", *_icc(item, rater, score, number))


def counts_of(item: Whole, score: Whole) -> Whole:
    """Items x SCALE: how many gave each score."""
    cell = item * len(SCALE) + score - SCALE[0]
    items = int(item.max(initial=-1)) + 1
    return np.bincount(cell, minlength=items * len(SCALE)).reshape(items, len(SCALE))


def _icc(
    item: Whole, rater: Whole, score: Whole, number: Whole
) -> tuple[dict[str, float], int, int]:
    """All forms where each person judged each item; else those that do not ask who did, over the
    items with the usual number of ratings."""
    order = np.lexsort((rater, item))
    item, score = item[order], score[order]
    each = len(np.unique(rater))
    is_complete = bool((number[number > 0] == each).all())
    if not is_complete:
        each = int(np.argmax(np.bincount(number[number > 1])))
    matrix = score[number[item] == each].reshape(-1, each)
    if len(matrix) < LEAST_ITEMS:
        return {}, 0, 0
    known = {
        name: value
        for name, value in icc(matrix).items()
        if value is not None and (is_complete or name.startswith("1,"))
    }
    return known, len(matrix), each


def pairs(item: Whole, rater: Whole, score: Whole) -> list[Pair]:
    """Weighted kappa (quadratic) of any two of the busiest people, the least first."""
    often = np.bincount(rater)
    busiest = np.sort(np.argsort(-often, kind="stable")[:MOST_PAIRED])
    given = np.zeros((len(busiest), int(item.max(initial=0)) + 1), np.int64)
    place = np.full(len(often), -1)
    place[busiest] = np.arange(len(busiest))
    mine = place[rater] >= 0
    given[place[rater[mine]], item[mine]] = score[mine]
    found = []
    for one, other in combinations(range(len(busiest)), 2):
        both = (given[one] > 0) & (given[other] > 0)
        if both.sum() < LEAST_SHARED:
            continue
        kappa = weighted_kappa(given[one][both], given[other][both], SCALE)
        if kappa is not None:
            found.append(Pair(int(busiest[one]), int(busiest[other]), int(both.sum()), kappa))
    return sorted(found, key=lambda pair: pair.kappa)
