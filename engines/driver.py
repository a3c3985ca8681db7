"""What every engine does alike: places, deadlines, cancelling, retries, checking the answer.

A backend only turns one request into pieces of text and an `Ending`. Its stream runs in an
event loop on a thread of its own, while the caller's thread hands out the pieces and asks
whether to stop: callbacks may use the database, and work the same in a Celery worker, a
thread and a command. Stopping closes the connection, which is what stops the model.
"""

from __future__ import annotations

import asyncio
import queue
import random
import time
from abc import abstractmethod
from collections.abc import AsyncGenerator, Callable
from concurrent.futures import Future
from contextlib import ExitStack, aclosing, suppress
from dataclasses import dataclass, field, replace
from typing import Literal

from anyio.from_thread import start_blocking_portal

from domain.prompt import Prompt
from engines.answers import check_answer, check_schema
from engines.base import (
    AnswerTruncated,
    Cancelled,
    Completion,
    Engine,
    EngineError,
    EngineInterrupted,
    EngineTimeout,
    Sampling,
    Schema,
    Timings,
)
from engines.slots import POLL_SECONDS, Slots

LONGEST_ANSWER = 200_000  # characters: far over any listing, far under what would hurt


@dataclass(frozen=True, slots=True)
class Limits:
    """Seconds to connect, to the first piece, between pieces, in total, and for a free place."""

    connect: float = 5.0
    first: float = 180.0
    between: float = 30.0
    total: float = 600.0
    wait: float = 120.0
    attempts: int = 3
    backoff: float = 0.5


@dataclass(frozen=True, slots=True)
class Request:
    """One question, as a backend gets it."""

    prompt: Prompt
    model: str
    schema: Schema | None
    sampling: Sampling


@dataclass(frozen=True, slots=True)
class Ending:
    """The last record of a stream: why the model stopped, and the engine's own figures."""

    finish: Literal["stop", "length"]
    timings: Timings = field(default_factory=Timings)


Stream = AsyncGenerator[str | Ending, None]
"""Pieces of text, then one Ending. An empty piece is a sign of life: the prompt is being read."""


@dataclass(slots=True)
class _Answer:
    """What has come so far, written by the loop's thread and read by the caller's."""

    pieces: queue.SimpleQueue[str] = field(default_factory=queue.SimpleQueue)
    text: str = ""
    first_token: float = 0.0
    started: float = field(default_factory=time.monotonic)

    def add(self, piece: str) -> None:
        """Keep a piece and hand it to the caller's thread."""
        if not piece:
            return
        self.first_token = self.first_token or time.monotonic() - self.started
        self.text += piece
        if len(self.text) > LONGEST_ANSWER:
            raise AnswerTruncated(f"The answer passed {LONGEST_ANSWER} characters.")
        self.pieces.put(piece)


class StreamingEngine(Engine):
    """The template: `complete` is the same for all, a backend writes `_stream`."""

    def __init__(self, *, slots: Slots, limits: Limits) -> None:
        self._slots, self._limits = slots, limits

    @property
    def places(self) -> int:
        """As many as there are places to be held."""
        return self._slots.count

    @abstractmethod
    def _stream(self, request: Request) -> Stream:
        """Ask once. Raises EngineError; must close its connection when it is closed."""

    def complete(
        self,
        prompt: Prompt,
        *,
        model: str,
        schema: Schema | None = None,
        sampling: Sampling = Sampling(),
        on_text: Callable[[str], None] | None = None,
        cancelled: Callable[[], bool] | None = None,
    ) -> Completion:
        """See Engine. The callbacks run in the caller's own thread."""
        if schema is not None:
            check_schema(schema)
        request = Request(prompt, model, schema, sampling)
        answer = _Answer()
        try:
            # The place is left as soon as the answer is whole, and where it never will be only
            # once the connection is closed.
            with ExitStack() as place, start_blocking_portal("asyncio") as portal:
                waited = place.enter_context(self._slots.hold(self._limits.wait, cancelled))
                answer.started = time.monotonic()
                asked = portal.start_task_soon(self._ask, request, answer)
                _hand_out(answer, asked, on_text, cancelled)
                ending = asked.result()
                place.close()
            if ending.finish != "stop":
                raise AnswerTruncated("The model ran into its length limit.")
            check_answer(answer.text, schema)
        except EngineError as error:
            error.partial = error.partial or answer.text
            raise
        timings = replace(
            ending.timings,
            queue=waited,
            first_token=answer.first_token,
            total=time.monotonic() - answer.started,
        )
        return Completion(answer.text, model, self.name, timings)

    async def _ask(self, request: Request, answer: _Answer) -> Ending:
        """Ask until an answer begins; from then on a failure is final."""
        try:
            async with asyncio.timeout(self._limits.total):
                for attempt in range(1, self._limits.attempts):
                    try:
                        return await self._read(request, answer)
                    except EngineError as error:
                        if answer.text or not error.repeatable:
                            raise
                    pause = self._limits.backoff * 2 ** (attempt - 1)
                    await asyncio.sleep(random.uniform(pause / 2, pause))  # noqa: S311 - jitter
                return await self._read(request, answer)
        except TimeoutError:
            limit = f"{self._limits.total:g} s"
            raise EngineTimeout(f"The whole answer took longer than {limit}.") from None

    async def _read(self, request: Request, answer: _Answer) -> Ending:
        """One attempt, with a deadline on every silence."""
        allowed = self._limits.first
        async with aclosing(self._stream(request)) as stream:
            while True:
                try:
                    async with asyncio.timeout(allowed):
                        piece = await anext(stream)
                except StopAsyncIteration:
                    raise EngineInterrupted("The stream ended without its final record.") from None
                except TimeoutError:
                    raise EngineTimeout(f"No token came for {allowed:g} s.") from None
                if isinstance(piece, Ending):
                    return piece
                answer.add(piece)
                if piece:
                    allowed = self._limits.between


def _hand_out(
    answer: _Answer,
    asked: Future[Ending],
    on_text: Callable[[str], None] | None,
    cancelled: Callable[[], bool] | None,
) -> None:
    """Give each piece to `on_text` as it comes, asking `cancelled` ten times a second."""
    asked.add_done_callback(lambda _: answer.pieces.put(""))  # wakes the loop below at the end
    asked_last = 0.0
    while not (asked.done() and answer.pieces.empty()):
        now = time.monotonic()
        if cancelled is not None and now - asked_last >= POLL_SECONDS:
            asked_last = now
            if cancelled():
                raise Cancelled("The caller asked to stop.")
        with suppress(queue.Empty):
            piece = answer.pieces.get(timeout=POLL_SECONDS)
            if piece and on_text is not None:
                on_text(piece)
