"""A person approves everything in a batch that reaches a score, having read a sample of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.errors import ActionRefused
from accounts.models import User
from accounts.roles import Right, require
from bulk.jobs import APPROVALS
from bulk.models import ApprovalLine, Batch, BatchApproval, BatchItem
from bulk.queries.approvals import SAMPLE, candidates

Seen = Sequence[tuple[int, int]]
"""The number of each item whose text a person read, and that text's version."""


def request_approval(user: User, batch: Batch, threshold: int, sample: Seen) -> BatchApproval:
    """Queue the approval of what scores `threshold` or more now; nothing is added to it later.

    Each listing goes through the rules of any approval, and only where its text is still the
    batch's draft. ActionRefused where too little of it was read.
    """
    require(user, Right.APPROVE_LISTINGS)
    if not 0 <= threshold <= 100:
        raise ActionRefused("threshold", _("The least score is a whole number from 0 to 100."))
    try:
        with transaction.atomic():
            items = list(candidates(batch, threshold).only("pk", "number", "batch"))
            _check(items, sample)
            approval = BatchApproval.objects.create(
                batch=batch,
                requested_by=user,
                threshold=threshold,
                sample=[list(pair) for pair in sample],
                lease_until=timezone.now() + timedelta(seconds=APPROVALS.patience),
            )
            lines = [ApprovalLine(approval=approval, item=item) for item in items]
            ApprovalLine.objects.bulk_create(lines, batch_size=500)
            transaction.on_commit(lambda: APPROVALS.send(approval.pk))
    except IntegrityError as clash:
        raise ActionRefused(
            "already_approving", _("This batch is being approved already: wait for that to end.")
        ) from clash
    return approval


def _check(items: Sequence[BatchItem], sample: Seen) -> None:
    if not items:
        raise ActionRefused(
            "none", _("Nothing of this batch that is not approved yet has that score.")
        )
    read = {(item.pk, item.number) for item in items} & set(sample)
    if len(read) < min(SAMPLE, len(items)):
        raise ActionRefused(
            "sample", _("Read the sample first: it has changed, or not all of it was shown to you.")
        )
