"""The approved listings in pieces: a hundred thousand need no more memory than a thousand.

A piece is what is approved and wanted among the next listings by their number, looked up by those
numbers. So every query is short, whichever filter was chosen, and nothing is held while somebody
downloads slowly (decision 15).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import datetime
from typing import Any, Final, NamedTuple

from django.db.models import Count, F, FilteredRelation, Q, QuerySet

from accounts.models import User
from content.models import Listing, Substantiation
from content.models.ordering import SCORE_WALKED
from content.queries.library import Wanted, filtered
from content.queries.search import matching
from domain.listing import Product

PIECE: Final = 500
"""Listings that are looked at together."""
_FACTS: Final = tuple(field.name for field in fields(Product))


class Vouched(NamedTuple):
    """A claim that a person answers for."""

    key: str
    claim: str
    evidence: str
    by: str
    name: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Approved:
    """One approved listing with all that its record tells."""

    listing: Listing
    """With its product and who approved it."""
    kind: str
    """How the current text came about, as `content.models.Revision.Kind` has it."""
    rules: str
    """The rule pack that it was judged by."""
    facts: Mapping[str, Any]
    """The product's facts that it was judged against."""
    vouched: tuple[Vouched, ...] = ()

    def is_judged_of(self, rules: str) -> bool:
        """Whether the scores and errors on the listing are those of its facts and these rules."""
        if self.rules != rules:
            return False
        facts = self.listing.product.facts()
        given = {name: getattr(facts, name) for name in _FACTS}
        return self.facts == given | {"features": list(facts.features)}


def approved(wanted: Wanted) -> QuerySet[Listing]:
    """What is approved of what the library shows; its own filter by state says nothing here."""
    standing = Listing.objects.filter(status=Listing.Status.APPROVED)
    return filtered(matching(standing, wanted.words), replace(wanted, status=""), SCORE_WALKED)


def counted(found: QuerySet[Listing]) -> dict[str, int]:
    """How many there are, by their market."""
    markets = found.order_by("market").values_list("market").annotate(count=Count("pk"))
    return dict(markets)


def pieces(found: QuerySet[Listing]) -> Iterator[list[Approved]]:
    """Every listing of `found` once, in the order of their numbers, some of them at a time."""
    last = 0
    while keys := _next_keys(last):
        if piece := _piece(found, keys):
            yield piece
        last = keys[-1]


def first(found: QuerySet[Listing], most: int) -> list[Approved]:
    """The first ones, in three queries."""
    keys = list(found.order_by("pk").values_list("pk", flat=True)[:most])
    return _piece(found, keys) if keys else []


def _next_keys(last: int) -> list[int]:
    every = Listing.objects.filter(pk__gt=last).order_by("pk")
    return list(every.values_list("pk", flat=True)[:PIECE])


def _piece(found: QuerySet[Listing], keys: Sequence[int]) -> list[Approved]:
    current = FilteredRelation("revisions", condition=Q(revisions__number=F("number")))
    # With the listing in one query, so that no text is told with another one's judgement.
    rows = found.filter(pk__in=keys).order_by("pk").select_related("product", "approved_by")
    rows = rows.defer("search").annotate(
        current=current,
        text_kind=F("current__kind"),
        text_rules=F("current__pack_version"),
        text_facts=F("current__facts"),
    )
    listings: list[Any] = list(rows)
    vouched = _vouched([listing.pk for listing in listings])
    return [
        Approved(
            listing,
            listing.text_kind or "",
            listing.text_rules or "",
            listing.text_facts or {},
            tuple(vouched[listing.pk]),
        )
        for listing in listings
    ]


def _vouched(keys: Sequence[int]) -> dict[int, list[Vouched]]:
    found: dict[int, list[Vouched]] = defaultdict(list)
    if keys:
        kept = Substantiation.objects.filter(listing__in=keys).select_related("by")
        for one in kept.order_by("at", "pk"):
            found[one.listing_id].append(_as_told(one))
    return found


def _as_told(one: Substantiation) -> Vouched:
    by: User = one.by
    return Vouched(one.key, one.claim, one.evidence, by.username, str(by), one.at)
