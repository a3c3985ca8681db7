"""P-values adjusted for how many questions were asked; each in the order it was given."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np


def bonferroni(ps: Sequence[float]) -> list[float]:
    """Each times their number: the chance of any false finding stays below the level."""
    return [min(1.0, p * len(ps)) for p in ps]


def holm(ps: Sequence[float]) -> list[float]:
    """Holm (1979): as strict as Bonferroni about any false finding, and never less able."""
    order = np.argsort(ps, kind="stable")
    left = np.arange(len(ps), 0, -1)
    return _back(np.maximum.accumulate(np.asarray(ps, dtype=float)[order] * left), order)


def benjamini_hochberg(ps: Sequence[float]) -> list[float]:
    """Benjamini & Hochberg (1995): bounds the share of false ones among what is found."""
    order = np.argsort(ps, kind="stable")
    scaled = np.asarray(ps, dtype=float)[order] * len(ps) / np.arange(1, len(ps) + 1)
    return _back(np.minimum.accumulate(scaled[::-1])[::-1], order)


def _back(adjusted: np.ndarray, order: np.ndarray) -> list[float]:
    placed = np.empty(len(order))
    placed[order] = np.minimum(adjusted, 1.0)
    return [float(value) for value in placed]
