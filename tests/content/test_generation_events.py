"""The stream of a draft: who may read it, its wire form, and that it always ends."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from typing import cast

import pytest
from asgiref.sync import sync_to_async
from django.http import StreamingHttpResponse
from django.test import AsyncClient, Client
from django.urls import reverse

from accounts.models import User
from accounts.roles import Role
from content.generation.streams import Publisher, StreamEvent
from content.generation.watching import Place
from content.models import Generation
from content.views import generation_events
from tests.factories import S24_TEXT, make_listing, make_user

pytestmark = pytest.mark.django_db(transaction=True)
BACKEND = "django.contrib.auth.backends.ModelBackend"


@pytest.fixture
def author() -> User:
    return make_user(Role.AUTHOR)


@pytest.fixture
def generation(author: User) -> Generation:
    return Generation.objects.create(
        listing=make_listing(author),
        requested_by=author,
        level="expert",
        model="scripted",
        engine="default",
    )


def address(generation: Generation) -> str:
    return reverse("content:generation_events", args=[generation.pk])


async def signed_in(role: Role | None) -> AsyncClient:
    client = AsyncClient()
    user = await sync_to_async(make_user)(role)
    await client.aforce_login(user, backend=BACKEND)
    return client


async def body(response: object) -> str:
    streaming = cast(StreamingHttpResponse, response)
    async with asyncio.timeout(20):
        chunks = [chunk async for chunk in streaming]
    return b"".join(chunks).decode()


def events_in(text: str) -> list[tuple[str, str, dict[str, object]]]:
    """(id, event, data) of each event, read as a browser reads them."""
    found = []
    for block in text.split("\n\n"):
        lines = [line for line in block.split("\n") if line and not line.startswith(":")]
        fields = dict(line.split(": ", 1) for line in lines)
        if "event" in fields:
            found.append((fields.get("id", ""), fields["event"], json.loads(fields["data"])))
    return found


async def test_the_team_reads_every_event(generation: Generation) -> None:
    publisher = Publisher(generation.pk)
    await sync_to_async(publisher.phase)("reading", 1)
    await sync_to_async(publisher.partial)(1, S24_TEXT)
    await sync_to_async(publisher.publish)("done", number=1)
    client = await signed_in(Role.AUTHOR)

    response = await client.get(address(generation))
    assert response.status_code == 200
    assert response["Content-Type"] == "text/event-stream"
    assert "no-cache" in response["Cache-Control"]
    assert response["X-Accel-Buffering"] == "no"
    events = events_in(await body(response))
    assert [event for _id, event, _data in events] == ["phase", "draft", "done"]
    assert events[1][2]["description"] == S24_TEXT.description


async def test_a_page_that_comes_back_gets_the_rest(generation: Generation) -> None:
    publisher = Publisher(generation.pk)
    await sync_to_async(publisher.phase)("reading", 1)
    await sync_to_async(publisher.phase)("writing", 1)
    await sync_to_async(publisher.publish)("done", number=1)
    client = await signed_in(Role.AUTHOR)

    first = events_in(await body(await client.get(address(generation))))[0]
    again = await client.get(address(generation), headers={"last-event-id": first[0]})
    assert [data.get("phase") for _id, _event, data in events_in(await body(again))] == [
        "writing",
        None,
    ]


@pytest.mark.parametrize("given", ["x", "1-1\n", "$", "9" * 60, "0-0 OR 1", "5-", "-"])
async def test_a_made_up_id_begins_at_the_beginning(generation: Generation, given: str) -> None:
    publisher = Publisher(generation.pk)
    await sync_to_async(publisher.publish)("done", number=1)
    client = await signed_in(Role.AUTHOR)
    response = await client.get(address(generation), headers={"last-event-id": given})
    assert [event for _id, event, _data in events_in(await body(response))] == ["done"]


@pytest.mark.parametrize("role", [Role.RATER, None])
async def test_outsiders_are_kept_out(generation: Generation, role: Role | None) -> None:
    client = await signed_in(role)
    assert (await client.get(address(generation))).status_code == 403


async def test_a_stranger_is_asked_to_sign_in(generation: Generation) -> None:
    response = await AsyncClient().get(address(generation))
    assert response.status_code == 302
    assert response["Location"].startswith(reverse("accounts:sign_in"))


async def test_bad_ids_and_methods() -> None:
    client = await signed_in(Role.MANAGER)
    missing = reverse("content:generation_events", args=[987654])
    assert (await client.get(missing)).status_code == 404
    assert (await client.post(missing)).status_code == 405


async def test_silence_is_filled_and_a_stream_does_not_live_for_ever(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    closed = asyncio.Event()

    async def silent(pk: int, last_id: str) -> AsyncIterator[StreamEvent]:
        try:
            await asyncio.sleep(3600)
            yield StreamEvent("1-0", "phase", {})
        finally:
            closed.set()

    monkeypatch.setattr(generation_events, "follow", silent)
    monkeypatch.setattr(generation_events, "KEEPALIVE", 0.02)
    monkeypatch.setattr(generation_events, "LONGEST", 0.2)
    chunks = [chunk async for chunk in generation_events.stream(1, "0", Place(1))]
    assert chunks.count(b": still here\n\n") >= 2
    assert closed.is_set()


async def test_leaving_the_page_ends_the_reading(monkeypatch: pytest.MonkeyPatch) -> None:
    closed = asyncio.Event()

    async def endless(pk: int, last_id: str) -> AsyncIterator[StreamEvent]:
        try:
            while True:
                yield StreamEvent("1-0", "phase", {"phase": "writing"})
                await asyncio.sleep(3600)
        finally:
            closed.set()

    monkeypatch.setattr(generation_events, "follow", endless)
    stream = generation_events.stream(1, "0", Place(1))
    assert (await anext(stream)).startswith(b"retry:")
    assert b"writing" in await anext(stream)
    await stream.aclose()  # type: ignore[attr-defined]
    assert closed.is_set()


def test_no_text_can_begin_another_event() -> None:
    hostile = "a\n\nevent: done\ndata: {}\r\n\u2028"
    wire = generation_events.as_wire(StreamEvent("5-0", "draft", {"title": hostile})).decode()
    assert wire.count("\n") == 4
    [(number, event, data)] = events_in(wire)
    assert (number, event, data) == ("5-0", "draft", {"title": hostile})


class TestState:
    def test_it_says_whether_to_wait_on(
        self, author: User, generation: Generation, client_of: Callable[[User | None], Client]
    ) -> None:
        client = client_of(author)
        where = reverse("content:generation_state", args=[generation.pk])
        assert client.get(where).json() == {"status": "queued", "active": True}
        Generation.objects.update(status=Generation.Status.DONE)
        assert client.get(where).json() == {"status": "done", "active": False}
        assert client.post(where).status_code == 405

    def test_it_is_for_the_team(
        self, generation: Generation, client_of: Callable[[User | None], Client]
    ) -> None:
        where = reverse("content:generation_state", args=[generation.pk])
        assert client_of(make_user(Role.RATER)).get(where).status_code == 403
        assert client_of(None).get(where).status_code == 302


class TestCancelling:
    def test_a_colleague_may_stop_a_waiting_draft(
        self, generation: Generation, client_of: Callable[[User | None], Client]
    ) -> None:
        where = reverse("content:generation_cancel", args=[generation.pk])
        answer = client_of(make_user(Role.AUTHOR)).post(where)
        page = reverse("content:studio_listing", args=[generation.listing_id])
        assert answer["Location"] == page
        generation.refresh_from_db()
        assert generation.status == Generation.Status.CANCELLED

    def test_stopping_what_has_ended_changes_nothing(
        self, author: User, generation: Generation, client_of: Callable[[User | None], Client]
    ) -> None:
        Generation.objects.update(status=Generation.Status.DONE)
        where = reverse("content:generation_cancel", args=[generation.pk])
        client_of(author).post(where)
        generation.refresh_from_db()
        assert generation.status == Generation.Status.DONE
        assert not generation.cancel_requested

    def test_others_may_not(
        self, generation: Generation, client_of: Callable[[User | None], Client]
    ) -> None:
        where = reverse("content:generation_cancel", args=[generation.pk])
        assert client_of(make_user(Role.RATER)).post(where).status_code == 403
        assert client_of(None).post(where).status_code == 302
        assert client_of(make_user(Role.AUTHOR)).get(where).status_code == 405
        generation.refresh_from_db()
        assert generation.status == Generation.Status.QUEUED
