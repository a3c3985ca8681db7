"""Whether a pattern became rarer from one version's feedback to the next one's."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from domain.statistics.intervals import Interval, share_interval
from domain.statistics.shares import share_difference

LEAST_AFTER: Final = 20
"""Feedback on the new version under which "not rarer" would say more than is known."""


class Verdict(StrEnum):
    """What a difference between two rates says."""

    RARER = "rarer"
    NOT_RARER = "not_rarer"
    TOO_EARLY = "too_early"


@dataclass(frozen=True, slots=True)
class Change:
    """The rates before and after with Wilson's intervals, and Newcombe's of after less before."""

    before: Interval
    after: Interval
    difference: Interval
    verdict: Verdict


def change(before: int, of_before: int, after: int, of_after: int) -> Change:
    """Rarer where the 95 % interval of the difference is below 0 as a whole; not rarer where it
    is not though there is enough to tell; else it is too early to say."""
    difference = share_difference(after, of_after, before, of_before)
    verdict = Verdict.NOT_RARER
    if of_after and of_before and difference.high < 0:
        verdict = Verdict.RARER
    elif min(of_before, of_after) < LEAST_AFTER:
        verdict = Verdict.TOO_EARLY
    return Change(
        share_interval(before, of_before), share_interval(after, of_after), difference, verdict
    )
