"""Approving a batch from a score on: who may, what is read first, what is refused, and crashes."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied

from accounts.errors import ActionRefused
from accounts.models import User
from bulk.actions.approving import request_approval
from bulk.batching import approving
from bulk.jobs import reap_approvals
from bulk.models import ApprovalLine, Batch, BatchApproval
from bulk.queries.approvals import SAMPLE, approvals_of, candidates, sample_of
from content.actions import approve_listing, edit_listing
from content.models import Event, Listing
from domain.listing import Listing as Text
from engines.scripted import ScriptedEngine
from tests.bulk.batched import GOOD, INVENTED, make_batch, work

pytestmark = pytest.mark.django_db


@pytest.fixture
def batch(author: User, scripted: ScriptedEngine) -> Batch:
    """Seven products that were written, one of them with an error."""
    made = make_batch(author, 7)
    work(scripted, lambda number: INVENTED if number == 6 else GOOD)
    return made


def seen_of(batch: Batch, threshold: int) -> list[tuple[int, int]]:
    items, _count = sample_of(batch, threshold, 1)
    return [(item.pk, item.number or 0) for item in items]


def approve(user: User, batch: Batch, threshold: int = 60) -> BatchApproval:
    approval = request_approval(user, batch, threshold, seen_of(batch, threshold))
    approving.approve(approval.pk)
    approval.refresh_from_db()
    return approval


def test_what_reaches_the_score_is_approved_in_that_person_s_name(
    batch: Batch, colleague: User
) -> None:
    approval = approve(colleague, batch)

    assert approval.status == "done"
    approved = Listing.objects.filter(status=Listing.Status.APPROVED)
    assert approved.count() == 6
    assert {row.approved_by for row in approved} == {colleague}
    assert Event.objects.filter(kind=Event.Kind.APPROVED, actor=colleague).count() == 6
    [told] = approvals_of(batch)
    assert (told.approved, told.refused, told.left) == (6, 0, 0)
    assert not candidates(batch, 60).exists()


def test_what_the_rules_refuse_is_listed_with_why(
    batch: Batch, author: User, colleague: User
) -> None:
    approval = request_approval(author, batch, 0, seen_of(batch, 0))
    edited = candidates(batch, 60).select_related("listing").earliest("pk").listing
    edit_listing(colleague, edited, Text("Başka bir başlık", (), ""), seen=1)
    approving.approve(approval.pk)

    [told] = approvals_of(batch)
    assert (told.approved, told.refused) == (5, 2)
    assert sorted(line.refusal for line in told.told) == ["conflict", "not_approvable"]
    edited.refresh_from_db()
    assert edited.status == Listing.Status.DRAFT


def test_the_sample_is_read_first(batch: Batch, author: User) -> None:
    seen = seen_of(batch, 60)
    assert len(set(seen)) == SAMPLE
    wrong: tuple[list[tuple[int, int]], ...]
    wrong = (seen[:-1], [], [(pk, number + 1) for pk, number in seen], [(999_999, 1)] * SAMPLE)
    for sample in wrong:
        with pytest.raises(ActionRefused) as refused:
            request_approval(author, batch, 60, sample)
        assert refused.value.code == "sample"
    assert not BatchApproval.objects.exists()


def test_a_seed_draws_the_same_sample_and_another_one_another(batch: Batch) -> None:
    drawn = {seed: [item.pk for item in sample_of(batch, 60, seed)[0]] for seed in range(8)}
    assert drawn[3] == [item.pk for item in sample_of(batch, 60, 3)[0]]
    assert len({tuple(sample) for sample in drawn.values()}) > 1


def test_nothing_is_added_to_it_after_the_click(
    batch: Batch, author: User, scripted: ScriptedEngine
) -> None:
    approval = request_approval(author, batch, 60, seen_of(batch, 60))
    assert approval.lines.count() == 6
    with pytest.raises(ActionRefused) as refused:
        request_approval(author, batch, 60, seen_of(batch, 60))
    assert refused.value.code == "already_approving"


def test_only_who_approves_may(batch: Batch, outsider: User) -> None:
    with pytest.raises(PermissionDenied):
        request_approval(outsider, batch, 60, seen_of(batch, 60))


@pytest.mark.parametrize("threshold", [-1, 101])
def test_a_score_is_a_score(batch: Batch, author: User, threshold: int) -> None:
    with pytest.raises(ActionRefused):
        request_approval(author, batch, threshold, [])


def test_where_nothing_reaches_it_nothing_is_queued(batch: Batch, author: User) -> None:
    for item in batch.items.select_related("listing").filter(errors=0):
        approve_listing(author, item.listing, seen=1)
    with pytest.raises(ActionRefused) as refused:
        request_approval(author, batch, 60, [])
    assert refused.value.code == "none"


def test_who_may_approve_no_more_approves_nothing(batch: Batch, author: User) -> None:
    approval = request_approval(author, batch, 60, seen_of(batch, 60))
    User.objects.filter(pk=author.pk).update(is_active=False)
    approving.approve(approval.pk)
    approval.refresh_from_db()
    assert (approval.status, approval.error) == ("failed", "no_right")
    assert not Listing.objects.filter(status=Listing.Status.APPROVED).exists()


def test_killed_in_the_midst_it_goes_on_and_approves_nothing_twice(
    batch: Batch, author: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    approval = request_approval(author, batch, 60, seen_of(batch, 60))
    decide, decided = approving._decide, 0

    def killed(row: BatchApproval, line: ApprovalLine) -> None:
        nonlocal decided
        if decided == 3:
            raise SystemExit
        decide(row, line)
        decided += 1

    monkeypatch.setattr(approving, "_decide", killed)
    with pytest.raises(SystemExit):
        approving.approve(approval.pk)
    monkeypatch.undo()
    approving.approve(approval.pk)
    assert approval.lines.filter(done=True).count() == 3, "somebody else holds it"

    BatchApproval.objects.update(lease_until="2020-01-01T00:00:00Z")
    reap_approvals()
    approving.approve(approval.pk)
    approving.approve(approval.pk)
    approval.refresh_from_db()
    assert approval.status == "done"
    assert Event.objects.filter(kind=Event.Kind.APPROVED).count() == 6


def test_a_long_one_is_put_down_and_gone_on_with(
    batch: Batch, author: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    approval = request_approval(author, batch, 60, seen_of(batch, 60))
    monkeypatch.setattr(approving, "LONGEST", -1.0)
    approving.approve(approval.pk)
    approval.refresh_from_db()
    assert (approval.status, approval.attempt) == ("queued", 0)
    monkeypatch.undo()
    approving.approve(approval.pk)
    approval.refresh_from_db()
    assert approval.status == "done"
