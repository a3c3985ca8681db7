"""What is refused before Django reads it: bodies beyond the bound, letters that are not UTF-8.

Django reads a whole body, to the disk where it is long, before it asks who sent it; and it cannot
even make a request of one whose charset it does not know how to read.
"""

from __future__ import annotations

import codecs
import json
from collections.abc import Awaitable, Callable, Mapping
from http.cookies import CookieError, SimpleCookie
from typing import Any

from django.conf import settings
from django.template.defaultfilters import filesizeformat
from django.template.loader import render_to_string
from django.utils.http import parse_header_parameters
from django.utils.translation import gettext as _
from django.utils.translation import override

from api.http import language, problems

Scope = dict[str, Any]
Message = Mapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Application = Callable[[Scope, Receive, Send], Awaitable[None]]

_HEADERS = {
    "content-type": "text/html; charset=utf-8",
    "content-security-policy": "default-src 'none'; style-src 'self'; img-src 'self'",
    "x-content-type-options": "nosniff",
    "cache-control": "no-store",
}


class Gate:
    """An ASGI application before the site's own."""

    def __init__(self, application: Application) -> None:
        self._application = application

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Lets a request through while it keeps to the bounds; answers it otherwise."""
        headers = _headers(scope)
        if not _is_utf8(headers.get("content-type", "")):
            return await _refuse(scope, headers, send, 400)
        body = _Body(receive, settings.DATA_UPLOAD_MAX_MEMORY_SIZE)
        if not body.takes(headers.get("content-length", "")):
            return await _refuse(scope, headers, send, 413)
        await self._application(scope, body.receive, send)
        if body.is_too_large:
            await _refuse(scope, headers, send, 413)
        return None


class _Body:
    """Counts what comes in; beyond the bound it tells Django that the browser went away.

    Django then drops what it has and answers nothing, so that the answer is ours to give.
    """

    def __init__(self, receive: Receive, longest: int) -> None:
        self._receive = receive
        self._longest = longest
        self._left = longest
        self.is_too_large = False

    def takes(self, announced: str) -> bool:
        """Whether a body of the announced length, if it is announced, is within the bound."""
        return not announced.isdecimal() or int(announced[:20]) <= self._longest

    async def receive(self) -> Message:
        """The next message, or the end of a body that is too large."""
        message = await self._receive()
        self._left -= len(message.get("body", b""))
        if self._left < 0:
            self.is_too_large = True
            return {"type": "http.disconnect"}
        return message


def _headers(scope: Scope) -> Mapping[str, str]:
    """The headers by name, joined where one came twice, as Django does."""
    found: dict[str, str] = {}
    for name, value in scope.get("headers", ()):
        key, text = name.decode("latin-1").lower(), value.decode("latin-1")
        found[key] = f"{found[key]},{text}" if key in found else text
    return found


def _is_utf8(content_type: str) -> bool:
    """Whether the sender names no other charset."""
    try:
        charset = parse_header_parameters(content_type)[1].get("charset", "utf-8")
        return codecs.lookup(charset).name == "utf-8"
    except (LookupError, ValueError):
        return False


async def _refuse(scope: Scope, headers: Mapping[str, str], send: Send, status: int) -> None:
    path = str(scope.get("path", ""))
    is_program = path.startswith(problems.PREFIX)
    page = (_problem(path, headers, status) if is_program else _page(headers, status)).encode()
    sent = {**_HEADERS, "content-length": str(len(page))}
    if is_program:
        sent["content-type"] = problems.MEDIA_TYPE
    pairs = [(name.encode(), value.encode()) for name, value in sent.items()]
    await send({"type": "http.response.start", "status": status, "headers": pairs})
    await send({"type": "http.response.body", "body": page})


def _problem(path: str, headers: Mapping[str, str], status: int) -> str:
    """The same for a program, in the form of its other troubles."""
    with override(language.wanted(headers.get("accept-language", ""))):
        return json.dumps(problems.as_json(path, problems.plain(status)), ensure_ascii=False)


def _page(headers: Mapping[str, str], status: int) -> str:
    with override(_language(headers.get("cookie", ""))):
        heading, words = _too_large() if status == 413 else _unreadable()
        said = {"status": status, "heading_text": heading, "words_text": words}
        return render_to_string("refused.html", said)


def _too_large() -> tuple[str, str]:
    size = filesizeformat(settings.DATA_UPLOAD_MAX_MEMORY_SIZE)
    return _("What you sent is too large"), _(
        "This site takes at most %(size)s at once: shorten it, and send it again."
    ) % {"size": size}


def _unreadable() -> tuple[str, str]:
    return _("The request could not be read"), _(
        "It is not written in UTF-8, the only encoding this site reads: send it again in UTF-8."
    )


def _language(cookies: str) -> str:
    """The language that this browser chose, else the site's."""
    try:
        chosen = SimpleCookie(cookies).get(settings.LANGUAGE_COOKIE_NAME)
    except CookieError:
        chosen = None
    known = dict(settings.LANGUAGES)
    return chosen.value if chosen and chosen.value in known else settings.LANGUAGE_CODE
