"""Following a generation: by its stream, and by its row where the stream is lost."""

from __future__ import annotations

import asyncio
import socket
import time
from collections.abc import Iterator
from dataclasses import replace

import pytest
from asgiref.sync import sync_to_async
from pytest_django.fixtures import Settings

from content.generation.streams import LONGEST, PATIENCE, Publisher, StreamEvent, follow
from content.models import Generation
from domain.judgement import Message
from tests.factories import S24_TEXT, make_listing, make_user

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def generation() -> Generation:
    author = make_user()
    listing = make_listing(author)
    return Generation.objects.create(
        listing=listing, requested_by=author, level="expert", model="m", engine="default"
    )


async def collected(generation: int, last_id: str = "0") -> list[StreamEvent]:
    async with asyncio.timeout(20):
        return [event async for event in follow(generation, last_id)]


async def test_every_event_arrives_in_order(generation: Generation) -> None:
    publisher = Publisher(generation.pk)
    publisher.phase("reading", 1)
    publisher.partial(1, S24_TEXT)
    publisher.phase("redrawing", 2, [Message("kısa", "short")])
    publisher.publish("done", number=1)

    events = await collected(generation.pk)
    assert [event.name for event in events] == ["phase", "draft", "phase", "done"]
    assert events[1].data["title"] == S24_TEXT.title
    assert events[1].data["features"] == list(S24_TEXT.features)
    assert events[2].data["reasons"] == [{"tr": "kısa", "en": "short"}]


async def test_a_page_that_reconnects_goes_on_where_it_was(generation: Generation) -> None:
    publisher = Publisher(generation.pk)
    publisher.phase("reading", 1)
    publisher.phase("writing", 1)
    publisher.publish("done", number=1)
    first = (await collected(generation.pk))[0]

    rest = await collected(generation.pk, first.id)
    assert [event.data.get("phase") for event in rest] == ["writing", None]


async def test_events_arrive_while_the_page_waits(generation: Generation) -> None:
    publisher = Publisher(generation.pk)
    waiting = asyncio.create_task(collected(generation.pk))
    await asyncio.sleep(0.2)
    publisher.publish("cancelled", number=None)

    assert [event.name for event in await waiting] == ["cancelled"]


@pytest.mark.parametrize(
    ("status", "name"), [("done", "done"), ("failed", "failed"), ("cancelled", "cancelled")]
)
async def test_the_row_tells_the_end_where_the_stream_is_lost(
    generation: Generation, status: str, name: str
) -> None:
    generation.status = status
    await sync_to_async(generation.save)()

    assert [event.name for event in await collected(generation.pk)] == [name]


async def test_without_a_broker_the_row_is_followed(
    generation: Generation, settings: Settings
) -> None:
    settings.REDIS_URL = ""
    Publisher(generation.pk).phase("reading", 1)
    waiting = asyncio.create_task(collected(generation.pk))
    await asyncio.sleep(0.2)
    generation.status = Generation.Status.DONE
    await sync_to_async(generation.save)()

    assert [event.name for event in await waiting] == ["done"]


async def test_a_broker_that_is_away_costs_events_not_the_end(
    generation: Generation, settings: Settings
) -> None:
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    Publisher(generation.pk).phase("reading", 1)
    generation.status = Generation.Status.FAILED
    generation.error = "timeout"
    await sync_to_async(generation.save)()

    [event] = await collected(generation.pk)
    assert (event.name, event.data) == ("failed", {"code": "timeout"})


async def test_a_generation_that_is_gone_ends_as_failed() -> None:
    assert [event.name for event in await collected(999_999)] == ["failed"]


def test_pictures_come_no_faster_than_an_eye_reads(generation: Generation) -> None:
    publisher = Publisher(generation.pk)
    for _ in range(50):
        publisher.partial(1, S24_TEXT)

    assert publisher.client is not None
    assert publisher.client.xlen(publisher.key) <= 2
    assert publisher.client.ttl(publisher.key) > 0


def test_a_stream_is_bounded(generation: Generation) -> None:
    publisher = Publisher(generation.pk)
    for number in range(LONGEST + 500):
        publisher.publish("phase", phase="reading", draw=number)

    assert publisher.client is not None
    # The broker cuts whole blocks of its own, of a hundred events.
    assert LONGEST <= publisher.client.xlen(publisher.key) <= LONGEST + 100


async def test_the_last_picture_of_a_draw_arrives(generation: Generation) -> None:
    publisher = Publisher(generation.pk)
    for length in range(1, len(S24_TEXT.title) + 1):
        publisher.partial(1, replace(S24_TEXT, title=S24_TEXT.title[:length]))
    publisher.phase("repairing", 1)
    publisher.publish("done", number=1)

    events = await collected(generation.pk)
    assert [event.name for event in events[-3:]] == ["draft", "phase", "done"]
    assert events[-3].data["title"] == S24_TEXT.title


@pytest.fixture
def stalled_broker() -> Iterator[str]:
    """Something that takes connections and never says a word."""
    with socket.create_server(("127.0.0.1", 0), backlog=64) as server:
        yield f"redis://127.0.0.1:{server.getsockname()[1]}/0"


def test_a_broker_that_hangs_does_not_hold_the_writing_up(
    generation: Generation, settings: Settings, stalled_broker: str
) -> None:
    settings.REDIS_URL = stalled_broker
    publisher = Publisher(generation.pk)
    began = time.monotonic()
    for number in range(100):
        publisher.phase("reading", number)
        publisher.partial(number, S24_TEXT)
    publisher.publish("done", number=1)

    # The first event and the end are tried, a greeting and the command each.
    assert time.monotonic() - began < 4 * PATIENCE + 1


def test_a_broker_that_comes_back_is_told_again(
    generation: Generation, settings: Settings, stalled_broker: str
) -> None:
    publisher = Publisher(generation.pk)
    there = publisher.client
    settings.REDIS_URL = stalled_broker
    publisher.client = Publisher(generation.pk).client
    publisher.phase("reading", 1)
    publisher.client = there
    publisher.phase("writing", 1)
    assert there is not None
    assert there.xlen(publisher.key) == 0
    publisher.muted_until = time.monotonic()
    publisher.phase("repairing", 1)
    assert there.xlen(publisher.key) == 1
