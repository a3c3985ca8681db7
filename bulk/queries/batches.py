"""Batches and their products as pages and programs read them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from django.db.models import Count, Min, QuerySet
from django.utils import timezone

from bulk.models import Batch, BatchItem
from domain.batches import ItemStatus, Progress

PAGE = 50
RECENT = timedelta(minutes=5)
"""How far back the pace looks: what it was an hour ago says little."""
ENDED = (ItemStatus.DONE, ItemStatus.FAILED)


def listed() -> QuerySet[Batch]:
    """The newest batches with who asked for them."""
    return Batch.objects.select_related("requested_by").order_by("-pk")


def counts_of(batches: Iterable[int]) -> dict[int, dict[str, int]]:
    """By batch, how many of its products are in which state; one query."""
    found: dict[int, dict[str, int]] = {
        pk: dict.fromkeys(map(str, ItemStatus), 0) for pk in batches
    }
    rows = BatchItem.objects.filter(batch__in=list(found)).order_by()
    for row in rows.values("batch", "status").annotate(count=Count("pk")):
        found[row["batch"]][row["status"]] = row["count"]
    return found


def progress_of(batch: Batch) -> Progress:
    """How far it is, and how fast it went in the last minutes; two queries."""
    counts = counts_of([batch.pk])[batch.pk]
    now = timezone.now()
    since = max(batch.going_since or batch.created_at, now - RECENT)
    lately = BatchItem.objects.filter(batch=batch, status__in=ENDED, ended_at__gte=since)
    figures = lately.aggregate(count=Count("pk"), first=Min("sent_at"))
    # What ended early in the window was begun before it: the pace counts from then.
    begun = min(figures["first"] or since, since) if since != batch.going_since else since
    return Progress(**counts, recent=figures["count"], seconds=(now - begun).total_seconds())


def items_of(batch: Batch, status: str = "") -> QuerySet[BatchItem]:
    """Its products, those first that a person must look at."""
    items = batch.items.select_related("listing__product", "generation")
    if status:
        items = items.filter(status=status)
    return items.defer("listing__description", "listing__search", "generation__draws").order_by(
        "urgency", "pk"
    )
