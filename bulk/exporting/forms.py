"""The forms that approved listings are given away in, each under the name that addresses and
commands know it by."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import chain
from typing import Final

from django.db.models import QuerySet
from django.utils import timezone

from bulk.exporting import gate, table
from bulk.exporting.documents import documents
from bulk.exporting.feed import feed, feeds
from bulk.exporting.gate import Tally
from bulk.queries.approved import Approved, pieces
from content.models import Listing
from files.lines import as_csv, as_list
from files.workbook import as_xlsx


class Form(StrEnum):
    """What a file of listings may be."""

    CSV = "csv"
    XLSX = "xlsx"
    JSON = "json"
    FEED = "mp_item"
    FEEDS = "mp_items"
    """Feeds in an archive, for more items than Walmart takes in one."""
    REFUSED = "refused"
    """What the gate keeps out of the feed, as CSV."""

    @property
    def is_of_one_market(self) -> bool:
        """Whether such a file is of one market's listings."""
        return self in (Form.FEED, Form.FEEDS, Form.REFUSED)


_CSV: Final = "text/csv; charset=utf-8"
_SHEET: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
EXTENSIONS: Final = {
    Form.CSV: ("csv", _CSV),
    Form.XLSX: ("xlsx", _SHEET),
    Form.JSON: ("json", "application/json"),
    Form.FEED: ("json", "application/json"),
    Form.FEEDS: ("zip", "application/zip"),
    Form.REFUSED: ("csv", _CSV),
}


@dataclass(frozen=True, slots=True)
class File:
    """Listings in one form, made while it is read."""

    name: str
    content_type: str
    pieces: Iterator[str] | Iterator[bytes]
    tally: Tally = field(default_factory=Tally)


def file_of(form: Form, found: QuerySet[Listing], market: str = "") -> File:
    """`found` in that form; a feed, and what is kept out of it, is of one market."""
    tally = Tally()
    if form.is_of_one_market:
        found = found.filter(market=market)
    approved = chain.from_iterable(pieces(found))
    extension, content_type = EXTENSIONS[form]
    what = {Form.FEED: "feed", Form.FEEDS: "feeds", Form.REFUSED: "refused"}.get(form, "listings")
    told = [f"walmartgpt-{what}", market if form.is_of_one_market else "", _today()]
    name = f"{'-'.join(part for part in told if part)}.{extension}"
    return File(name, content_type, _written(form, approved, market, tally), tally)


def _written(
    form: Form, approved: Iterator[Approved], market: str, tally: Tally
) -> Iterator[str] | Iterator[bytes]:
    if form is Form.REFUSED:
        return as_csv(gate.COLUMNS, gate.refused_rows(approved, tally))
    if form is Form.FEED:
        return feed(_counted(gate.allowed(approved, tally), tally), market)
    if form is Form.FEEDS:
        return feeds(_counted(gate.allowed(approved, tally), tally), market)
    every = _counted(approved, tally)
    if form is Form.JSON:
        return as_list((), documents(every))
    if form is Form.XLSX:
        return as_xlsx(table.COLUMNS, table.rows(every), "Listings")
    return as_csv(table.COLUMNS, table.rows(every))


def _counted(approved: Iterator[Approved], tally: Tally) -> Iterator[Approved]:
    for one in approved:
        tally.written += 1
        yield one


def _today() -> str:
    return timezone.localdate().isoformat()
