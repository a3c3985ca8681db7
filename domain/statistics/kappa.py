"""Agreement beyond chance where all items have equally many raters, and between two raters."""

from __future__ import annotations

from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

Weights = Literal["quadratic", "linear", "none"]


def fleiss_kappa(counts: ArrayLike) -> float | None:
    """Fleiss' kappa (1971) of counts (items, categories); None without any variation.

    ValueError unless each item has the same number of ratings, two at least.
    """
    given = np.asarray(counts, dtype=float)
    raters = given.sum(axis=-1)
    if given.ndim != 2 or not given.size or raters.min() != raters.max() or raters[0] < 2:
        raise ValueError("needs the same number of ratings for each item, two at least")
    m = raters[0]
    observed = float(np.mean((np.sum(given**2, axis=1) - m) / (m * (m - 1))))
    shares = given.sum(axis=0) / given.sum()
    expected = float(np.sum(shares**2))
    return (observed - expected) / (1 - expected) if expected < 1 else None


def weighted_kappa(
    first: ArrayLike,
    second: ArrayLike,
    values: ArrayLike,
    weights: Weights = "quadratic",
) -> float | None:
    """Cohen's weighted kappa (1968) of two raters' scores of the same items.

    `values` is the scale in ascending order; the distance of two values is that of their places,
    squared or not, or only whether they differ. None without any variation; ValueError where the
    raters have different numbers of scores, none, or one that is not of the scale.
    """
    scale, a, b = np.asarray(values), np.asarray(first), np.asarray(second)
    if a.shape != b.shape or not a.size:
        raise ValueError("needs two raters' scores of the same items")
    if not (np.isin(a, scale).all() and np.isin(b, scale).all()):
        raise ValueError("a score is not of the scale")
    table = np.zeros((scale.size, scale.size))
    np.add.at(table, (np.searchsorted(scale, a), np.searchsorted(scale, b)), 1 / a.size)
    places = np.arange(scale.size)
    apart = np.abs(places[:, None] - places[None, :]).astype(float)
    apart = {"quadratic": apart**2, "linear": apart, "none": apart > 0}[weights]
    expected = float(np.sum(apart * np.outer(table.sum(axis=1), table.sum(axis=0))))
    return 1 - float(np.sum(apart * table)) / expected if expected else None
