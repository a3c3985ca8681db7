"""Trouble as RFC 9457 problem details, in the reader's language."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

MEDIA_TYPE: Final = "application/problem+json"
PREFIX: Final = "/api/v1/"
"""Before the addresses whose trouble programs read."""
TYPES: Final = "/api/docs/#problem-"
"""Before a problem's code: where the documentation explains it."""


class Problem(Exception):
    """A request that is not answered as it wished; `code` is stable, `detail` one sentence."""

    def __init__(
        self,
        status: int,
        code: str,
        detail: str,
        *,
        errors: Sequence[Mapping[str, str]] = (),
        headers: Mapping[str, str] | None = None,
        **more: Any,
    ) -> None:
        super().__init__(detail)
        self.status, self.code, self.detail = status, code, detail
        self.errors, self.headers, self.more = errors, dict(headers or {}), more


def title(status: int) -> str:
    """A status in a few words."""
    return {
        400: _("The request could not be read"),
        401: _("A valid token is needed"),
        403: _("This is not allowed"),
        404: _("There is nothing here"),
        405: _("This method is not offered here"),
        409: _("The state of things is against it"),
        413: _("The request is too large"),
        415: _("The body has another type"),
        422: _("What was sent cannot be used"),
        429: _("Too many requests"),
    }.get(status) or _("Something went wrong")


def as_json(path: str, problem: Problem) -> dict[str, Any]:
    """The problem's members, of a request for `path`."""
    told: dict[str, Any] = {
        "type": f"{TYPES}{problem.code}",
        "title": title(problem.status),
        "status": problem.status,
        "detail": problem.detail,
        "instance": path[:500],
        "code": problem.code,
    }
    if problem.errors:
        told["errors"] = list(problem.errors)
    return told | problem.more


def answer(request: HttpRequest, problem: Problem) -> HttpResponse:
    """The problem as its caller gets it."""
    body = json.dumps(as_json(request.path, problem), ensure_ascii=False)
    return HttpResponse(
        body, status=problem.status, content_type=MEDIA_TYPE, headers=problem.headers
    )


def plain(status: int) -> Problem:
    """What is said where no more is known than a status."""
    code, said = {
        400: ("unreadable", _("The request is not written as HTTP and JSON want it: mend it.")),
        403: ("forbidden", _("The role of the token’s person does not allow this.")),
        404: ("not_found", _("Nothing has this address: look at its spelling and its number.")),
        405: ("method", _("The header “Allow” names the methods that this address has.")),
        413: ("too_large", _("The body is larger than this site takes: send less at once.")),
    }.get(status, ("error", _("The request could not be done: try again in a minute.")))
    return Problem(status, code, said)
