"""The embedded engine: llama.cpp in a process of its own, spoken to over local HTTP.

That process is `engines.llamacpp_server`; the supervisor keeps it running. With
`OPTIONS["spawn"]` an engine that finds none starts one for the life of this process.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

import httpx

from domain.prompt import Prompt
from engines import (
    llamacpp_building,
    llamacpp_built,
    llamacpp_info,
    llamacpp_model,
    llamacpp_request,
    llamacpp_spawn,
    wire,
)
from engines.base import (
    AnswerInvalid,
    AnswerTruncated,
    Build,
    EngineError,
    EngineInterrupted,
    EngineUnavailable,
    Health,
    ModelChanged,
    ModelMissing,
    RequestRefused,
    Sampling,
    Timings,
)
from engines.building import check_digest, rung
from engines.driver import Ending, Limits, Request, Stream, StreamingEngine
from engines.llamacpp_info import ServerInfo
from engines.llamacpp_request import recipe_of
from engines.slots import Slots


class LlamaCppEngine(StreamingEngine):
    """Plain completions of the embedded base model, with one adapter a request at most.

    A Modelfile's TEMPLATE has no part in it: a base model continues a text."""

    name = "llamacpp"

    def __init__(
        self,
        *,
        data_dir: str | Path,
        model: str = "",
        spawn: bool = False,
        parallel: int = 2,
        slots_dir: str | Path | None = None,
        limits: Mapping[str, Any] | None = None,
    ) -> None:
        self._data_dir, self._spawn = Path(data_dir), spawn
        self._models = self._data_dir / "models"
        self.default_model = model or llamacpp_model.best(self._models / "adapters")
        folder = Path(slots_dir) if slots_dir else self._data_dir / "slots"
        super().__init__(slots=Slots(self.name, parallel, folder), limits=Limits(**limits or {}))

    @property
    def base_model(self) -> str:
        """The embedded one, whichever adapter writes."""
        return llamacpp_model.EMBEDDED

    def models(self) -> list[str]:
        """The base model and all that is built, laid beside it, or brought along."""
        return list(self._server().models)

    def is_tuned(self, model: str) -> bool:
        """One with an adapter is: it was trained on what the tuned prompt asks."""
        offer = llamacpp_built.offered(self._models).get(model)
        return offer is not None and offer.adapter is not None

    def create(self, build: Build, *, again: bool = False) -> str:
        """See Engine. A running server offers it by then; where there is none, the next will."""
        return llamacpp_building.create(self._models, build, self._running, again=again)

    def delete(self, name: str) -> None:
        """See Engine. What comes along with the product, or lies in `adapters`, stays."""
        llamacpp_building.delete(self._models, name, self._running)

    def digest(self, name: str) -> str:
        """See Engine; of the files, whether a server runs or not."""
        return llamacpp_built.digest(self._models, name)

    def verify(self, name: str, digest: str) -> None:
        """See Engine. The last rung is a single token of the model's."""
        with rung("the server answers"):
            info = self._server()
            _ask_health(info)
        with rung("the model is there"):
            if name not in info.models:
                raise ModelMissing(f"{name!r} is none of {', '.join(info.models)}")
        with rung("the model is the one that was built"):
            if digest:
                check_digest(name, self.digest(name), digest)
            loaded = llamacpp_building.adapter_sha256(self._models, name)
            if loaded is not None and info.adapters.get(name) != loaded:
                raise ModelChanged(f"The server has loaded another adapter for {name}.")
        with rung("the model answers"), suppress(AnswerTruncated, AnswerInvalid):
            self.complete(Prompt("", "."), model=name, sampling=Sampling(max_tokens=1))

    def health(self, model: str | None = None) -> Health:
        """Whether the server lives, is loaded, and has `model`; starts none."""
        try:
            info = llamacpp_info.read(self._data_dir / llamacpp_info.FILE_NAME)
            _ask_health(info)
            if model is not None:
                recipe_of(info, self._models, model)
        except EngineError as error:
            return Health(ready=False, reason=error.detail, code=error.code)
        return Health(ready=True, version=info.version, models=info.models)

    def _server(self) -> ServerInfo:
        try:
            return llamacpp_info.read(self._data_dir / llamacpp_info.FILE_NAME)
        except EngineUnavailable:
            if not self._spawn:
                raise
            return llamacpp_spawn.spawned(self._data_dir)

    def _running(self) -> ServerInfo | None:
        """The server that this process would ask, if there is one now."""
        try:
            return llamacpp_info.read(self._data_dir / llamacpp_info.FILE_NAME)
        except EngineUnavailable:
            return llamacpp_spawn.running(self._data_dir)

    async def _stream(self, request: Request) -> Stream:
        info = await asyncio.to_thread(self._server)  # starting one takes seconds
        body = llamacpp_request.body(request, recipe_of(info, self._models, request.model), info)
        timeout = httpx.Timeout(None, connect=self._limits.connect)
        headers = {"Authorization": f"Bearer {info.key}"}
        # trust_env: a proxy meant for the outside must not get this machine's own traffic.
        async with httpx.AsyncClient(timeout=timeout, headers=headers, trust_env=False) as client:
            with wire.translated(info.url):
                async with client.stream("POST", f"{info.url}/completion", json=body) as response:
                    if response.status_code != 200:
                        raise _refusal(response.status_code, await response.aread())
                    async for line in response.aiter_lines():
                        for record in _records(line):
                            yield record


def _ask_health(info: ServerInfo) -> None:
    with wire.translated(info.url):
        response = httpx.get(f"{info.url}/health", timeout=2, trust_env=False)
    if response.status_code != 200:
        raise wire.failure(response.status_code, response.text)


def _records(line: str) -> list[str | Ending]:
    """What one line of the event stream says."""
    kind, _, content = line.partition(":")
    if kind not in ("data", "error"):
        return []  # a blank line or a ping
    try:
        event = json.loads(content)
        if kind == "error" or "error" in event:
            raise EngineInterrupted(f"The model server failed: {content.strip()[:500]}")
        text = str(event["content"])
        return [text, _ending(event)] if event["stop"] else [text]
    except (ValueError, KeyError, TypeError) as error:
        detail = f"The model server sent a line that cannot be read: {error!r}"
        raise EngineInterrupted(detail) from error


def _ending(event: Mapping[str, Any]) -> Ending:
    figures = event["timings"]
    return Ending(
        finish="length" if event["stop_type"] == "limit" else "stop",
        timings=Timings(
            prompt=figures["prompt_ms"] / 1000,
            generation=figures["predicted_ms"] / 1000,
            prompt_tokens=figures["prompt_n"] + figures["cache_n"],
            generated_tokens=figures["predicted_n"],
        ),
    )


def _refusal(status: int, content: bytes) -> EngineError:
    """llama.cpp refuses a prompt that is too long by itself, before reading any of it."""
    text = content.decode(errors="replace")
    try:
        error = json.loads(text)["error"]
        if error["type"] == "exceed_context_size_error":
            said = f"{error['n_prompt_tokens']} tokens, and {error['n_ctx']} is the most"
            return RequestRefused(f"The prompt is too long: {said}.")
        return wire.failure(status, str(error["message"]))
    except (ValueError, KeyError, TypeError):
        return wire.failure(status, text)
