"""What watching drafts may cost a web process: few threads, few connections, few streams each."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from weakref import WeakSet

import redis.asyncio
from asgiref.sync import SyncToAsync
from django.conf import settings
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff

MOST_CONNECTIONS = 32
"""To the broker, of all streams of a process together; a stream waits a second for its turn."""
LOOKING = ThreadPoolExecutor(max_workers=4, thread_name_prefix="watching")
"""The threads in which all streams of a process look at their rows."""
PATIENCE = 5.0
"""Seconds after which a broker that says nothing is taken for gone."""
CONNECTION_NAME = "walmartgpt-watching"


class Place:
    """One person's right to one open stream, for as long as somebody holds this object."""

    def __init__(self, person: int) -> None:
        self.person = person


# A response that is dropped before its first byte gives its place back too: by being forgotten.
_taken: WeakSet[Place] = WeakSet()


def take_place(person: int) -> Place | None:
    """A place for one more stream; None where the person has as many as they may."""
    if sum(place.person == person for place in _taken) >= settings.STREAMS_PER_PERSON:
        return None
    place = Place(person)
    _taken.add(place)
    return place


def leave(place: Place) -> None:
    """Give the place back."""
    _taken.discard(place)


def give_back_thread() -> None:
    """End the thread that Django keeps for this request: a stream would hold it for minutes.

    Whatever runs in a thread once the stream is over gets a new one.
    """
    context = SyncToAsync.thread_sensitive_context.get(None)
    if context is None:
        return
    executor = SyncToAsync.context_to_thread_executor.pop(context, None)
    if isinstance(executor, ThreadPoolExecutor):
        executor.shutdown(wait=False)


class _Shared:
    """The broker's client of one event loop, and how many streams use it."""

    def __init__(self, url: str) -> None:
        self.users = 0
        self.client = redis.asyncio.Redis.from_pool(
            redis.asyncio.BlockingConnectionPool.from_url(
                url,
                max_connections=MOST_CONNECTIONS,
                timeout=1,
                decode_responses=True,
                protocol=3,
                client_name=CONNECTION_NAME,
                socket_timeout=PATIENCE,
                socket_connect_timeout=PATIENCE,
                retry=Retry(NoBackoff(), 0),
            )
        )


_clients: dict[tuple[asyncio.AbstractEventLoop, str], _Shared] = {}


@asynccontextmanager
async def broker() -> AsyncIterator[redis.asyncio.Redis | None]:
    """The client that all streams share, closed with the last of them; None without a broker."""
    if not settings.REDIS_URL:
        yield None
        return
    key = (asyncio.get_running_loop(), settings.REDIS_URL)
    shared = _clients.get(key) or _clients.setdefault(key, _Shared(settings.REDIS_URL))
    shared.users += 1
    try:
        yield shared.client
    finally:
        shared.users -= 1
        if not shared.users:
            del _clients[key]
            await shared.client.aclose()
