"""Ollama, through its official client: production's engine, on this machine or another."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Mapping
from contextlib import aclosing
from pathlib import Path
from typing import Any, Literal, cast

import httpx
import ollama

from domain.prompt import Prompt
from engines import ollama_building
from engines.answers import schema_for_model
from engines.base import (
    AnswerTruncated,
    Build,
    EngineError,
    EngineInterrupted,
    Health,
    RequestRefused,
    Timings,
)
from engines.driver import Ending, Limits, Request, Stream, StreamingEngine
from engines.ollama_wire import awake, digest_of, digests, translated
from engines.slots import Slots

DEFAULT_PORT = 11434
NANOSECONDS = 1e9


class OllamaEngine(StreamingEngine):
    """Chat with any model that an Ollama server has."""

    name = "ollama"

    def __init__(
        self,
        *,
        host: str = "127.0.0.1",
        model: str = "llama3.1:8b",
        num_ctx: int = 8192,
        keep_alive: str | float = "30m",
        parallel: int = 1,
        slots_dir: str | Path | None = None,
        limits: Mapping[str, Any] | None = None,
    ) -> None:
        self.default_model = model
        self._url, self._num_ctx, self._keep_alive = _url(host), num_ctx, keep_alive
        folder = Path(slots_dir) if slots_dir else None
        super().__init__(slots=Slots(self.name, parallel, folder), limits=Limits(**limits or {}))

    def models(self) -> list[str]:
        """The names of the models that the server has."""
        return list(digests(self._url))

    def health(self, model: str | None = None) -> Health:
        """Whether the server answers, by its version, and has `model`; the cheapest check first."""
        version, known = "", dict[str, str]()
        try:
            version = f"ollama {awake(self._url)}"
            known = digests(self._url)
            if model is not None:
                digest_of(model, known)
        except EngineError as error:
            return Health(False, error.detail, version, tuple(known), error.code)
        return Health(ready=True, version=version, models=tuple(known))

    def create(self, build: Build, *, again: bool = False) -> str:
        """See Engine; from the adapter where this version of Ollama takes one."""
        return ollama_building.create(self._url, build, again=again, timeout=self._patience)

    def delete(self, name: str) -> None:
        """See Engine. A model that is loaded goes on until it is unloaded."""
        ollama_building.delete(self._url, name, self._patience)

    def digest(self, name: str) -> str:
        """See Engine: Ollama's own, of the model's manifest."""
        return digest_of(name, digests(self._url))

    def verify(self, name: str, digest: str) -> None:
        """See Engine. It loads the model, which may take minutes."""
        ollama_building.verify(
            self._url, name, digest, num_ctx=self._num_ctx, keep_alive=self._keep_alive
        )

    @property
    def _patience(self) -> httpx.Timeout:
        """Between two signs of life of a server that reads and writes gigabytes."""
        return httpx.Timeout(self._limits.total, connect=self._limits.connect)

    async def _stream(self, request: Request) -> Stream:
        check_length(request.prompt, self._num_ctx, request.sampling.max_tokens)
        timeout = httpx.Timeout(None, connect=self._limits.connect)
        async with ollama.AsyncClient(self._url, timeout=timeout) as client:
            with translated(self._url):
                chat = await client.chat(
                    model=request.model,
                    messages=request.prompt.as_messages(),
                    format=_format(request),
                    options=self._options(request),
                    keep_alive=self._keep_alive,
                    stream=True,
                )
                answer = cast("AsyncGenerator[ollama.ChatResponse, None]", chat)
                async with aclosing(answer):
                    async for part in answer:
                        yield part.message.content or ""
                        if part.done:
                            yield _ending(part, self._num_ctx)

    def _options(self, request: Request) -> dict[str, Any]:
        sampling = request.sampling
        options: dict[str, Any] = {
            "temperature": sampling.temperature,
            "top_p": sampling.top_p,
            "num_predict": sampling.max_tokens,
            "num_ctx": self._num_ctx,
        }
        return options if sampling.seed is None else {**options, "seed": sampling.seed}


def check_length(prompt: Prompt, num_ctx: int, max_tokens: int) -> None:
    """Refuse what may not fit: Ollama would drop the oldest messages and say nothing.

    It offers no way to count tokens, so this is a careful guess: 2.5 ASCII characters a token
    (Turkish has 2.6 to 3 with Llama's vocabulary) and a token for any other character.
    """
    text = prompt.as_text()
    plain = sum(character.isascii() for character in text)
    tokens = round(plain / 2.5) + len(text) - plain
    if tokens + max_tokens > num_ctx:
        said = f"about {tokens} tokens, with {max_tokens} kept for the answer and {num_ctx} in all"
        raise RequestRefused(f"The prompt is too long: {said}.")


def _url(host: str) -> str:
    """`host` as OLLAMA_HOST may name it, with or without scheme and port, as an address."""
    try:
        url = httpx.URL(host if "://" in host else f"http://{host}")
    except httpx.InvalidURL as error:
        raise ValueError(f"OLLAMA_HOST is {host!r}, which is no address: {error}") from None
    if "://" not in host and url.port is None:
        url = url.copy_with(port=DEFAULT_PORT)
    return str(url).rstrip("/")


def _format(request: Request) -> dict[str, Any] | None:
    return None if request.schema is None else schema_for_model(request.schema)


def _ending(part: ollama.ChatResponse, num_ctx: int) -> Ending:
    prompt_tokens, generated = part.prompt_eval_count or 0, part.eval_count or 0
    if prompt_tokens + generated > num_ctx:
        raise AnswerTruncated("The context overflowed: the model forgot part of the prompt.")
    if part.done_reason not in ("stop", "length"):
        raise EngineInterrupted(f"The model ended for the reason {part.done_reason!r}.")
    finish: Literal["stop", "length"] = "stop" if part.done_reason == "stop" else "length"
    return Ending(
        finish,
        Timings(
            load=(part.load_duration or 0) / NANOSECONDS,
            prompt=(part.prompt_eval_duration or 0) / NANOSECONDS,
            generation=(part.eval_duration or 0) / NANOSECONDS,
            prompt_tokens=prompt_tokens,
            generated_tokens=generated,
        ),
    )
