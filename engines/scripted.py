"""An engine for tests: it answers what it was told to, in pieces, and remembers the questions."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from threading import Lock
from typing import Any

from engines.base import EngineError, Health, ModelMissing, RequestRefused, Timings
from engines.driver import Ending, Limits, Request, Stream, StreamingEngine
from engines.slots import Slots

Written = str | Iterable[str | float]
Script = str | EngineError | Callable[[Request], Written]
PIECE = 8  # characters, about what two tokens hold


class ScriptedEngine(StreamingEngine):
    """Answers the scripts given to `enqueue`, one a request, in order.

    A text is streamed in pieces; an error is raised; a function gets the request and returns
    a text, or pieces with numbers between them that are seconds of silence. An unending
    generator makes an answer that only a cancel or a deadline stops.
    """

    name = "scripted"

    def __init__(
        self,
        *,
        model: str = "scripted",
        models: Iterable[str] = (),
        parallel: int = 4,
        slots_dir: str | Path | None = None,
        limits: Mapping[str, Any] | None = None,
    ) -> None:
        self.default_model = model
        self.requests: list[Request] = []
        self.streaming = 0
        """How many answers are being written now."""
        self._models = [model, *models]
        self._scripts: deque[Script] = deque()
        self._lock = Lock()
        folder = Path(slots_dir) if slots_dir else None
        super().__init__(slots=Slots(self.name, parallel, folder), limits=Limits(**limits or {}))

    def enqueue(self, *scripts: Script) -> None:
        """Append what the next requests get."""
        with self._lock:
            self._scripts.extend(scripts)

    def models(self) -> list[str]:
        """The names it was made with."""
        return list(self._models)

    def health(self, model: str | None = None) -> Health:
        """Ready for any model it was made with."""
        known = tuple(self._models)
        if model is None or model in known:
            return Health(ready=True, version="scripted", models=known)
        reason = f"There is no model {model!r}."
        return Health(False, reason, "scripted", known, ModelMissing.code)

    async def _stream(self, request: Request) -> Stream:
        if request.model not in self._models:
            known = ", ".join(self._models)
            raise ModelMissing(f"There is no model {request.model!r}; available: {known}")
        script = self._next(request)
        if isinstance(script, EngineError):
            raise script
        written = script if isinstance(script, str) else script(request)
        pieces = _pieces(written) if isinstance(written, str) else written
        self.streaming += 1
        try:
            count = 0
            for piece in pieces:
                if not isinstance(piece, str):
                    await asyncio.sleep(piece)
                elif count == request.sampling.max_tokens:
                    yield Ending("length", Timings(generated_tokens=count))
                    return
                else:
                    yield piece
                    count += 1
            yield Ending("stop", Timings(generated_tokens=count))
        finally:
            self.streaming -= 1

    def _next(self, request: Request) -> Script:
        with self._lock:
            self.requests.append(request)
            if not self._scripts:
                raise RequestRefused("Nothing was enqueued for this request.")
            return self._scripts.popleft()


def _pieces(text: str) -> list[str]:
    return [text[start : start + PIECE] for start in range(0, len(text), PIECE)]
