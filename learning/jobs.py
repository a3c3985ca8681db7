"""Retrainings as jobs, and what becomes of one that came to nothing."""

from __future__ import annotations

from datetime import timedelta

import structlog
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from accounts.models import User
from jobs.leases import CANCELLED, Jobs
from learning.models import Retraining
from learning.signals import finished
from models_registry.actions.moving import StateChanged
from models_registry.models import ValidationRun

# Patient: a retraining waits for hours where a training is at work in the same queue.
JOBS = Jobs(Retraining, "learning.tasks.advance", lease=60, patience=600)
log = structlog.get_logger(__name__)


def close(row: Retraining, status: str, error: str = "", detail: str = "") -> bool:
    """End a retraining that came to nothing; the feedback stays available to the next one.

    False where the job is somebody else's by now.
    """
    fields = {"error": error[:30], "error_detail": detail[:2000]}
    with transaction.atomic():  # one that has ended is never looked at again for its parts
        if not JOBS.end(row.pk, row.lease, status, **fields):
            return False
        if status == CANCELLED:
            _stop_parts(row.pk)
        tell_end(row.pk)
    return True


def tell_end(pk: int) -> None:
    """Say that a retraining has ended, in the transaction that ended it."""
    rows = Retraining.objects.select_related("policy__family", "candidate__family")
    finished.send(sender=Retraining, retraining=rows.get(pk=pk))


def wait(row: Retraining, seconds: float) -> bool:
    """Put the job down until `seconds` from now: what it waits for is another job's.

    Waiting is no failed attempt. False where the job was taken away or is to be stopped.
    """
    until = timezone.now() + timedelta(seconds=seconds)
    ours = Retraining.objects.filter(pk=row.pk, lease=row.lease, cancel_requested=False)
    return ours.update(status="queued", lease=None, lease_until=until, attempt=0) == 1


def cancel(row: Retraining, user: User | None) -> None:
    """Stop a retraining: at once while it waits, and then also what it waited for."""
    with transaction.atomic():
        if JOBS.cancel(row.pk, user):
            _stop_parts(row.pk)
            tell_end(row.pk)


def reap() -> int:
    """Send again retrainings that wait, and those whose worker fell silent."""
    return JOBS.reap(close)


def _stop_parts(pk: int) -> None:
    """Stop the jobs that a stopped retraining waited for."""
    from evaluation.actions.requesting import cancel_validation
    from training.actions import cancel_training

    row = Retraining.objects.select_related("run", "validation", "live_validation").get(pk=pk)
    if row.run and row.run.is_active:
        cancel_training(None, row.run)
    for validation in (row.validation, row.live_validation):
        # What a person asked for is theirs, although this chain waited for it too.
        if not validation or not validation.is_active or validation.requested_by_id is not None:
            continue
        if _is_awaited(validation):
            continue
        try:
            cancel_validation(None, validation)
        except StateChanged:  # it has just ended, or its version is somebody else's by now
            log.warning("validation not stopped", retraining=pk, validation=validation.pk)


def _is_awaited(validation: ValidationRun) -> bool:
    """Whether another retraining waits for it."""
    waits = Q(validation=validation) | Q(live_validation=validation)
    return Retraining.objects.filter(waits, status__in=Retraining.ACTIVE).exists()
