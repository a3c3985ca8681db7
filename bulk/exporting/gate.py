"""What keeps an approved listing out of Walmart's feed, and how it is told."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Final

from django.utils.translation import get_language

from bulk.queries.approved import Approved
from domain import markets
from domain.feeds.walmart import Refusal, missing, refusals

TOLD: Final = 100
"""Refusals that are kept for whoever asks; a file holds them all."""
COLUMNS: Final = ("sku", "listing", "title", "rule", "message", "text")
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Refused:
    """A listing that stays out by one rule."""

    listing: int
    title: str
    refusal: Refusal

    def as_row(self) -> Row:
        """The refusal by `COLUMNS`, in the language that is spoken now."""
        spoken = "en" if (get_language() or "tr").startswith("en") else "tr"
        return {
            "sku": self.refusal.sku,
            "listing": self.listing,
            "title": self.title,
            "rule": self.refusal.code,
            "message": self.refusal.message.in_language(spoken),
            "text": self.refusal.text,
        }


@dataclass(slots=True)
class Tally:
    """What became of the listings; complete once all were taken."""

    written: int = 0
    kept_out: int = 0
    """Listings, of which one may break several rules."""
    refused: list[Refused] = field(default_factory=list)
    """The first `TOLD` of their refusals."""


def refused(one: Approved) -> tuple[Refused, ...]:
    """By which rules of today the listing stays out; none where it may go."""
    listing = one.listing
    return tuple(Refused(listing.pk, listing.title, each) for each in _refusals(one))


def allowed(approved: Iterable[Approved], tally: Tally) -> Iterator[Approved]:
    """The listings that may go; `tally` is told of the others."""
    for one in approved:
        if found := refused(one):
            tally.kept_out += 1
            tally.refused.extend(found[: TOLD - len(tally.refused)])
        else:
            yield one


def refused_rows(approved: Iterable[Approved], tally: Tally) -> Iterator[Row]:
    """Every refusal, a row each."""
    for one in approved:
        found = refused(one)
        tally.kept_out += bool(found)
        yield from (each.as_row() for each in found)


def _refusals(one: Approved) -> tuple[Refusal, ...]:
    product, text = one.listing.product, one.listing.text()
    facts = product.facts()
    # Judging takes a hundred times as long as reading, and would say the same of the same.
    if not one.listing.errors and one.is_judged_of(_rules_of_today(facts.market)):
        return missing(facts, product.sku)
    return refusals(facts, product.sku, text, frozenset(claim.key for claim in one.vouched))


def _rules_of_today(market: str) -> str:
    return markets.get(market, datetime.now(UTC).date()).version
