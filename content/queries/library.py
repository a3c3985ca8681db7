"""The library's pages: filtered, sorted, and as fast at the end as at the beginning.

A page begins after the last row of the one before it instead of skipping rows, a total is
counted up to a bound, and only the columns that a row shows are read.
"""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from django.core.cache import cache
from django.db.models import Exists, Func, OuterRef, Q, QuerySet

from accounts.models import User
from content.models import Listing
from content.models.ordering import SCORE, SCORE_WALKED, TITLE
from content.queries.search import matching
from domain.quality.scores import EXCELLENT_FROM, POOR_BELOW

PAGE = 25
COUNTED = 1000
"""Totals beyond this are shown as "1,000+": nobody reads further, and counting costs."""
NAMES_SECONDS = 60


class Sort(StrEnum):
    """The orders a person can choose."""

    NEWEST = "newest"
    BEST = "best"
    WORST = "worst"
    TITLE = "title"


class Band(StrEnum):
    """Scores in the words that people use; the same bounds as the colours."""

    GOOD = "good"
    FAIR = "fair"
    POOR = "poor"
    NONE = "none"


_BANDS = {
    Band.GOOD: (EXCELLENT_FROM, 100),
    Band.FAIR: (POOR_BELOW, EXCELLENT_FROM - 1),
    Band.POOR: (0, POOR_BELOW - 1),
    Band.NONE: (-1, -1),
}
_ORDERS: dict[Sort, tuple[str, bool]] = {
    Sort.NEWEST: ("updated_at", True),
    Sort.BEST: ("score_key", True),
    Sort.WORST: ("score_key", False),
    Sort.TITLE: ("title_key", False),
}
_SHOWN = (
    "title",
    "status",
    "market",
    "language",
    "model",
    "overall",
    "errors",
    "updated_at",
    "product__name",
    "product__brand",
    "product__sku",
    "owner__username",
    "owner__first_name",
    "owner__last_name",
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a person asked the library for; an empty value asks for everything."""

    words: list[str] = field(default_factory=list)
    status: str = ""
    market: str = ""
    language: str = ""
    owner: int | None = None
    model: str = ""
    band: str = ""
    errors: str = ""
    sort: Sort = Sort.NEWEST


@dataclass(frozen=True, slots=True)
class Cursor:
    """Where a page begins: behind a row (or, going back, before it)."""

    key: str | int
    id: int
    back: bool = False

    def encoded(self) -> str:
        """A short word for an address."""
        packed = json.dumps([self.key, self.id, int(self.back)], separators=(",", ":"))
        return base64.urlsafe_b64encode(packed.encode()).decode().rstrip("=")

    @classmethod
    def decoded(cls, text: str, sort: Sort) -> Cursor | None:
        """The cursor that `text` holds for this order; None for anything else."""
        try:
            packed = base64.urlsafe_b64decode(text[:600] + "=" * (-len(text) % 4))
            key, row, back = json.loads(packed)
        except (ValueError, TypeError, binascii.Error, RecursionError):
            return None
        if type(row) is not int or not 0 <= row < 2**63 or not _is_key(key, sort):
            return None
        return cls(key, row, bool(back))


def _is_key(key: object, sort: Sort) -> bool:
    """Whether an order could have this key: addresses are typed by anybody."""
    if sort in (Sort.BEST, Sort.WORST):
        return type(key) is int and -1 <= key <= 100
    if not isinstance(key, str) or "\0" in key or not key.isprintable():
        return False
    if sort is Sort.TITLE:
        return True
    try:
        moment = datetime.fromisoformat(key)
    except ValueError:
        return False
    return moment.tzinfo is not None and 2000 <= moment.year < 2200


@dataclass(frozen=True, slots=True)
class Page:
    """One page of the library."""

    rows: list[Listing]
    total: int
    """Counted up to `COUNTED`, which `more` says has been passed."""
    more: bool
    previous: str
    next: str


def page(wanted: Wanted, cursor: Cursor | None = None) -> Page:
    """The listings that `cursor` points at: a count and one page, however many there are."""
    found = matching(Listing.objects.all(), wanted.words)
    counted = _count(filtered(found, wanted, SCORE))
    if not counted:
        return Page([], 0, False, "", "")
    # Many rows in a band: walking the page's order meets 25 of them sooner than sorting them all.
    score = SCORE_WALKED if counted > COUNTED else SCORE
    rows = _rows(filtered(found, wanted, score), wanted.sort, cursor)
    beyond = len(rows) > PAGE
    rows = rows[:PAGE]
    back = cursor is not None and cursor.back
    if back:
        rows.reverse()
    has_previous = beyond if back else cursor is not None
    has_next = back or beyond
    return Page(
        rows,
        min(counted, COUNTED),
        counted > COUNTED,
        _at(rows[0], wanted.sort, back=True) if rows and has_previous else "",
        _at(rows[-1], wanted.sort, back=False) if rows and has_next else "",
    )


def filtered(listings: QuerySet[Listing], wanted: Wanted, score: Func[Any]) -> QuerySet[Listing]:
    """The listings that the filters let through, in no order; `score` is what a band looks at."""
    listings = listings.alias(score_key=SCORE, title_key=TITLE, banded=score)
    exact = ("status", "market", "language", "model")
    listings = listings.filter(**{name: v for name in exact if (v := getattr(wanted, name))})
    if wanted.owner:
        listings = listings.filter(owner_id=wanted.owner)
    if wanted.band:
        listings = listings.filter(banded__range=_BANDS[Band(wanted.band)])
    if wanted.errors:
        listings = listings.filter(**{"errors__gt" if wanted.errors == "yes" else "errors": 0})
    return listings


def _count(found: QuerySet[Listing]) -> int:
    return found.order_by()[: COUNTED + 1].count()


def _rows(found: QuerySet[Listing], sort: Sort, cursor: Cursor | None) -> list[Listing]:
    """A page's rows and one more, which says whether there is a next page.

    Finding and reading are two steps: an index alone tells which rows are meant, so that rows,
    which are long for their texts, are read only when shown.
    """
    name, falling = _ORDERS[sort]
    if cursor is not None and cursor.back:
        falling = not falling
    if cursor is not None:
        # The first condition is what the index seeks by, the second cuts ties at the border.
        side, edge = ("lte", "lt") if falling else ("gte", "gt")
        found = found.filter(**{f"{name}__{side}": cursor.key}).filter(
            Q(**{f"{name}__{edge}": cursor.key}) | Q(**{f"id__{edge}": cursor.id})
        )
    sign = "-" if falling else ""
    ordered = found.order_by(f"{sign}{name}", f"{sign}id")
    chosen = list(ordered.values_list("pk", flat=True)[: PAGE + 1])
    shown = Listing.objects.annotate(score_key=SCORE, title_key=TITLE)
    rows = shown.select_related("product", "owner").only(*_SHOWN).in_bulk(chosen)
    return [rows[pk] for pk in chosen if pk in rows]


def _at(row: Listing, sort: Sort, *, back: bool) -> str:
    key: Any = getattr(row, _ORDERS[sort][0])
    return Cursor(key.isoformat() if sort is Sort.NEWEST else key, row.pk, back).encoded()


def owners() -> list[User]:
    """People who own a listing, for the filter."""
    own = Listing.objects.filter(owner=OuterRef("pk"))
    names = User.objects.only("username", "first_name", "last_name")
    return list(names.filter(Exists(own)).order_by("first_name", "username")[:200])


def models() -> list[str]:
    """Names of the models that wrote a listing; looked up once a minute."""
    names: Iterable[str] | None = cache.get("library-models")
    if names is None:
        used = Listing.objects.exclude(model="").order_by().values_list("model", flat=True)
        names = sorted(used.distinct()[:200])
        cache.set("library-models", names, NAMES_SECONDS)
    return list(names)
