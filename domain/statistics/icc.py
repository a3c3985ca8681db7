"""Intraclass correlations of a complete design: Shrout & Fleiss (1979)."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike


def icc(matrix: ArrayLike) -> dict[str, float | None]:
    """The six forms of scores in the shape (items, raters), by their names "1,1" to "3,k".

    One-way random (1), two-way random (2) and two-way mixed (3); of one rater's scores (1) and of
    the mean of all of them (k). None where a form divides by nothing: without any variation.
    ValueError with fewer than two items or raters, or with gaps.
    """
    scores = np.asarray(matrix, dtype=float)
    if scores.ndim != 2 or min(scores.shape) < 2 or not np.isfinite(scores).all():
        raise ValueError("needs at least two items and two raters, without gaps")
    n, k = scores.shape
    scores = scores - scores.mean()
    total = float(np.sum(scores**2))
    rows = float(k * np.sum(scores.mean(axis=1) ** 2))
    columns = float(n * np.sum(scores.mean(axis=0) ** 2))
    between = rows / (n - 1)  # mean square between items
    within = (total - rows) / (n * (k - 1))  # within items
    raters = columns / (k - 1)  # between raters
    error = max(0.0, total - rows - columns) / ((n - 1) * (k - 1))  # what is left

    def share(above: float, below: float) -> float | None:
        return above / below if below > 1e-12 * total else None

    return {
        "1,1": share(between - within, between + (k - 1) * within),
        "2,1": share(between - error, between + (k - 1) * error + k * (raters - error) / n),
        "3,1": share(between - error, between + (k - 1) * error),
        "1,k": share(between - within, between),
        "2,k": share(between - error, between + (raters - error) / n),
        "3,k": share(between - error, between),
    }
