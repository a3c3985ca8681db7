"""What an operation gives: a body with its status, and a draft's stream where one was asked for."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from django.conf import settings
from django.db import close_old_connections
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils.translation import ngettext
from pydantic import BaseModel

from api.http.authentication import ApiRequest
from api.http.problems import MEDIA_TYPE, Problem, as_json
from content.generation.watching import take_place
from content.views.generation_events import last_seen, stream

JSON: Final = "application/json"
ERRORS: Final = 400


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer that can be kept and given again."""

    body: str = ""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    stream: int | None = None
    """The draft whose events are the answer instead of the body."""

    @classmethod
    def of(cls, gives: BaseModel | Reply | None, status: int) -> Reply:
        """Whatever an operation returned."""
        if isinstance(gives, Reply):
            return gives
        if gives is None:
            return cls(status=204)
        return cls(gives.model_dump_json(), status)

    @classmethod
    def trouble(cls, request: HttpRequest, problem: Problem) -> Reply:
        """A problem as an answer that is kept."""
        told = as_json(request.path, problem)
        return cls(json.dumps(told, ensure_ascii=False), problem.status, problem.headers)


def reply(
    gives: BaseModel, status: int, *, at: str = "", streamed: int | None = None, **more: str
) -> Reply:
    """`gives` with its address in Location; as the draft's stream where `streamed` names one."""
    headers = {"Location": at, **more} if at else more
    return Reply(gives.model_dump_json(), status, headers, streamed)


def respond(request: ApiRequest, said: Reply) -> HttpResponseBase:
    """The reply as HTTP."""
    if said.stream is not None:
        return events_of(request, said.stream, said.headers)
    kind = (MEDIA_TYPE if said.status >= ERRORS else JSON) if said.body else None
    return HttpResponse(said.body, status=said.status, content_type=kind, headers=said.headers)


def events_of(request: ApiRequest, draft: int, headers: Mapping[str, str]) -> HttpResponseBase:
    """The events of a draft as it is written, as the pages get them; Problem for one too many."""
    place = take_place(request.auth.user.pk)
    if place is None:
        raise _too_many()
    close_old_connections()  # a stream may stay open for minutes
    response = StreamingHttpResponse(
        stream(draft, last_seen(request), place),
        content_type="text/event-stream",
        headers=dict(headers),
    )
    response["Cache-Control"] = "no-cache, no-transform"
    response["X-Accel-Buffering"] = "no"
    return response


def _too_many() -> Problem:
    most = settings.STREAMS_PER_PERSON
    said = ngettext(
        "You are following %(count)d draft already: end that stream to follow another.",
        "You are following %(count)d drafts already: end one of the streams to follow another.",
        most,
    ) % {"count": most}
    return Problem(429, "streams", said, headers={"Retry-After": "5"})
