"""Sending products to be written: few at once, and of several batches each in its turn.

The engine's places, twice over, bound what is under way of all batches together. So a worker
always finds the next product while an answer is being written, and the queue stays short: what a
person changes of a batch holds at once, and nothing of it is in the broker that is not in a row.
"""

from __future__ import annotations

from collections import Counter

import structlog
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Count, Exists, F, OuterRef, Q
from django.utils import timezone

from accounts.errors import ActionRefused
from bulk.batching.requesting import ask_for
from bulk.models import Batch, BatchItem
from bulk.telling import ADVANCE, tell_once_kept
from content.actions.drafting import choices_for
from content.models import Generation
from domain.batches import ItemStatus, urgency, whose_turn
from engines import get_engine
from models_registry.catalog import UnknownModel

FOLD = 2
"""So many products are under way for each place at an engine."""
MOST_TRIED = 100
"""Products that one call looks at; where each was refused, the next call goes on."""
BEING_WRITTEN = "already_writing"
log = structlog.get_logger(__name__)


def send_next() -> int:
    """Send of the running batches what fits; returns how many products were sent.

    Whoever calls at the same moment waits for the batches' rows, and then finds no room.
    """
    with transaction.atomic():
        now = timezone.now()
        ready = Batch.objects.filter(status=Batch.Status.RUNNING, finished_at=None)
        ready = ready.filter(Q(rests_until=None) | Q(rests_until__lte=now))
        held = ready.select_for_update(of=("self",)).select_related("requested_by")
        batches = {batch.pk: batch for batch in held.order_by("pk")}
        return _share(batches) if batches else 0


def _share(batches: dict[int, Batch]) -> int:
    """Go round the batches until there is no room or nothing waits."""
    turns = {pk: batch.turn for pk, batch in batches.items()}
    under_way, sent = _under_way(), 0
    for _tried in range(MOST_TRIED):
        pk = whose_turn(turns)
        if pk is None or not _has_room(under_way):
            break
        item = _next(pk)
        engine = _engine_of(batches[pk], item) if item else ""
        if item is None or not _has_room(under_way, engine):
            del turns[pk]
            continue
        turns[pk] = _take_turn(batches[pk], max(batch.turn for batch in batches.values()))
        if _send(batches[pk], item):
            under_way[engine] += 1
            sent += 1
    else:
        for pk in turns:
            tell_once_kept(ADVANCE, pk)
    return sent


def _under_way() -> Counter[str]:
    """By engine, how many drafts of batches wait or are being written."""
    active = Generation.objects.filter(status__in=Generation.ACTIVE, behind=True).order_by()
    rows = active.values("engine").annotate(count=Count("pk"))
    return Counter({row["engine"]: row["count"] for row in rows})


def _has_room(under_way: Counter[str], engine: str = "") -> bool:
    """Whether that engine, or any, may be given one more."""
    names = [engine] if engine else settings.ENGINES
    return any(under_way[name] < FOLD * get_engine(name).places for name in names)


def _engine_of(batch: Batch, item: BatchItem) -> str:
    """Which engine would write it; empty where that shows only when it is asked for."""
    if len(settings.ENGINES) == 1:
        return str(*settings.ENGINES)
    try:
        return choices_for(item.listing, batch.model or None, batch.ensemble)[0].engine
    except UnknownModel:
        return ""


def _next(batch: int) -> BatchItem | None:
    """The batch's next product, without those of which somebody has a draft written now."""
    writing = Generation.objects.filter(listing=OuterRef("listing"), status__in=Generation.ACTIVE)
    waiting = BatchItem.objects.filter(batch=batch, status=ItemStatus.WAITING)
    return (
        waiting.exclude(Exists(writing)).select_related("listing__product").order_by("pk").first()
    )


def _take_turn(batch: Batch, newest: int) -> int:
    """Put the batch behind the one that was served last."""
    batch.turn = newest + 1
    Batch.objects.filter(pk=batch.pk).update(turn=batch.turn)
    return batch.turn


def _send(batch: Batch, item: BatchItem) -> bool:
    """Make the job and say so in the item, both or neither."""
    try:
        with transaction.atomic():
            generation = ask_for(batch, item)
            BatchItem.objects.filter(pk=item.pk).update(
                status=ItemStatus.SENT,
                urgency=urgency(ItemStatus.SENT, None, None),
                generation=generation,
                tries=F("tries") + 1,
                sent_at=timezone.now(),
                error="",
            )
    except ActionRefused as refused:
        if refused.code != BEING_WRITTEN:
            _refuse(item, refused.code)
        return False
    except PermissionDenied:
        _refuse(item, "no_right")
        return False
    return True


def _refuse(item: BatchItem, code: str) -> None:
    """What cannot be asked for is told, and keeps no other product waiting."""
    log.info("product of a batch refused", item=item.pk, code=code)
    BatchItem.objects.filter(pk=item.pk).update(
        status=ItemStatus.FAILED,
        urgency=urgency(ItemStatus.FAILED, None, None),
        error=code[:30],
        ended_at=timezone.now(),
    )
