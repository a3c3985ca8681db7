"""Who may do what: three roles as groups, and the one check that every action calls."""

from __future__ import annotations

from enum import StrEnum

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import User


class Role(StrEnum):
    """The names of the groups, created after every migration."""

    AUTHOR = "author"
    RATER = "rater"
    MANAGER = "manager"


ROLE_LABELS: dict[Role, Promise] = {
    Role.AUTHOR: _("Author"),
    Role.RATER: _("Rater"),
    Role.MANAGER: _("Manager"),
}


class Right(StrEnum):
    """What an action may need; a role is a set of these."""

    READ_LISTINGS = "read listings"
    WRITE_LISTINGS = "write listings"
    APPROVE_LISTINGS = "approve listings"
    MANAGE_LISTINGS = "manage everyone's listings"
    COLLECT_EXAMPLES = "collect examples"
    RATE = "rate listings"
    MANAGE_RATINGS = "manage ratings"
    MANAGE_MODELS = "manage models"
    TRAIN_MODELS = "train models"
    MANAGE_PEOPLE = "manage people"
    MANAGE_SITE = "manage the site"


_AUTHOR = {
    Right.READ_LISTINGS,
    Right.WRITE_LISTINGS,
    Right.APPROVE_LISTINGS,
    Right.COLLECT_EXAMPLES,
}
RIGHTS: dict[Role, frozenset[Right]] = {
    Role.AUTHOR: frozenset(_AUTHOR),
    # A rater sees listings only as blind items of a campaign, never with their model.
    Role.RATER: frozenset({Right.RATE}),
    Role.MANAGER: frozenset(Right),
}


def rights_of(user: User | AnonymousUser) -> frozenset[Right]:
    """Everything `user` may do; nothing for someone who is signed out or switched off."""
    if not isinstance(user, User) or not user.is_active:
        return frozenset()
    if user.is_superuser:
        return frozenset(Right)
    held = [rights for role, rights in RIGHTS.items() if role in user.role_names]
    return frozenset().union(*held)


def require(user: User | AnonymousUser, right: Right) -> User:
    """`user`, known to hold `right`; PermissionDenied otherwise."""
    if not isinstance(user, User) or right not in rights_of(user):
        raise PermissionDenied(right)
    return user
