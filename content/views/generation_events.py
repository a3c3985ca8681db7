"""A draft as it is being written: events for a page that watches, a state for one that asks."""

from __future__ import annotations

import asyncio
import contextlib
import json
import re
import time
from collections.abc import AsyncGenerator, AsyncIterator

from asgiref.sync import sync_to_async
from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.db import close_old_connections
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    JsonResponse,
    StreamingHttpResponse,
)
from django.shortcuts import get_object_or_404
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_safe

from accounts.roles import Right, require
from content.generation.streams import StreamEvent, follow
from content.generation.watching import Place, give_back_thread, leave, take_place
from content.models import Generation

KEEPALIVE = 10.0
"""Seconds of silence after which a comment goes out, so that no proxy takes us for dead."""
LONGEST = 600.0
"""Seconds one stream lives; the browser then comes back by itself with the last event's id."""
RECONNECT = 1000
"""Milliseconds a browser waits before it does."""
_STREAM_ID = re.compile(r"[0-9]{1,20}-[0-9]{1,20}")


@require_GET
@login_required
async def events(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Server-sent events of one generation, from the last one the page saw.

    Whoever has as many streams open as they may is refused; their page then asks for the state.
    """
    person = await sync_to_async(_allowed)(request, pk)
    place = take_place(person)
    if place is None:
        return _too_many()
    response = StreamingHttpResponse(
        stream(pk, last_seen(request), place), content_type="text/event-stream"
    )
    response["Cache-Control"] = "no-cache, no-transform"
    response["X-Accel-Buffering"] = "no"
    return response


@require_safe
@never_cache
@login_required
def state(request: HttpRequest, pk: int) -> JsonResponse:
    """Whether the generation is still under way, for a page whose stream does not come through."""
    require(request.user, Right.READ_LISTINGS)
    generation = get_object_or_404(Generation.objects.only("status"), pk=pk)
    return JsonResponse({"status": generation.status, "active": generation.is_active})


async def stream(pk: int, last_id: str, place: Place) -> AsyncIterator[bytes]:
    """The wire form of `follow`, with comments in silence and an end to every connection."""
    give_back_thread()
    try:
        async with contextlib.aclosing(_chunks(pk, last_id)) as chunks:
            async for chunk in chunks:
                yield chunk
    finally:
        leave(place)


async def _chunks(pk: int, last_id: str) -> AsyncGenerator[bytes, None]:
    yield f"retry: {RECONNECT}\n\n".encode()
    ends_at = time.monotonic() + LONGEST
    coming = follow(pk, last_id)
    pending = asyncio.ensure_future(anext(coming, None))
    try:
        while (left := ends_at - time.monotonic()) > 0:
            done, _waiting = await asyncio.wait({pending}, timeout=min(KEEPALIVE, left))
            if not done:
                yield b": still here\n\n"
                continue
            event = pending.result()
            if event is None:
                return
            yield as_wire(event)
            pending = asyncio.ensure_future(anext(coming, None))
    finally:
        pending.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await pending
        await coming.aclose()


def as_wire(event: StreamEvent) -> bytes:
    """One event; its data is one line of JSON, so no text in it can begin another field."""
    number = f"id: {event.id}\n" if event.id else ""
    data = json.dumps(event.data, ensure_ascii=False)
    return f"{number}event: {event.name}\ndata: {data}\n\n".encode()


def last_seen(request: HttpRequest) -> str:
    """The browser's header if it is an id of ours, or the beginning."""
    given = request.headers.get("Last-Event-ID", "")
    return given if _STREAM_ID.fullmatch(given) else "0"


def _too_many() -> HttpResponse:
    said = ngettext(
        "You are following %(count)d draft already: close the page it is on to follow another.",
        "You are following %(count)d drafts already: close one of their pages to follow another.",
        settings.STREAMS_PER_PERSON,
    ) % {"count": settings.STREAMS_PER_PERSON}
    return HttpResponse(said, status=429, content_type="text/plain; charset=utf-8")


def _allowed(request: HttpRequest, pk: int) -> int:
    """Who is asking, if they may read that generation."""
    user = require(request.user, Right.READ_LISTINGS)
    found = Generation.objects.filter(pk=pk).exists()
    # The stream may stay open for minutes: it must not hold the connection this look needed.
    close_old_connections()
    if not found:
        raise Http404
    return user.pk
