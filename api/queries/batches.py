"""Batches for programs."""

from __future__ import annotations

from django.db.models import QuerySet

from api.queries.finding import found
from bulk.models import Batch, BatchItem


def batches() -> QuerySet[Batch]:
    """All of them with what is shown."""
    return Batch.objects.select_related("requested_by")


def batch(pk: int) -> Batch:
    """One of them; Http404 where there is none."""
    return found(batches().filter(pk=pk).first())


def items(row: Batch, status: str | None) -> QuerySet[BatchItem]:
    """Its products, all or those of one state."""
    return row.items.filter(status=status) if status else row.items.all()
