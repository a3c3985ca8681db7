"""What the page of exports shows: what there is, in which forms, and what the gate keeps out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from bulk.exporting.forms import Form
from bulk.exporting.gate import TOLD, Row, Tally, allowed
from bulk.queries.approved import approved, counted, first
from content.models import Listing
from content.presentation.names import market_name
from content.queries.library import Wanted
from domain import markets
from domain.feeds.walmart import MOST_ITEMS

LOOKED_AT: Final = 1_000
"""Listings of a market that the page puts before the gate: two seconds where all are judged."""


@dataclass(frozen=True, slots=True)
class Feed:
    """One market's feed, and what stays out of it as far as the page has looked."""

    market: str
    name: str
    listings: int
    form: Form
    """An archive of feeds where there are more listings than Walmart takes items in one."""
    looked_at: int
    kept_out: int
    refused: tuple[Row, ...]
    """The first refusals, by `bulk.exporting.gate.COLUMNS`."""

    @property
    def is_looked_through(self) -> bool:
        """Whether `kept_out` is of all of them."""
        return self.looked_at >= self.listings

    @property
    def has_more(self) -> bool:
        """Whether there are refusals, or may be some, that `refused` does not hold."""
        return not self.is_looked_through or len(self.refused) >= TOLD


@dataclass(frozen=True, slots=True)
class Offer:
    """All that the approved listings are given away as."""

    listings: int
    tables: tuple[tuple[Form, str, str], ...]
    """The form, what it is called, and for whom it is."""
    feeds: tuple[Feed, ...]
    most_items: int = MOST_ITEMS


def offer_of(wanted: Wanted) -> Offer:
    """The offer; its queries are as many as there are markets, whatever the library holds."""
    found = approved(wanted)
    of_market = counted(found)
    return Offer(
        listings=sum(of_market.values()),
        tables=(
            (Form.XLSX, _("Excel workbook"), _("texts stay texts, whatever they begin with")),
            (Form.CSV, "CSV", _("for other programs; can be imported here again")),
            (Form.JSON, "JSON", _("in the form of training examples, with a record of each")),
        ),
        feeds=tuple(
            _feed(found, code, of_market[code]) for code in markets.codes() if code in of_market
        ),
    )


def _feed(found: QuerySet[Listing], market: str, listings: int) -> Feed:
    tally = Tally()
    looked_at = first(found.filter(market=market), LOOKED_AT)
    for _one in allowed(looked_at, tally):
        pass
    return Feed(
        market=market,
        name=market_name(market),
        listings=listings,
        form=Form.FEED if listings <= MOST_ITEMS else Form.FEEDS,
        looked_at=len(looked_at),
        kept_out=tally.kept_out,
        refused=tuple(each.as_row() for each in tally.refused),
    )
