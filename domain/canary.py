"""Whether a candidate that writes a share of the drafts should stop doing so.

Looked at again and again while drafts come in, so each look must be careful: it asks for a number
of drafts first, and retreats only where the interval leaves no doubt.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from domain.statistics import mean_interval, share_interval

LEAST: Final = 10
"""Drafts of each side before anything is said of either."""


class Retreat(StrEnum):
    """Why a candidate stops."""

    ERRORS = "canary_errors"
    SCORES = "canary_scores"


@dataclass(frozen=True, slots=True)
class Record:
    """What became of a version's drafts: how many failed, and the scores of the others."""

    failed: int
    scores: Sequence[float]

    @property
    def count(self) -> int:
        """Of all drafts that ended."""
        return self.failed + len(self.scores)


def retreat(candidate: Record, live: Record, margin: float) -> Retreat | None:
    """Why the candidate should stop; None while nothing speaks against it.

    Errors: the lower end of its share of failures (Wilson) lies above the live version's upper
    end. Scores: the upper end of its mean lies more than `margin` points below the live
    version's lower end.
    """
    if candidate.count < LEAST or live.count < LEAST:
        return None
    errors = share_interval(candidate.failed, candidate.count)
    if errors.low > share_interval(live.failed, live.count).high:
        return Retreat.ERRORS
    if len(candidate.scores) < LEAST or len(live.scores) < LEAST:
        return None
    if mean_interval(candidate.scores).high < mean_interval(live.scores).low - margin:
        return Retreat.SCORES
    return None
