"""What open streams cost: few threads, few connections to the broker, a bounded number a person."""

from __future__ import annotations

import asyncio
import gc
import threading

import pytest
import redis
from asgiref.sync import sync_to_async
from asgiref.testing import ApplicationCommunicator
from django.conf import settings as django_settings
from django.test import AsyncClient
from django.urls import reverse
from pytest_django.fixtures import Settings

from accounts.models import User
from accounts.roles import Role
from content.generation import watching
from content.generation.streams import Publisher, follow
from content.models import Generation
from content.views import generation_events
from tests.factories import make_listing, make_user
from walmartgpt.asgi import application

pytestmark = pytest.mark.django_db(transaction=True)
BACKEND = "django.contrib.auth.backends.ModelBackend"


@pytest.fixture
def author() -> User:
    return make_user(Role.AUTHOR)


@pytest.fixture
def generation(author: User) -> Generation:
    listing = make_listing(author)
    return Generation.objects.create(
        listing=listing, requested_by=author, level="expert", model="m", engine="default"
    )


async def signed_in(person: User) -> AsyncClient:
    client = AsyncClient()
    await client.aforce_login(person, backend=BACKEND)
    return client


def address(generation: Generation) -> str:
    return reverse("content:generation_events", args=[generation.pk])


def connections() -> int:
    """How many connections the broker has of streams."""
    with redis.Redis.from_url(django_settings.REDIS_URL) as broker:
        return sum(client["name"] == watching.CONNECTION_NAME for client in broker.client_list())


async def opened(client: AsyncClient, generation: Generation) -> ApplicationCommunicator:
    """A stream as a server opens it, after its first bytes."""
    cookies = "; ".join(f"{name}={morsel.value}" for name, morsel in client.cookies.items())
    headers = [(b"host", b"testserver"), (b"cookie", cookies.encode())]
    scope = {
        "type": "http",
        "method": "GET",
        "path": address(generation),
        "query_string": b"",
        "headers": headers,
    }
    stream = ApplicationCommunicator(application, scope)
    await stream.send_input({"type": "http.request"})
    assert (await stream.receive_output(timeout=20))["status"] == 200
    assert b"retry" in (await stream.receive_output(timeout=20))["body"]
    return stream


async def closed(stream: ApplicationCommunicator) -> None:
    """The page is left."""
    await stream.send_input({"type": "http.disconnect"})
    await stream.wait(timeout=20)


async def test_a_person_has_a_bounded_number_of_streams(
    author: User, generation: Generation, settings: Settings
) -> None:
    settings.STREAMS_PER_PERSON = 2
    client = await signed_in(author)
    streams = [await opened(client, generation) for _ in range(2)]

    refused = await client.get(address(generation))
    assert refused.status_code == 429
    assert "2 taslağı" in refused.content.decode()
    colleague = await signed_in(await sync_to_async(make_user)(Role.AUTHOR))
    streams.append(await opened(colleague, generation))

    await closed(streams[0])
    streams[0] = await opened(client, generation)
    for stream in streams:
        await closed(stream)


def test_an_answer_that_nobody_reads_gives_its_place_back(settings: Settings) -> None:
    settings.STREAMS_PER_PERSON = 1
    for _ in range(3):
        place = watching.take_place(1)
        assert place is not None
        unread = generation_events.stream(1, "0", place)
        assert watching.take_place(1) is None
        del place, unread
        gc.collect()


async def test_open_streams_hold_no_threads(
    author: User, generation: Generation, settings: Settings
) -> None:
    settings.STREAMS_PER_PERSON = 20
    client = await signed_in(author)
    before = threading.active_count()
    streams = [await opened(client, generation) for _ in range(16)]
    await asyncio.sleep(0.3)
    # Those that look at rows, and one that may still be on its way out.
    assert threading.active_count() - before <= 5
    for stream in streams:
        await closed(stream)


async def test_all_streams_share_a_few_connections_to_the_broker(
    generation: Generation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watching, "MOST_CONNECTIONS", 3)

    async def names() -> list[str]:
        return [event.name async for event in follow(generation.pk)]

    waiting = [asyncio.create_task(names()) for _ in range(12)]
    await asyncio.sleep(0.5)
    assert 0 < await asyncio.to_thread(connections) <= 3
    await asyncio.to_thread(Publisher(generation.pk).publish, "done", number=1)
    async with asyncio.timeout(20):
        assert await asyncio.gather(*waiting) == [["done"]] * 12
    await asyncio.sleep(0.1)
    assert await asyncio.to_thread(connections) == 0


async def test_a_page_that_leaves_takes_nothing_from_the_others(
    author: User, generation: Generation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watching, "MOST_CONNECTIONS", 1)

    async def titles() -> list[object]:
        return [event.data.get("title") async for event in follow(generation.pk)]

    leaving = asyncio.create_task(titles())
    await asyncio.sleep(0.2)
    staying = asyncio.create_task(titles())
    leaving.cancel()
    await asyncio.to_thread(Publisher(generation.pk).publish, "draft", title="bu")
    await asyncio.to_thread(Publisher(generation.pk).publish, "done")
    async with asyncio.timeout(20):
        assert await staying == ["bu", None]
