"""Ollama, through its official client: production's engine, on this machine or another."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Iterator, Mapping
from contextlib import aclosing, contextmanager
from pathlib import Path
from typing import Any, Literal, cast

import httpx
import ollama

from domain.prompt import Prompt
from engines import wire
from engines.answers import schema_for_model
from engines.base import (
    AnswerTruncated,
    EngineError,
    EngineInterrupted,
    Health,
    ModelMissing,
    RequestRefused,
    Timings,
)
from engines.driver import Ending, Limits, Request, Stream, StreamingEngine
from engines.slots import Slots

DEFAULT_PORT = 11434
NANOSECONDS = 1e9
HEALTH_SECONDS = 5.0


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
        client = ollama.Client(self._url, timeout=HEALTH_SECONDS)
        with _translated(self._url), client:
            return [model.model for model in client.list().models if model.model]

    def health(self, model: str | None = None) -> Health:
        """Whether the server answers, by its version, and has `model`; the cheapest check first."""
        version, known = "", list[str]()
        try:
            with wire.translated(self._url):
                for path in ("/", "/api/version"):
                    response = httpx.get(self._url + path, timeout=HEALTH_SECONDS)
                    if response.status_code != 200:
                        raise wire.failure(response.status_code, f"{path}: {response.text}")
            version = _version(response)
            known = self.models()
            if model is not None and _tag(model) not in map(_tag, known):
                raise ModelMissing(_missing(model, known))
        except EngineError as error:
            return Health(False, error.detail, version, tuple(known), error.code)
        return Health(ready=True, version=version, models=tuple(known))

    async def _stream(self, request: Request) -> Stream:
        check_length(request.prompt, self._num_ctx, request.sampling.max_tokens)
        timeout = httpx.Timeout(None, connect=self._limits.connect)
        async with ollama.AsyncClient(self._url, timeout=timeout) as client:
            with _translated(self._url):
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


def _tag(name: str) -> str:
    """A model's full name, as Ollama compares it: in lower case, with its tag."""
    return (name if ":" in name.rpartition("/")[2] else f"{name}:latest").lower()


def _missing(model: str, known: list[str]) -> str:
    return f"There is no model {model!r}; available: {', '.join(known) or 'none'}"


def _version(response: httpx.Response) -> str:
    try:
        return f"ollama {response.json()['version']}"
    except (ValueError, KeyError, TypeError) as error:
        raise EngineInterrupted(f"What answers is not Ollama: {error!r}") from error


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


@contextmanager
def _translated(url: str) -> Iterator[None]:
    """The client's own errors and httpx's raw ones, as ours."""
    try:
        with wire.translated(url):
            yield
    except ollama.ResponseError as error:
        if error.status_code == -1:  # a line of the stream, under status 200
            raise EngineInterrupted(f"Ollama failed: {error.error}") from error
        raise wire.failure(error.status_code, str(error.error)) from error
    except (ValueError, TypeError, AttributeError) as error:
        # The client reads each line as JSON and as an object without looking.
        raise EngineInterrupted(f"Ollama sent what cannot be read: {error!r}") from error
