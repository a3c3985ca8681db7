"""What is refused before a request is read: too many bytes, and letters that are not UTF-8."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable
from typing import Any

import pytest
from asgiref.testing import ApplicationCommunicator
from pytest_django.fixtures import Settings

from walmartgpt.asgi import application
from walmartgpt.gate import Gate

SIGN_IN = "/sign-in/"
FORM = "application/x-www-form-urlencoded"


def scope(method: str = "POST", **headers: str) -> dict[str, Any]:
    named = {"host": "testserver", **headers}
    pairs = [(name.replace("_", "-").encode(), value.encode()) for name, value in named.items()]
    return {
        "type": "http",
        "method": method,
        "path": SIGN_IN,
        "query_string": b"q=%C3%A4",
        "headers": pairs,
    }


async def answer(sent: dict[str, Any], body: Iterable[bytes] = ()) -> tuple[int, str]:
    """The status and the page that a request gets, sent in pieces as a browser would."""
    talk = ApplicationCommunicator(application, sent)
    for piece in body:
        await talk.send_input({"type": "http.request", "body": piece, "more_body": True})
    await talk.send_input({"type": "http.request", "body": b"", "more_body": False})
    begun = await talk.receive_output(timeout=20)
    page = await talk.receive_output(timeout=20)
    return begun["status"], page["body"].decode()


async def test_an_announced_body_beyond_the_bound_is_not_read(settings: Settings) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    talk = ApplicationCommunicator(application, scope(content_length="1001"))
    assert (await talk.receive_output(timeout=20))["status"] == 413


@pytest.mark.parametrize("length", ["", "10", "x", "-1", "²"])
async def test_a_body_is_counted_whatever_it_announces(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, length: str
) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    written = 0
    real = tempfile.SpooledTemporaryFile.write

    def write(self: Any, piece: bytes) -> int:
        nonlocal written
        written += len(piece)
        return real(self, piece)

    monkeypatch.setattr(tempfile.SpooledTemporaryFile, "write", write)
    headers = {"content_length": length} if length else {}
    status, page = await answer(scope(**headers), [b"x" * 300] * 50)
    assert status == 413
    assert written <= 1000
    assert "en çok 1000 bayt" in page.replace("\xa0", " ")


@pytest.mark.django_db(transaction=True)
async def test_a_body_within_the_bound_goes_through(settings: Settings) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    sent = scope(content_type=FORM, content_length="1000")
    status, _page = await answer(sent, [b"a=" + b"x" * 498, b"y" * 500])
    assert status == 403  # the form lacks its token, which only a request that was read can


@pytest.mark.parametrize(
    "charset", ["utf-16", "base64", "rot13", "latin-1", "hex", "undefined", "none", "\x00", "utf-7"]
)
@pytest.mark.parametrize("kind", [FORM, "multipart/form-data; boundary=x", "text/plain"])
@pytest.mark.parametrize("method", ["GET", "POST"])
async def test_letters_that_are_not_utf_8_are_refused(method: str, kind: str, charset: str) -> None:
    status, page = await answer(scope(method, content_type=f"{kind}; charset={charset}"), [b"a=b"])
    assert status == 400
    assert "UTF-8" in page


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("kind", [FORM, f"{FORM}; charset=UTF-8", "text/plain; charset=utf8", ""])
async def test_utf_8_goes_through(kind: str) -> None:
    assert (await answer(scope("GET", content_type=kind)))[0] == 200


async def test_the_sentence_is_in_the_language_of_the_browser() -> None:
    sent = {"content_length": "99999999999999999999999"}
    assert (
        "What you sent is too large"
        in (await answer(scope(cookie="a=b; django_language=en", **sent)))[1]
    )
    for forged in ("", "django_language=../x", "\x00;;=", "a=b; django_language"):
        assert 'lang="tr"' in (await answer(scope(cookie=forged, **sent)))[1]


async def test_other_messages_go_through_unchanged() -> None:
    seen = []

    async def inner(scope: dict[str, Any], receive: Any, send: Any) -> None:
        seen.extend([await receive(), await receive()])

    talk = ApplicationCommunicator(Gate(inner), scope())
    await talk.send_input({"type": "http.request", "body": b"ab"})
    await talk.send_input({"type": "http.disconnect"})
    await talk.wait(timeout=20)
    assert seen == [{"type": "http.request", "body": b"ab"}, {"type": "http.disconnect"}]
