"""A person changes the text, or brings an earlier one back."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.errors import ActionRefused
from accounts.models import User
from accounts.roles import Right, require
from content.actions.revising import Hand, Origin, add_revision, heed_approval, locked
from content.models import Event, Listing, Revision
from domain import listing as domain
from domain.keeping import kept


@transaction.atomic
def edit_listing(
    user: User, listing: Listing, text: domain.Listing, *, seen: int, approval: str | None = None
) -> Revision:
    """Save a person's text; EditConflict where `seen` is no longer the newest revision.

    `approval` is the one that the person's page showed: ApprovedMeanwhile where there is another.
    """
    require(user, Right.WRITE_LISTINGS)
    row = locked(listing, seen)
    if row.number and kept(text, row.product.market) == row.text():
        return row.revisions.get(number=row.number)
    heed_approval(row, approval)
    return add_revision(row, text, Origin(Revision.Kind.EDIT, author=user), Event.Kind.EDITED)


@transaction.atomic
def restore_revision(
    user: User, listing: Listing, number: int, *, seen: int, approval: str | None = None
) -> Revision:
    """Make an earlier revision's text the current one, as a new revision."""
    require(user, Right.WRITE_LISTINGS)
    row = locked(listing, seen)
    heed_approval(row, approval)
    earlier = row.revisions.filter(number=number).first()
    if earlier is None:
        raise ActionRefused(
            "no_revision", _("This listing has no version %(number)d.") % {"number": number}
        )
    # Restored or not, a model's words stay that model's.
    origin = Origin(
        Revision.Kind.RESTORE,
        author=user,
        generation=earlier.generation,
        draw=earlier.draw,
        hand=Hand(earlier.model, earlier.engine, earlier.version, earlier.prompt_version),
    )
    return add_revision(row, earlier.text(), origin, Event.Kind.RESTORED, number=number)
