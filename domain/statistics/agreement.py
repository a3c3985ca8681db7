"""How far raters agree beyond chance: Krippendorff's alpha.

After Krippendorff (2011), "Computing Krippendorff's alpha-reliability". Raters may be missing, and
items may have different numbers of them; an item with a single rating says nothing and is left out.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from enum import StrEnum
from typing import Any, Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from domain.statistics.icc import icc
from domain.statistics.intervals import Interval
from domain.statistics.kappa import fleiss_kappa, weighted_kappa
from domain.statistics.resampling import CELLS, MOST_LEFT_OUT, bca

__all__ = [
    "Lacking",
    "Level",
    "alpha",
    "alpha_interval",
    "alpha_of",
    "counted",
    "fleiss_kappa",
    "icc",
    "lacking",
    "weighted_kappa",
]

TENTATIVE: Final = 0.667
RELIABLE: Final = 0.800
"""Below the first, Krippendorff (2004, p. 241) would draw no conclusion; from the second on he
relies on the data. Customs, not laws."""


class Level(StrEnum):
    """What may be done with the scores: tell apart, order, subtract, divide."""

    NOMINAL = "nominal"
    ORDINAL = "ordinal"
    INTERVAL = "interval"
    RATIO = "ratio"


class Lacking(StrEnum):
    """Why there is no alpha."""

    PAIRS = "no_pairs"
    VARIATION = "no_variation"


def counted(
    ratings: Iterable[tuple[Hashable, Hashable, float]],
) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Of ratings (rater, item, score): counts of shape (items, values), and the values in order."""
    rows = list(ratings)
    items = {item: place for place, item in enumerate(dict.fromkeys(row[1] for row in rows))}
    values, columns = np.unique([float(row[2]) for row in rows], return_inverse=True)
    counts = np.zeros((len(items), len(values)), dtype=np.int64)
    np.add.at(counts, (np.array([items[row[1]] for row in rows], dtype=int), columns), 1)
    return counts, values


def lacking(counts: ArrayLike) -> Lacking | None:
    """What these counts of shape (items, values) lack for an alpha; None where nothing."""
    paired = _pairable(np.asarray(counts))
    if not paired.size:
        return Lacking.PAIRS
    return Lacking.VARIATION if np.count_nonzero(paired.sum(axis=0)) < 2 else None


def alpha(counts: ArrayLike, values: ArrayLike, level: Level) -> float | None:
    """1 - observed / expected disagreement, in (-1, 1]; None where something is `lacking`.

    `counts` has the shape (items, values): how many raters gave an item each of the `values`,
    which are in ascending order.
    """
    if lacking(counts):
        return None
    patterns, times = _patterns(np.asarray(counts))
    return float(_alphas(times[None, :], patterns, np.asarray(values, dtype=float), level)[0])


def alpha_of(ratings: Iterable[tuple[Hashable, Hashable, float]], level: Level) -> float | None:
    """The alpha of ratings (rater, item, score)."""
    rows = list(ratings)
    return alpha(*counted(rows), level) if rows else None


def alpha_interval(
    counts: ArrayLike, values: ArrayLike, level: Level, *, seed: int = 0, draws: int = 1000
) -> Interval | None:
    """Alpha with its BCa bootstrap interval over items; None where something is `lacking`.

    Items are drawn again with all their ratings (not single ratings, which are not independent).
    It holds for these raters on other items of the kind. Equal items are drawn as one group, so
    that 100,000 ratings take no longer than 1,000. An interval without bounds where there is one
    item only; `count` is the number of items with at least two ratings.
    """
    if lacking(counts):
        return None
    patterns, times = _patterns(np.asarray(counts))
    values, items = np.asarray(values, dtype=float), int(times.sum())
    found = float(_alphas(times[None, :], patterns, values, level)[0])
    if items == 1:
        return Interval(found, -np.inf, np.inf, 1)
    chance = np.random.default_rng(seed)
    at_once = max(1, CELLS // len(patterns))
    drawn = [
        _alphas(chance.multinomial(items, times / items, size=size), patterns, values, level)
        for size in (min(at_once, draws - done) for done in range(0, draws, at_once))
    ]
    low, high = bca(found, np.concatenate(drawn), *_left_out(patterns, times, values, level))
    return Interval(found, low, high, items)


def _pairable(counts: NDArray[Any]) -> NDArray[Any]:
    rows: NDArray[Any] = counts[counts.sum(axis=1) >= 2]
    return rows


def _patterns(counts: NDArray[Any]) -> tuple[NDArray[Any], NDArray[Any]]:
    """The different rows among the pairable ones, and how often there is each."""
    rows = _pairable(counts)
    base = int(rows.max()) + 1
    if base ** rows.shape[1] < 2**62:  # a row as one number: sorted ten times as fast
        keys = rows @ base ** np.arange(rows.shape[1], dtype=np.int64)
        _keys, first, times = np.unique(keys, return_index=True, return_counts=True)
        return rows[first].astype(float), times
    patterns, times = np.unique(rows, axis=0, return_counts=True)
    return patterns.astype(float), times


def _left_out(
    patterns: NDArray[Any], times: NDArray[Any], values: NDArray[Any], level: Level
) -> tuple[NDArray[Any], NDArray[Any]]:
    """Alpha without one item of each pattern, and how many items have it."""
    if len(times) > MOST_LEFT_OUT:
        return np.zeros(1), np.array([times.sum()])
    return _alphas(times - np.eye(len(times), dtype=int), patterns, values, level), times


def _alphas(
    weights: NDArray[Any], patterns: NDArray[Any], values: NDArray[Any], level: Level
) -> NDArray[Any]:
    """An alpha for each row of `weights` (draws, patterns); nan where a draw has no variation.

    With n ratings, of which n_c have the value c, alpha is
    1 - (n - 1) Σ o_ck δ²_ck / Σ n_c n_k δ²_ck.
    The coincidences o_ck need no matrix: where δ is a difference of numbers x_c, an item's part is
    2 (m Σ x² - (Σ x)²) / (m - 1) over its m ratings. Ordinal δ is such a difference, of mid-ranks.
    """
    weights = weights.astype(float)
    raters = patterns.sum(axis=1)
    totals = weights @ patterns  # n_c, (draws, values)
    n = totals.sum(axis=1)
    if level in (Level.NOMINAL, Level.RATIO):
        apart = _apart(values, level)
        within = np.einsum("pc,ck,pk->p", patterns, apart, patterns, optimize=True)
        observed = weights @ (within / (raters - 1))
        expected = np.einsum("dc,ck,dk->d", totals, apart, totals, optimize=True)
    else:
        if level == Level.ORDINAL:
            scale = (np.cumsum(totals, axis=1) - totals / 2) / np.maximum(n, 1)[:, None]
        else:
            scale = np.broadcast_to(values - values.mean(), totals.shape)
        within = raters * (scale**2 @ patterns.T) - (scale @ patterns.T) ** 2
        observed = 2 * np.sum(weights * within / (raters - 1), axis=1)
        sums = np.sum(totals * scale, axis=1)
        expected = 2 * (n * np.sum(totals * scale**2, axis=1) - sums**2)
    varied = np.count_nonzero(totals, axis=1) > 1
    shares = (n - 1) * observed / np.where(varied, expected, 1)
    return np.where(varied, 1 - shares, np.nan)


def _apart(values: NDArray[Any], level: Level) -> NDArray[Any]:
    """δ² of each two values."""
    if level == Level.NOMINAL:
        return 1 - np.eye(len(values))
    sums = values[:, None] + values[None, :]
    shares: NDArray[Any] = (values[:, None] - values[None, :]) / np.where(sums == 0, 1, sums)
    return shares**2
