"""Who one is here."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from pydantic import BaseModel, Field

from accounts.roles import rights_of
from api.http.authentication import ApiRequest
from api.http.serving import Resource

resource = Resource("me")
ME: Final[dict[str, Any]] = {
    "id": 3,
    "username": "author",
    "rights": ["read listings", "write listings"],
    "token": "shop server",
    "scopes": ["read", "write"],
    "expires_at": "2026-04-30T12:00:00Z",
}


class MeOut(BaseModel):
    """A person, and the token that speaks for them."""

    id: int
    username: str
    rights: list[str] = Field(description="What the role allows")
    token: str
    scopes: list[str] = Field(description="What the token may be used for")
    expires_at: datetime


@resource.get("/me", gives=MeOut, told=ME)
def get_me(request: ApiRequest) -> MeOut:
    """See who you are.

    And what this token may be used for.
    """
    user, token = request.auth.user, request.auth.token
    return MeOut(
        id=user.pk,
        username=user.username,
        rights=sorted(rights_of(user)),
        token=token.name,
        scopes=token.scopes,
        expires_at=token.expires_at,
    )
