"""An engine for tests: it answers what it was told to, in pieces, and remembers the questions."""

from __future__ import annotations

import asyncio
import hashlib
from collections import deque
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from threading import Lock
from typing import Any, Literal

from domain.modelfile import render
from engines.base import (
    Build,
    EngineError,
    Health,
    ModelExists,
    ModelMissing,
    RequestRefused,
    Timings,
)
from engines.building import check_build, check_digest, rung
from engines.driver import Ending, Limits, Request, Stream, StreamingEngine
from engines.slots import Slots

Written = str | Iterable[str | float]
Script = str | EngineError | Callable[[Request], Written]
Operation = Literal["create", "verify"]
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
        self.built: dict[str, Build] = {}
        """What was created and not deleted since."""
        self._failures: dict[Operation, deque[EngineError]] = {
            "create": deque(),
            "verify": deque(),
        }
        self._scripts: deque[Script] = deque()
        self._lock = Lock()
        folder = Path(slots_dir) if slots_dir else None
        super().__init__(slots=Slots(self.name, parallel, folder), limits=Limits(**limits or {}))

    def enqueue(self, *scripts: Script) -> None:
        """Append what the next requests get."""
        with self._lock:
            self._scripts.extend(scripts)

    def enqueue_failures(self, operation: Operation, *errors: EngineError) -> None:
        """Append what the next calls of `create` or `verify` raise; others succeed."""
        with self._lock:
            self._failures[operation].extend(errors)

    def models(self) -> list[str]:
        """The names it was made with, and those built since."""
        return [*self._models, *(name for name in self.built if name not in self._models)]

    def create(self, build: Build, *, again: bool = False) -> str:
        """Remember it."""
        check_build(build)
        self._fail("create")
        with self._lock:
            if build.name in self.built and not again:
                raise ModelExists(f"{build.name} was built before.")
            if build.modelfile.base not in self.models() and not build.files:
                raise ModelMissing(f"There is no model {build.modelfile.base!r} to build from.")
            self.built[build.name] = build
        return self.digest(build.name)

    def delete(self, name: str) -> None:
        """Forget it."""
        with self._lock:
            self.built.pop(name, None)

    def digest(self, name: str) -> str:
        """Of the Modelfile and the files' bytes; of the name, for one it was made with."""
        if build := self.built.get(name):
            content = [render(build.modelfile).encode()]
            content += [path.read_bytes() for _, path in sorted(build.files.items())]
        elif name in self._models:
            content = [name.encode()]
        else:
            raise ModelMissing(self._missing(name))
        return hashlib.sha256(b"\0".join(content)).hexdigest()

    def verify(self, name: str, digest: str) -> None:
        """Compare the digests."""
        self._fail("verify")
        with rung("the model is the one that was built"):
            check_digest(name, self.digest(name), digest)

    def health(self, model: str | None = None) -> Health:
        """Ready for any model it was made with."""
        known = tuple(self.models())
        if model is None or model in known:
            return Health(ready=True, version="scripted", models=known)
        return Health(False, self._missing(model), "scripted", known, ModelMissing.code)

    async def _stream(self, request: Request) -> Stream:
        if request.model not in self.models():
            raise ModelMissing(self._missing(request.model))
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

    def _missing(self, model: str) -> str:
        return f"There is no model {model!r}; available: {', '.join(self.models())}"

    def _fail(self, operation: Operation) -> None:
        with self._lock:
            if self._failures[operation]:
                raise self._failures[operation].popleft()

    def _next(self, request: Request) -> Script:
        with self._lock:
            self.requests.append(request)
            if not self._scripts:
                raise RequestRefused("Nothing was enqueued for this request.")
            return self._scripts.popleft()


def _pieces(text: str) -> list[str]:
    return [text[start : start + PIECE] for start in range(0, len(text), PIECE)]
