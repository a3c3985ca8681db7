"""Ranks of values, of which equal ones share the middle of theirs."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray


def midranks(values: ArrayLike) -> NDArray[Any]:
    """The ranks from 1 on; as `scipy.stats.rankdata`, without a second's import."""
    _values, places, counts = np.unique(
        np.asarray(values, dtype=float), return_inverse=True, return_counts=True
    )
    return (np.cumsum(counts) - (counts - 1) / 2)[places]
