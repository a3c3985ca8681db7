"""Corrections as their page shows them: what was written before, and what is learnt."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from content.presentation.diffing import ListingDifference, compare_listings
from domain.examples import DocumentError, read
from learning.models import Correction

Outcome = Correction.Outcome
_BADGES = {
    Outcome.KEPT: "badge-good",
    Outcome.FAULTY: "badge-warning",
    Outcome.NOT_BETTER: "badge-warning",
    Outcome.UNREADABLE: "badge-error",
}


@dataclass(frozen=True, slots=True)
class Line:
    """One correction; `difference` is that of the text that was met and the one that is learnt."""

    row: Correction
    product: str
    badge: str
    difference: ListingDifference | None


@dataclass(frozen=True, slots=True)
class Choice:
    """An outcome that the page may be narrowed to."""

    value: str
    label: str
    count: int


def lines_of(rows: Iterable[Correction]) -> list[Line]:
    """The lines of one page."""
    return [
        Line(
            row,
            str(row.feedback.facts.get("name", "")),
            _BADGES.get(Outcome(row.outcome), ""),
            _difference(row),
        )
        for row in rows
    ]


def choices_of(counts: Mapping[str, int]) -> list[Choice]:
    """The outcomes that there are, in their order."""
    return [
        Choice(outcome.value, str(outcome.label), counts[outcome.value])
        for outcome in Outcome
        if counts.get(outcome.value)
    ]


def _difference(row: Correction) -> ListingDifference | None:
    if not row.document:
        return None
    try:
        _facts, learnt = read(row.document)
    except DocumentError:
        return None  # its market is gone
    return compare_listings(row.feedback.written(), learnt)
