"""Imports and approvals in bulk as jobs, and what becomes of those that nobody works on."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from bulk.models import BatchApproval, Import
from bulk.telling import APPROVE
from jobs.leases import Jobs

APPROVALS = Jobs(BatchApproval, APPROVE, lease=60)
IMPORTS = Jobs(Import, "bulk.tasks.run_import", lease=60, patience=60)


def close_approval(approval: BatchApproval, status: str, error: str = "") -> bool:
    """End one; False where it is somebody else's by now. What is approved stays so."""
    return APPROVALS.end(approval.pk, approval.lease, status, error=error[:30])


def put_down_approval(approval: BatchApproval) -> bool:
    """Let another task go on with it, which is no failed attempt; False where it is not ours."""
    ours = BatchApproval.objects.filter(pk=approval.pk, lease=approval.lease)
    until = timezone.now() + timedelta(seconds=APPROVALS.patience)
    if not ours.update(status="queued", lease=None, lease_until=until, attempt=0):
        return False
    return APPROVALS.send(approval.pk)


def reap_approvals() -> int:
    """Give back what dead workers held; returns how many were sent again."""
    return APPROVALS.reap(close_approval)


def close_import(row: Import, status: str, error: str = "", detail: str = "") -> bool:
    """End an import; what it wrote stays. False where the job is somebody else's by now."""
    fields = {"error": error[:30], "error_detail": detail[:2000]}
    return IMPORTS.end(row.pk, row.lease, status, **fields)


def reap_imports() -> int:
    """Return imports whose worker fell silent and send again those whose message is lost."""
    return IMPORTS.reap(close_import)
