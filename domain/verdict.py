"""What an experiment says of two versions, whenever one looks."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from typing import Final

from domain.statistics.intervals import Interval

EVEN: Final = 0.5
"""The win rate of two versions that are the same."""
MOST_MORE: Final = 1_000_000
"""What takes more than so many is not worth waiting for."""


class Verdict(StrEnum):
    """What may be said of A against B."""

    BETTER = "better"
    WORSE = "worse"
    EQUIVALENT = "equivalent"
    NO_EVIDENCE = "no_evidence"


def verdict(interval: Interval, margin: float, *, even: float = 0.0) -> Verdict:
    """What an interval of `statistics.sequential` says, where `margin` is what would matter.

    Equivalent comes first: a difference that surely is too small to matter makes no version
    better, even where it surely is not 0. `even` is the value of two versions that are the same.
    """
    low, high = interval.low - even, interval.high - even
    if -margin < low and high < margin:
        return Verdict.EQUIVALENT
    if low > 0:
        return Verdict.BETTER
    return Verdict.WORSE if high < 0 else Verdict.NO_EVIDENCE


def more_pairs(interval: Interval, margin: float, *, planned: int | None = None) -> int | None:
    """How many more pairs would settle it, if they go on as those so far; 0 where it is settled.

    `interval` is that of `confidence_sequence` with the same `planned`. None where there are too
    few to say, or more than `MOST_MORE` would be needed.
    """
    if verdict(interval, margin) != Verdict.NO_EVIDENCE:
        return 0
    from domain.statistics.sequential import PLANNED, reach  # here: it costs 0.2 s to import

    planned = planned or PLANNED
    half = (interval.high - interval.low) / 2
    spread = half / reach(interval.count, planned) if interval.count > 1 else 0.0
    if not 0 < spread < float("inf"):
        return None

    def settles(count: int) -> bool:
        return spread * reach(count, planned) < _needed(interval.mean, margin)

    return _more(settles, interval.count)


def more_decisions(interval: Interval, margin: float) -> int | None:
    """As `more_pairs`, for a win rate with the interval of `win_sequence`."""
    if verdict(interval, margin, even=EVEN) != Verdict.NO_EVIDENCE:
        return 0
    if not interval.count:
        return None
    from domain.statistics.sequential import win_sequence  # here: it costs 0.2 s to import

    def settles(count: int) -> bool:
        found = win_sequence(interval.mean * count, count)
        return verdict(found, margin, even=EVEN) != Verdict.NO_EVIDENCE

    return _more(settles, interval.count)


def _needed(mean: float, margin: float) -> float:
    """Half the width at which the interval around this mean says something."""
    return max(abs(mean), margin - abs(mean))


def _more(settles: Callable[[int], bool], count: int) -> int | None:
    low, high = count, max(2 * count, 2)
    while not settles(high):
        low, high = high, 2 * high
        if high > MOST_MORE:
            return None
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if settles(middle) else (middle, high)
    return high - count
