"""How a page follows a generation: the worker appends events, any number of pages read them.

The stream is a convenience: whatever it loses, the generation's row still tells the end.
"""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import AsyncGenerator, Sequence
from dataclasses import asdict
from typing import Any, NamedTuple, cast

import redis
import redis.asyncio
import structlog
from asgiref.sync import sync_to_async
from django.conf import settings
from django.db import close_old_connections
from redis.backoff import NoBackoff
from redis.retry import Retry

from content.generation.watching import LOOKING, broker
from content.models import Generation
from domain.judgement import Message
from domain.listing import Listing

LAST = frozenset({"done", "failed", "cancelled"})
LONGEST = 3000
"""Events kept of one generation; a draft has about 300."""
KEPT = 3600
"""Seconds a finished stream stays readable."""
EASE = 0.08
"""Seconds between two pictures of the same draft: faster than an eye reads."""

PATIENCE = 0.3
"""Seconds the writing thread waits for the broker: the next event says what this one would."""
SILENCE = 5.0
"""Seconds in which a broker that failed is told nothing but the end."""

log = structlog.get_logger(__name__)
_Entry = tuple[str, dict[str, str]]


class StreamEvent(NamedTuple):
    """One event; `id` is what a reconnecting page names as the last one it saw."""

    id: str
    name: str
    data: dict[str, Any]


def _key(generation: int) -> str:
    return f"generation:{generation}"


class Publisher:
    """Tells whoever watches one generation; says nothing where there is no broker."""

    def __init__(self, generation: int) -> None:
        self.key = _key(generation)
        self.client = _publishing_client()
        self.last_picture = 0.0
        self.muted_until = 0.0
        self._unseen: dict[str, Any] | None = None
        """The newest picture while it is held back."""

    def publish(self, name: str, **data: Any) -> None:
        """Append an event after the picture that was held back, if there is one.

        A broker that is away or hangs costs events, and never the generation.
        """
        if self._unseen is not None:
            picture, self._unseen = self._unseen, None
            self._append("draft", picture)
        self._append(name, data)

    def _append(self, name: str, data: dict[str, Any]) -> None:
        if self.client is None:
            return
        if time.monotonic() < self.muted_until and name not in LAST:
            return
        try:
            fields: dict[Any, Any] = {"name": name, "data": json.dumps(data, ensure_ascii=False)}
            self.client.xadd(self.key, fields, maxlen=LONGEST, approximate=True)
            self.client.expire(self.key, KEPT)
        except redis.RedisError as gone:
            self.muted_until = time.monotonic() + SILENCE
            log.warning("event lost", stream=self.key, reason=str(gone))

    def phase(self, name: str, draw: int, reasons: Sequence[Message] = ()) -> None:
        """See `content.generation.writing.Observer`."""
        self.publish("phase", phase=name, draw=draw, reasons=[asdict(r) for r in reasons])

    def draft(self, number: int, asked: int, model: str) -> None:
        """See `content.generation.contest.Audience`."""
        if asked > 1:
            self.publish("phase", phase="draft", draft=number, drafts=asked, model=model)

    def partial(self, draw: int, listing: Listing) -> None:
        """See `content.generation.writing.Observer`; at most one picture each `EASE` seconds.

        The last one of a draw goes out with whatever event comes next.
        """
        self._unseen = {"draw": draw, **asdict(listing)}
        now = time.monotonic()
        if now - self.last_picture >= EASE:
            self.last_picture = now
            picture, self._unseen = self._unseen, None
            self._append("draft", picture)


async def follow(generation: int, last_id: str = "0") -> AsyncGenerator[StreamEvent, None]:
    """Every event after `last_id`, as it comes, until the generation has ended.

    Once a second the row is asked as well, so that a page is told the end even where the
    stream is lost, its worker died, or there is no broker at all.
    """
    async with broker() as client:
        while True:
            ended = await _end_by_row(generation)
            last = None
            for last in await _read(client, generation, last_id, wait=not ended):
                last_id = last.id
                yield last
            if last and last.name in LAST:
                return
            if ended:
                yield ended
                return


async def _read(
    client: redis.asyncio.Redis | None, generation: int, last_id: str, *, wait: bool
) -> list[StreamEvent]:
    """The events there are; waits up to a second for the first where `wait`."""
    try:
        if client is None:
            raise redis.ConnectionError("no broker is configured")
        answer = await client.xread(
            {_key(generation): last_id}, count=200, block=1000 if wait else None
        )
    except redis.RedisError:
        await asyncio.sleep(1 if wait else 0)
        return []
    streams = cast("dict[str, list[list[_Entry]]]", answer)
    return [
        StreamEvent(entry, fields["name"], json.loads(fields["data"]))
        for batches in streams.values()
        for batch in batches
        for entry, fields in batch
    ]


def _publishing_client() -> redis.Redis | None:
    if not settings.REDIS_URL:
        return None
    return redis.Redis.from_url(
        settings.REDIS_URL,
        socket_timeout=PATIENCE,
        socket_connect_timeout=PATIENCE,
        retry=Retry(NoBackoff(), 0),
    )


async def _end_by_row(generation: int) -> StreamEvent | None:
    look = sync_to_async(_row, thread_sensitive=False, executor=LOOKING)
    return await look(generation)


def _row(pk: int) -> StreamEvent | None:
    # A page may be open for minutes: it borrows a connection for each look, and gives it back.
    close_old_connections()
    row = Generation.objects.filter(pk=pk).values("status", "error", "listing__number").first()
    close_old_connections()
    status = row["status"] if row else Generation.Status.FAILED
    if status in Generation.ACTIVE:
        return None
    if row and status != Generation.Status.FAILED:
        return StreamEvent("", str(status), {"number": row["listing__number"]})
    return StreamEvent("", "failed", {"code": row["error"] if row else "lost"})
