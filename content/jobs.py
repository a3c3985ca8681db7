"""A generation's row as a job: taken up by one worker at a time, given back when a worker dies.

The row is the truth and the queue only carries its number, so a message may be lost or come
twice: claiming is a compare-and-swap, and the reaper sends again what nobody holds.
"""

from __future__ import annotations

import uuid
from datetime import timedelta

import structlog
from celery import current_app
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from kombu.exceptions import OperationalError

from accounts.models import User
from content.models import Event, Generation

LEASE = 20
"""Seconds a worker may be silent before its job is given to another."""
QUEUE_PATIENCE = 60
"""Seconds after which a waiting job's message is taken for lost and sent again."""
MOST_ATTEMPTS = 3

log = structlog.get_logger(__name__)
Status = Generation.Status


def send(pk: int, countdown: float = 0) -> bool:
    """Tell the workers; False when the broker is away, and then the reaper tells them later.

    Until then the row says why nothing happens.
    """
    try:
        current_app.send_task("content.tasks.generate", args=[pk], countdown=countdown, retry=False)
    except OperationalError as gone:
        log.warning("broker away", generation=pk, reason=str(gone))
        Generation.objects.filter(pk=pk, status=Status.QUEUED).update(error="broker")
        return False
    return True


def claim(pk: int) -> Generation | None:
    """Take the job up; None when another worker has it or it has ended."""
    lease = uuid.uuid4()
    now = timezone.now()
    taken = Generation.objects.filter(pk=pk, status=Status.QUEUED).update(
        status=Status.RUNNING,
        lease=lease,
        lease_until=now + timedelta(seconds=LEASE),
        attempt=F("attempt") + 1,
        started_at=now,
        error="",
        error_detail="",
    )
    if not taken:
        return None
    return Generation.objects.select_related("listing__product", "requested_by").get(pk=pk)


def hold(generation: Generation) -> bool:
    """Renew the lease; False when the job was taken away or somebody asked to stop it."""
    now = timezone.now()
    held = Generation.objects.filter(
        pk=generation.pk, lease=generation.lease, status=Status.RUNNING, cancel_requested=False
    )
    lease_until = held.values_list("lease_until", flat=True).first()
    if lease_until is None:
        return False
    if lease_until > now + timedelta(seconds=LEASE / 2):
        return True
    return held.update(lease_until=now + timedelta(seconds=LEASE)) == 1


def end(pk: int, lease: uuid.UUID | None, status: str, **fields: object) -> bool:
    """Close the job if it is still ours (a waiting one has no lease); False otherwise."""
    ours = Generation.objects.filter(pk=pk, lease=lease, status__in=Generation.ACTIVE)
    ended_at = timezone.now()
    fields |= {"status": status, "lease": None, "lease_until": None, "finished_at": ended_at}
    return ours.update(**fields) == 1


def cancel(pk: int, user: User) -> bool:
    """Ask whoever holds the job to stop; True where nobody did and it has ended at once."""
    active = Generation.objects.filter(pk=pk, status__in=Generation.ACTIVE)
    # First who asks, whichever state it is in: a job given back meanwhile is waiting again.
    if not active.filter(cancel_requested=False).update(
        cancel_requested=True, cancel_requested_by=user
    ):
        return False
    return end(pk, None, Status.CANCELLED)


def give_back(generation: Generation, error: str, detail: str, delay: float) -> bool:
    """Let the job be tried again after `delay` seconds.

    False when it has had its attempts, and when somebody asked to stop it.
    """
    if generation.attempt >= MOST_ATTEMPTS:
        return False
    ours = Generation.objects.filter(
        pk=generation.pk, lease=generation.lease, cancel_requested=False
    )
    returned = ours.update(
        status=Status.QUEUED,
        lease=None,
        lease_until=timezone.now() + timedelta(seconds=delay),
        error=error,
        error_detail=detail[:2000],
    )
    return returned == 1


def reap() -> int:
    """Return jobs whose worker fell silent and send again those whose message may be lost."""
    overdue = Generation.objects.filter(
        status__in=Generation.ACTIVE, lease_until__lt=timezone.now()
    ).order_by("pk")[:500]
    return sum(_reap(generation) for generation in overdue)


def _reap(generation: Generation) -> bool:
    if generation.cancel_requested:
        return _close(generation, Status.CANCELLED)
    if generation.status == Status.RUNNING and generation.attempt >= MOST_ATTEMPTS:
        return _close(generation, Status.FAILED, "lost")
    returned = Generation.objects.filter(
        pk=generation.pk,
        status=generation.status,
        lease=generation.lease,
        cancel_requested=False,
    ).update(
        status=Status.QUEUED,
        lease=None,
        lease_until=timezone.now() + timedelta(seconds=QUEUE_PATIENCE),
        error="",
    )
    return bool(returned) and send(generation.pk)


@transaction.atomic
def _close(generation: Generation, status: str, error: str = "") -> bool:
    """End a job that nobody works on, in the name of whoever asked to stop it."""
    if not end(generation.pk, generation.lease, status, error=error):
        return False
    failed = status == Status.FAILED
    Event.objects.create(
        listing_id=generation.listing_id,
        kind=Event.Kind.FAILED if failed else Event.Kind.CANCELLED,
        actor=generation.cancel_requested_by,
        data={"generation": generation.pk} | ({"error": error} if error else {}),
    )
    return True
