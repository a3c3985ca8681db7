"""Stars and a comment from whoever reads a listing."""

from __future__ import annotations

from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.errors import ActionRefused
from accounts.models import User
from accounts.roles import Right, require
from content.models import Listing, Revision
from domain.feedback import is_negative
from domain.rating import HIGHEST, LOWEST
from learning.actions.keeping import forget, keep
from learning.models import Feedback
from learning.models.feedback import LONGEST_COMMENT
from learning.queries.copies import of_revision
from learning.queries.drafts import past_of

NUL: Final = "\x00"


@transaction.atomic
def give_stars(
    user: User, listing: Listing, *, seen: int, stars: int, comment: str = ""
) -> Feedback:
    """Keep what `user` thinks of revision `seen`; given again, it replaces the earlier word.

    Once a retraining has taken that, it stays as it was learnt from: refused then.
    """
    require(user, Right.READ_LISTINGS)
    comment = comment.replace(NUL, "").strip()
    if not LOWEST <= stars <= HIGHEST:
        raise ActionRefused("no_stars", _("Choose from one to five stars."))
    if len(comment) > LONGEST_COMMENT:
        raise ActionRefused(
            "too_long",
            _("The comment has %(length)d characters and may have %(most)d: shorten it.")
            % {"length": len(comment), "most": LONGEST_COMMENT},
        )
    revision = _revision(listing, seen)
    draft = past_of(revision).draft
    version = draft.version if draft else None
    row = keep(
        stars_key(revision, user),
        source=Feedback.Source.STARS,
        person=user,
        subject=f"listing:{listing.pk}",
        rating=stars,
        comment=comment,
        is_negative=is_negative(stars),
        **of_revision(revision, version),
    )
    if row.taken_by_id is not None:
        raise _taken()
    return row


@transaction.atomic
def withdraw_stars(user: User, listing: Listing, *, seen: int) -> None:
    """Take one's stars for revision `seen` back; refused once a retraining has taken them."""
    require(user, Right.READ_LISTINGS)
    key = stars_key(_revision(listing, seen), user)
    if forget(key):
        return
    if Feedback.objects.filter(key=key).exists():
        raise _taken()
    raise ActionRefused("no_feedback", _("You have given this text no stars."))


def stars_key(revision: Revision, user: User) -> str:
    """What one person's stars for one text are kept as."""
    return f"stars:{revision.pk}:{user.pk}"


def _revision(listing: Listing, number: int) -> Revision:
    found = listing.revisions.select_related("listing").filter(number=number).first()
    if found is None:
        raise ActionRefused(
            "no_revision", _("This listing has no version %(number)d.") % {"number": number}
        )
    return found


def _taken() -> ActionRefused:
    return ActionRefused(
        "taken",
        _(
            "A retraining has already processed these stars: they stay as they are. "
            "You can give stars to the text’s next version."
        ),
    )
