"""Making a token and taking it back."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Final

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.errors import ActionRefused
from accounts.models import User
from accounts.roles import Right, rights_of
from api import secret
from api.models import ApiToken, TokenEvent
from api.queries.tokens import valid_tokens
from api.scopes import Scope

LONGEST_NAME: Final = 80
MOST_DAYS: Final = 365
MOST_TOKENS: Final = 20
"""Valid ones of one person."""


@transaction.atomic
def create_token(user: User, name: str, scopes: Iterable[Scope], days: int) -> tuple[ApiToken, str]:
    """A new token of `user` and its secret, which nobody can be shown again."""
    rights = rights_of(user)
    if not rights:
        raise PermissionDenied
    name, chosen = " ".join(name.replace("\0", " ").split()), sorted(set(scopes))
    _check(name, chosen, days)
    if Scope.MANAGE in chosen and Right.MANAGE_MODELS not in rights:
        raise ActionRefused("scope", _("Only who manages models can make a token for that."))
    User.objects.select_for_update().get(pk=user.pk)  # two clicks at once are counted in turn
    if valid_tokens(user).count() >= MOST_TOKENS:
        raise ActionRefused(
            "too_many",
            _("You have %(most)d valid tokens: revoke one that is not needed any more.")
            % {"most": MOST_TOKENS},
        )
    said = secret.fresh()
    token = ApiToken.objects.create(
        person=user,
        name=name,
        digest=secret.digest(said),
        ending=said[-secret.SHOWN :],
        scopes=[scope.value for scope in chosen],
        expires_at=timezone.now() + timedelta(days=days),
    )
    _record(token, TokenEvent.Kind.CREATED, user, scopes=token.scopes, days=days)
    return token, said


def _check(name: str, scopes: list[Scope], days: int) -> None:
    if not 1 <= len(name) <= LONGEST_NAME:
        raise ActionRefused(
            "name",
            _("Give the token a name of at most %(most)d characters.") % {"most": LONGEST_NAME},
        )
    if not scopes:
        raise ActionRefused("scope", _("Choose what the token may be used for."))
    if not 1 <= days <= MOST_DAYS:
        raise ActionRefused(
            "days", _("A token is valid for 1 to %(most)d days.") % {"most": MOST_DAYS}
        )


@transaction.atomic
def revoke_token(user: User, token: ApiToken) -> None:
    """Close a token at once and for good: one's own, or anybody's for who manages people."""
    if token.person_id != user.pk and Right.MANAGE_PEOPLE not in rights_of(user):
        raise PermissionDenied(Right.MANAGE_PEOPLE)
    standing = ApiToken.objects.filter(pk=token.pk, revoked_at=None)
    if standing.update(revoked_at=timezone.now()):
        _record(token, TokenEvent.Kind.REVOKED, user)


def _record(token: ApiToken, kind: TokenEvent.Kind, actor: User, **data: object) -> None:
    TokenEvent.objects.create(token=token, kind=kind, actor=actor, data=data)
