"""An approval in bulk while others write: it comes to its end all the same."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from accounts.roles import Role
from bulk.batching import approving
from bulk.models import ApprovalLine, Batch, BatchApproval
from tests.bulk.batched import make_batch
from tests.factories import make_user

pytestmark = pytest.mark.django_db(transaction=True)
LINES = approving.TOGETHER + 5


def test_an_approval_of_many_ends_while_another_connection_writes(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    batch = make_batch(make_user(Role.AUTHOR), LINES)
    approval = BatchApproval.objects.create(
        batch=batch, requested_by=batch.requested_by, threshold=0
    )
    ApprovalLine.objects.bulk_create(
        ApprovalLine(approval=approval, item=item) for item in batch.items.order_by("pk")
    )
    decide = approving._decide

    def write(number: int) -> None:
        Batch.objects.filter(pk=batch.pk).update(name=f"Name {number}")

    with ThreadPoolExecutor(1) as others:

        def beside(row: BatchApproval, line: ApprovalLine) -> None:
            others.submit(write, line.pk).result()
            decide(row, line)

        monkeypatch.setattr(approving, "_decide", beside)
        try:
            approving.approve(approval.pk)
        finally:
            others.submit(lambda: connection.close()).result()
    approval.refresh_from_db()
    assert approval.status == "done"
    decided = approval.lines.filter(done=True)
    assert decided.filter(refusal="not_approvable").count() == LINES, "none has a text"
