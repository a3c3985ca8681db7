"""A person changes the text, or brings an earlier one back."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.roles import Right, require
from content.actions.revising import Origin, add_revision, locked, record
from content.errors import ActionRefused
from content.models import Event, Listing, Revision
from domain import listing as domain
from domain.markets import get as get_market
from domain.markup import clean


@transaction.atomic
def edit_listing(user: User, listing: Listing, text: domain.Listing, *, seen: int) -> Revision:
    """Save a person's text; EditConflict where `seen` is no longer the newest revision."""
    require(user, Right.WRITE_LISTINGS)
    row = locked(listing, seen)
    text = sanitised(text, row.product.market)
    newest = row.revisions.order_by("-number").first()
    if newest and newest.text() == text:
        return newest
    was_approved = row.status == Listing.Status.APPROVED
    revision = add_revision(row, text, Origin(Revision.Kind.EDIT, author=user))
    record(row, Event.Kind.EDITED, user, revision, approval_withdrawn=was_approved)
    return revision


@transaction.atomic
def restore_revision(user: User, listing: Listing, number: int, *, seen: int) -> Revision:
    """Make an earlier revision's text the current one, as a new revision."""
    require(user, Right.WRITE_LISTINGS)
    row = locked(listing, seen)
    earlier = row.revisions.filter(number=number).first()
    if earlier is None:
        raise ActionRefused(
            "no_revision", _("This listing has no version %(number)d.") % {"number": number}
        )
    revision = add_revision(row, earlier.text(), Origin(Revision.Kind.RESTORE, author=user))
    record(row, Event.Kind.RESTORED, user, revision, number=number)
    return revision


def sanitised(text: domain.Listing, market: str) -> domain.Listing:
    """The text with only the HTML that its market allows, and no lines that say nothing."""
    return domain.Listing(
        title=" ".join(text.title.split()),
        features=tuple(" ".join(line.split()) for line in text.features if line.strip()),
        description=clean(text.description, get_market(market).allowed_tags).strip(),
    )
