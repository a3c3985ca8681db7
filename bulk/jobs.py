"""Approvals in bulk as jobs."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from bulk.models import BatchApproval
from bulk.telling import APPROVE
from jobs.leases import Jobs

APPROVALS = Jobs(BatchApproval, APPROVE, lease=60)


def close(approval: BatchApproval, status: str, error: str = "") -> bool:
    """End one; False where it is somebody else's by now. What is approved stays so."""
    return APPROVALS.end(approval.pk, approval.lease, status, error=error[:30])


def put_down(approval: BatchApproval) -> bool:
    """Let another task go on with it, which is no failed attempt; False where it is not ours."""
    ours = BatchApproval.objects.filter(pk=approval.pk, lease=approval.lease)
    until = timezone.now() + timedelta(seconds=APPROVALS.patience)
    if not ours.update(status="queued", lease=None, lease_until=until, attempt=0):
        return False
    return APPROVALS.send(approval.pk)


def reap() -> int:
    """Give back what dead workers held; returns how many were sent again."""
    return APPROVALS.reap(close)
