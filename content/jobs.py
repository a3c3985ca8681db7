"""Generations as jobs, and what the history tells of those that nobody works on."""

from __future__ import annotations

from functools import partial

from django.db import transaction

from content.models import Event, Generation
from content.signals import behind_ended
from jobs.leases import Jobs

Status = Generation.Status
JOBS = Jobs(Generation, "content.tasks.generate")
LEASE, QUEUE_PATIENCE, MOST_ATTEMPTS = JOBS.lease, JOBS.patience, JOBS.most_attempts
send, hold, end, cancel, give_back = JOBS.send, JOBS.hold, JOBS.end, JOBS.cancel, JOBS.give_back


def claim(pk: int) -> Generation | None:
    """Take the job up; None when another worker has it or it has ended."""
    if not JOBS.claim(pk):
        return None
    related = ("listing__product", "requested_by", "version__family")
    return Generation.objects.select_related(*related).get(pk=pk)


def tell_ended(generation: Generation) -> None:
    """Let whoever filled the queue hear of it; to be called in the transaction that ends it."""
    if generation.behind:
        told = partial(behind_ended.send_robust, sender=Generation, generation=generation.pk)
        transaction.on_commit(told, robust=True)


def reap() -> int:
    """Return jobs whose worker fell silent and send again those whose message may be lost."""
    return JOBS.reap(_close)


@transaction.atomic
def _close(generation: Generation, status: str, error: str) -> bool:
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
    tell_ended(generation)
    return True
