"""Carrying out an approval in bulk: a listing and what became of it in one transaction each."""

from __future__ import annotations

import time

from django.core.exceptions import PermissionDenied
from django.db import transaction

from accounts.errors import ActionRefused
from bulk.jobs import APPROVALS, close_approval, put_down_approval
from bulk.models import ApprovalLine, BatchApproval
from content.actions import approve_listing
from jobs.pieces import in_pieces

LONGEST = 20.0
"""Seconds after which another task goes on, so that no other waits for long behind it."""
TOGETHER = 100
"""Lines that are read at once."""
Status = BatchApproval.Status


def approve(pk: int) -> None:
    """Approve what is left of that approval, unless somebody else does or it has ended."""
    if not APPROVALS.claim(pk):
        return
    approval = BatchApproval.objects.select_related("requested_by").get(pk=pk)
    ends_at = time.monotonic() + LONGEST
    lines = approval.lines.filter(done=False).select_related("item__listing")
    for line in in_pieces(lines, TOGETHER):
        if not APPROVALS.hold(approval):
            return
        if time.monotonic() > ends_at:
            put_down_approval(approval)
            return
        try:
            _decide(approval, line)
        except PermissionDenied:
            close_approval(approval, Status.FAILED, "no_right")
            return
    close_approval(approval, Status.DONE)


@transaction.atomic
def _decide(approval: BatchApproval, line: ApprovalLine) -> None:
    open_line = ApprovalLine.objects.filter(pk=line.pk, done=False)
    if not open_line.update(done=True):
        return
    try:
        with transaction.atomic():
            listing, number = line.item.listing, line.item.number or 0
            approve_listing(approval.requested_by, listing, seen=number)
    except ActionRefused as refused:
        ApprovalLine.objects.filter(pk=line.pk).update(refusal=refused.code[:30])
