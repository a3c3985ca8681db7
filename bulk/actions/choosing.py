"""Which of the products that a person chose go into a batch, and which are left out, with why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from django.db.models import Exists, OuterRef, QuerySet

from bulk.models import Batch, BatchItem
from content.models import Listing
from domain.batches import OPEN

CHUNK = 500
APPROVED, ELSEWHERE = "approved", "elsewhere"
"""Reasons for leaving a product out: its text is approved; another batch is about to write it."""


def chosen_from(listings: QuerySet[Listing], most: int) -> list[int]:
    """The numbers of at most `most` and one more of the listings, in a fixed order."""
    return list(listings.order_by("pk").values_list("pk", flat=True)[: most + 1])


def put_in(batch: Batch, chosen: Sequence[int], *, approved: bool) -> Counter[str]:
    """Make the rows of a new batch; how many products were left out, by the reason.

    Where two batches take the same product at the same moment, the database lets one have it.
    """
    left_out: Counter[str] = Counter()
    asked = 0
    for start in range(0, len(chosen), CHUNK):
        numbers = chosen[start : start + CHUNK]
        rows = list(_rows(batch, numbers, left_out, approved=approved))
        asked += len(rows)
        BatchItem.objects.bulk_create(rows, ignore_conflicts=True)
    left_out[ELSEWHERE] += asked - batch.items.count()
    return +left_out


def _rows(
    batch: Batch, numbers: Sequence[int], left_out: Counter[str], *, approved: bool
) -> Iterator[BatchItem]:
    open_elsewhere = BatchItem.objects.filter(listing=OuterRef("pk"), status__in=OPEN)
    listings = Listing.objects.filter(pk__in=numbers).annotate(taken=Exists(open_elsewhere))
    for listing in listings.only("number", "status", "approved_at").order_by("pk"):
        if listing.taken:
            left_out[ELSEWHERE] += 1
        elif listing.approval and not approved:
            left_out[APPROVED] += 1
        else:
            yield BatchItem(
                batch=batch,
                listing_id=listing.pk,
                seen=listing.number,
                approval=listing.approval,
            )
