"""What becomes of a product whose job has ended, written down once whoever looks."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import Exists, F, OuterRef
from django.utils import timezone

from bulk.models import Batch, BatchItem
from bulk.queries.batches import counts_of
from bulk.signals import batch_finished
from content.models import Generation, Revision
from domain.batches import AWAY, MOST_TRIES, OPEN, PASSING, ItemStatus, rest_after, urgency
from domain.judgement import Severity

AT_ONCE = 200
"""Products that one look takes in; the next look takes the others."""


def settle(batch: int | None = None) -> int:
    """Take in what has ended of one batch, or of all; returns how many products that were."""
    ended = BatchItem.objects.filter(status=ItemStatus.SENT)
    ended = ended.exclude(generation__status__in=Generation.ACTIVE)
    if batch is not None:
        ended = ended.filter(batch=batch)
    items = list(ended.select_related("generation", "listing").order_by("pk")[:AT_ONCE])
    texts = _written(item.generation_id for item in items if item.generation_id)
    return sum(_settled(item, texts.get(item.generation_id or 0)) for item in items)


def finish(batch: int | None = None) -> int:
    """End the batches of which nothing is to come any more; returns how many ended."""
    to_come = BatchItem.objects.filter(batch=OuterRef("pk"), status__in=OPEN)
    over = Batch.objects.filter(finished_at=None).exclude(Exists(to_come))
    if batch is not None:
        over = over.filter(pk=batch)
    return sum(_finished(pk) for pk in over.values_list("pk", flat=True)[:AT_ONCE])


@transaction.atomic
def _finished(pk: int) -> bool:
    row = Batch.objects.select_for_update().filter(pk=pk, finished_at=None).first()
    if row is None or row.items.filter(status__in=OPEN).exists():
        return False  # somebody else ended it, or had what failed tried again
    row.finished_at = timezone.now()
    if row.status != Batch.Status.CANCELLED:
        row.status = Batch.Status.DONE
    row.save(update_fields=["finished_at", "status"])
    counts = counts_of([pk])[pk]
    batch_finished.send(
        sender=Batch, number=pk, status=row.status, counts=counts, finished_at=row.finished_at
    )
    return True


def _written(generations: Iterable[int]) -> dict[int, dict[str, Any]]:
    """By the job's number, the last revision it made: its best draft."""
    rows = Revision.objects.filter(generation__in=list(generations)).order_by("number")
    values = rows.values("generation_id", "number", "judgement")
    return {int(row["generation_id"]): dict(row) for row in values}


@transaction.atomic
def _settled(item: BatchItem, text: dict[str, Any] | None) -> bool:
    # Held, as whoever stops it does: what was stopped since the item was read waits no more.
    batch = Batch.objects.select_for_update().get(pk=item.batch_id)
    fields = _outcome(item, text, stopped=batch.status == Batch.Status.CANCELLED)
    fields["urgency"] = urgency(
        fields["status"],
        fields.get("errors"),
        fields.get("score"),
        aside=bool(fields.get("aside")),
    )
    # Whoever looks at the same moment finds it settled: a failure is counted once.
    same = BatchItem.objects.filter(
        pk=item.pk, status=ItemStatus.SENT, generation=item.generation_id
    )
    if not same.update(**fields):
        return False
    _heed(item.batch_id, item.generation.error if item.generation else "", fields["status"])
    return True


def _outcome(item: BatchItem, text: dict[str, Any] | None, *, stopped: bool) -> dict[str, Any]:
    generation = item.generation
    ended = {"ended_at": (generation and generation.finished_at) or timezone.now()}
    if generation is None:
        return ended | {"status": ItemStatus.FAILED, "error": "lost"}
    if generation.status == Generation.Status.DONE and text:
        return ended | {"status": ItemStatus.DONE, "error": "", **_read(item, text)}
    if generation.status == Generation.Status.CANCELLED:
        return ended | {"status": ItemStatus.CANCELLED, "error": ""}
    if not stopped and _goes_again(item, generation.error):
        return {"status": ItemStatus.WAITING, "error": generation.error, "generation": None}
    return ended | {"status": ItemStatus.FAILED, "error": generation.error or "invalid"}


def _goes_again(item: BatchItem, error: str) -> bool:
    """Whether the engine failed, not the product, and not too often yet."""
    return error in PASSING and item.tries < MOST_TRIES


def _read(item: BatchItem, text: dict[str, Any]) -> dict[str, Any]:
    """Scores of the draft, and whether it became the text."""
    judgement = text["judgement"]
    return {
        "number": text["number"],
        "score": judgement["scores"]["overall"],
        "errors": sum(f["severity"] == Severity.ERROR for f in judgement["findings"]),
        "aside": item.listing.number < text["number"],
    }


def _heed(batch: int, error: str, status: str) -> None:
    """Let a batch wait where the engine is away: each further product would fail as well."""
    row = Batch.objects.filter(pk=batch)
    if status == ItemStatus.DONE:
        row.filter(troubles__gt=0).update(troubles=0, rests_until=None)
    elif error in AWAY:
        row.update(troubles=F("troubles") + 1)
        troubles = row.values_list("troubles", flat=True).get()
        row.update(rests_until=timezone.now() + timedelta(seconds=rest_after(troubles)))
