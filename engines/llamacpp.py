"""The embedded engine: llama.cpp in a process of its own, spoken to over local HTTP.

That process is `engines.llamacpp_server`; the supervisor keeps it running. With
`OPTIONS["spawn"]` an engine that finds none starts one for the life of this process.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import httpx

from engines import llamacpp_info, llamacpp_model, wire
from engines.answers import schema_for_model
from engines.base import (
    EngineError,
    EngineInterrupted,
    EngineUnavailable,
    Health,
    ModelMissing,
    RequestRefused,
    Timings,
)
from engines.driver import Ending, Limits, Request, Stream, StreamingEngine
from engines.grammar import grammar, has_numbers
from engines.llamacpp_info import ServerInfo
from engines.llamacpp_spawn import spawned
from engines.slots import Slots


class LlamaCppEngine(StreamingEngine):
    """Plain completions of the embedded base model, with one adapter a request at most."""

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
        self.default_model = model or llamacpp_model.best(self._adapters)
        folder = Path(slots_dir) if slots_dir else self._data_dir / "slots"
        super().__init__(slots=Slots(self.name, parallel, folder), limits=Limits(**limits or {}))

    @property
    def base_model(self) -> str:
        """The embedded one, whichever adapter writes."""
        return llamacpp_model.EMBEDDED

    @property
    def _adapters(self) -> Path:
        return self._data_dir / "models" / "adapters"

    def models(self) -> list[str]:
        """The base model and its adapters."""
        return list(self._server().models)

    def is_tuned(self, model: str) -> bool:
        """An adapter is: it was trained on what the tuned prompt asks."""
        found = llamacpp_model.adapters(self._adapters)
        return any(adapter.stem == model for adapter in found)

    def health(self, model: str | None = None) -> Health:
        """Whether the server lives, is loaded, and has `model`; starts none."""
        try:
            info = llamacpp_info.read(self._data_dir / llamacpp_info.FILE_NAME)
            with wire.translated(info.url):
                response = httpx.get(f"{info.url}/health", timeout=2, trust_env=False)
            if response.status_code != 200:
                raise wire.failure(response.status_code, response.text)
            if model is not None:
                _adapter(info, model)
        except EngineError as error:
            return Health(ready=False, reason=error.detail, code=error.code)
        return Health(ready=True, version=info.version, models=info.models)

    def _server(self) -> ServerInfo:
        try:
            return llamacpp_info.read(self._data_dir / llamacpp_info.FILE_NAME)
        except EngineUnavailable:
            if not self._spawn:
                raise
            return spawned(self._data_dir)

    async def _stream(self, request: Request) -> Stream:
        info = await asyncio.to_thread(self._server)  # starting one takes seconds
        body = _body(request, info)
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


def _body(request: Request, info: ServerInfo) -> dict[str, Any]:
    """llama.cpp's own form of a request."""
    sampling = request.sampling
    wanted = _adapter(info, request.model)
    adapters = range(len(info.models) - 1)
    body: dict[str, Any] = {
        "prompt": request.prompt.as_text(),
        "n_predict": sampling.max_tokens,
        "temperature": sampling.temperature,
        "top_p": sampling.top_p,
        "seed": -1 if sampling.seed is None else sampling.seed,
        "cache_prompt": True,
        "stream": True,
        # A sign of life after each batch of the prompt: the server notices a closed connection
        # only when it writes, so without it a cancelled prompt would be read to its end.
        "return_progress": True,
        # An adapter that is not named is applied at its global scale.
        "lora": [{"id": i, "scale": 1.0 if i == wanted else 0.0} for i in adapters],
    }
    if sampling.repetition:
        body |= _unlike_before(sampling.repetition, info.n_ctx)
    if request.schema is not None and has_numbers(request.schema):
        body["grammar"] = grammar(request.schema)
    elif request.schema is not None:
        body["json_schema"] = schema_for_model(request.schema)
    return body


def _unlike_before(strength: float, reach: int) -> dict[str, Any]:
    """llama.cpp's DRY sampler: the longer a sequence that has begun as before, the less likely its
    next token. No sequence runs past a tag or a digit: a number is written as the facts have it."""
    return {
        "dry_multiplier": strength,
        "dry_base": 1.75,
        "dry_allowed_length": 5,
        "dry_penalty_last_n": reach,
        "dry_sequence_breakers": ["<", ">", *"0123456789"],
    }


def _adapter(info: ServerInfo, model: str) -> int | None:
    """The number of the adapter that `model` names; None for the base model."""
    if model not in info.models:
        raise ModelMissing(f"There is no model {model!r}; available: {', '.join(info.models)}")
    return info.models.index(model) - 1 if model != info.model else None


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
