"""Tokens: by their secret, and one's own."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from django.db.models import Q, QuerySet
from django.utils import timezone

from accounts.models import User
from api import secret
from api.models import ApiToken

USE_NOTED: Final = timedelta(minutes=1)
"""How exactly the last use is known."""


def token_of(said: str) -> ApiToken | None:
    """The token with this secret, valid or not."""
    if not said.startswith(secret.PREFIX) or not said.isascii():
        return None
    return ApiToken.objects.select_related("person").filter(digest=secret.digest(said)).first()


def valid_tokens(user: User) -> QuerySet[ApiToken]:
    """What opens something still."""
    return ApiToken.objects.filter(person=user, revoked_at=None, expires_at__gt=timezone.now())


def own_tokens(user: User, most: int = 100) -> list[ApiToken]:
    """A person's tokens, the newest first; of those that are over, the last ones."""
    return list(ApiToken.objects.filter(person=user).order_by("-pk")[:most])


def note_use(token: ApiToken) -> None:
    """Remember that it was used now; a use within the same minute writes nothing."""
    now = timezone.now()
    if token.last_used_at is not None and token.last_used_at > now - USE_NOTED:
        return
    long_ago = Q(last_used_at=None) | Q(last_used_at__lt=now - USE_NOTED)
    ApiToken.objects.filter(long_ago, pk=token.pk).update(last_used_at=now)
