"""A person takes responsibility for a listing, or takes it back."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.errors import ActionRefused
from accounts.models import User
from accounts.roles import Right, require
from content.actions.revising import locked, record
from content.errors import NotApprovable
from content.examples.collecting import collect, wants_collecting
from content.judging import judge_listing, judgement_as_json
from content.models import Event, Listing, TrainingExample
from content.signals import approved


@transaction.atomic
def approve_listing(user: User, listing: Listing, *, seen: int) -> Listing:
    """Approve exactly the text the person saw, judged by the rules that hold today."""
    require(user, Right.APPROVE_LISTINGS)
    row = locked(listing, seen)
    if not row.number:
        raise NotApprovable(())
    if row.status == Listing.Status.APPROVED:
        return row
    judgement = judge_listing(row)
    if judgement.errors:
        raise NotApprovable(judgement.errors)
    revision = row.revisions.get(number=row.number)
    row.status = Listing.Status.APPROVED
    row.approved_by, row.approved_at = user, timezone.now()
    row.save(update_fields=["status", "approved_by", "approved_at", "updated_at"])
    record(
        row,
        Event.Kind.APPROVED,
        user,
        revision,
        pack_version=judgement.pack_version,
        scores=judgement.scores.as_json(),
        evidence=judgement_as_json(judgement)["evidence"],
        substantiations=list(row.substantiations.values("key", "claim", "evidence", "by_id")),
    )
    if wants_collecting(user):
        collect(revision, judgement, TrainingExample.Origin.APPROVED, user)
    approved.send(sender=Listing, listing=row, revision=revision, user=user)
    return row


@transaction.atomic
def reopen_listing(user: User, listing: Listing) -> Listing:
    """Take an approval back, so that the text can be worked on."""
    require(user, Right.APPROVE_LISTINGS)
    row = locked(listing)
    if row.status != Listing.Status.APPROVED:
        raise ActionRefused("not_approved", _("Only an approved listing can be reopened."))
    row.status = Listing.Status.DRAFT
    row.approved_by = row.approved_at = None
    row.save(update_fields=["status", "approved_by", "approved_at", "updated_at"])
    record(row, Event.Kind.REOPENED, user)
    return row
