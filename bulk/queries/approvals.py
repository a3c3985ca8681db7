"""What of a batch an approval in bulk would take, and what became of earlier ones."""

from __future__ import annotations

import random
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from bulk.models import ApprovalLine, Batch, BatchApproval, BatchItem
from content.models import Listing
from domain.batches import ItemStatus

SAMPLE = 5
"""Texts that a person reads before they approve the rest unread."""
TOLD = 50
"""Refused listings of an approval that a page names."""


@dataclass(frozen=True, slots=True)
class Approved:
    """One approval in bulk and what became of it."""

    approval: BatchApproval
    approved: int
    refused: int
    left: int
    told: list[ApprovalLine]
    """The first of those that were refused."""


def candidates(batch: Batch, threshold: int) -> QuerySet[BatchItem]:
    """Drafts of the batch that are the text now, are not approved, and score so much at least."""
    return batch.items.filter(
        status=ItemStatus.DONE,
        score__gte=threshold,
        aside=False,
        listing__status=Listing.Status.DRAFT,
    ).order_by("pk")


def sample_of(batch: Batch, threshold: int, seed: int) -> tuple[list[BatchItem], int]:
    """A random sample of the candidates, always the same for a seed; and how many there are."""
    found = list(candidates(batch, threshold).values_list("pk", flat=True))
    drawn = random.Random(seed).sample(found, min(SAMPLE, len(found)))  # noqa: S311 - no secret
    rows = batch.items.select_related("listing__product").in_bulk(drawn)
    return [rows[pk] for pk in drawn if pk in rows], len(found)


def approvals_of(batch: Batch) -> list[Approved]:
    """Those of a batch, the newest first; two queries and one more for each that refused."""
    rows = batch.approvals.select_related("requested_by").annotate(
        approved=Count("lines", Q(lines__done=True, lines__refusal="")),
        refused=Count("lines", Q(lines__done=True) & ~Q(lines__refusal="")),
        left=Count("lines", Q(lines__done=False)),
    )
    return [
        Approved(row, row.approved, row.refused, row.left, _told(row) if row.refused else [])
        for row in rows.order_by("-pk")[:10]
    ]


def _told(approval: BatchApproval) -> list[ApprovalLine]:
    refused = approval.lines.filter(done=True).exclude(refusal="")
    return list(refused.select_related("item__listing__product").order_by("pk")[:TOLD])
