"""Who asks: a token in the header Authorization and nothing else; no cookie opens anything."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja.security import HttpBearer

from accounts.models import User
from api.http.limiting import Allowance, count
from api.http.problems import Problem
from api.models import ApiToken
from api.queries.tokens import note_use, token_of
from api.scopes import Scope

CHALLENGE: Final = 'Bearer realm="WalmartGPT"'


@dataclass(frozen=True, slots=True)
class Caller:
    """A person, and the token by which a program speaks for them."""

    user: User
    token: ApiToken


class ApiRequest(HttpRequest):
    """A request that was let in."""

    auth: Caller
    allowance: Allowance


class TokenAuth(HttpBearer):
    """Lets in whoever has a valid token with the operation's scope, as often as it may ask."""

    def __init__(self, scope: Scope) -> None:
        self.scope = scope
        super().__init__()

    def __call__(self, request: HttpRequest) -> Caller:
        """The caller; Problem for everybody else."""
        scheme, _space, said = request.headers.get("Authorization", "").partition(" ")
        if scheme.lower() != "bearer" or not said.strip():
            raise _refused("no_token", _("Send a token: “Authorization: Bearer wgpt_…”."))
        return self.authenticate(request, said.strip())

    def authenticate(self, request: HttpRequest, token: str) -> Caller:
        """The caller whose secret this is."""
        found = _valid(token)
        allowance = count(found.digest)
        request.allowance = allowance  # type: ignore[attr-defined]  # the middleware tells of it
        if allowance.is_used_up:
            raise _too_many(allowance)
        note_use(found)
        if not found.covers(self.scope):
            raise _uncovered(self.scope)
        return Caller(found.person, found)


def _valid(said: str) -> ApiToken:
    token = token_of(said)
    if token is None:
        raise _refused("unknown_token", _("There is no such token: look whether it is whole."))
    if token.revoked_at is not None:
        raise _refused("revoked_token", _("This token was revoked: make another one."))
    if token.is_expired():
        raise _refused("expired_token", _("This token is no longer valid: make another one."))
    if not token.person.is_active:
        raise _refused("inactive", _("The account of this token’s person is switched off."))
    return token


def _refused(code: str, detail: str) -> Problem:
    error = "" if code == "no_token" else ', error="invalid_token"'
    return Problem(401, code, detail, headers={"WWW-Authenticate": CHALLENGE + error})


def _uncovered(scope: Scope) -> Problem:
    told = f'{CHALLENGE}, error="insufficient_scope", scope="{scope}"'
    return Problem(
        403,
        "scope",
        _("This needs a token with the scope “%(scope)s”.") % {"scope": scope.value},
        headers={"WWW-Authenticate": told},
    )


def _too_many(allowance: Allowance) -> Problem:
    return Problem(
        429,
        "rate",
        _("This token has asked %(limit)d times within a minute: wait %(seconds)d seconds.")
        % {"limit": allowance.limit, "seconds": allowance.reset},
        headers={"Retry-After": str(allowance.reset)},
    )
