"""What Ollama's server tells, as names, versions and errors of ours."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

import httpx
import ollama

from engines import wire
from engines.base import EngineInterrupted, ModelMissing

HEALTH_SECONDS = 5.0


def awake(url: str) -> str:
    """The version of the server at `url`, asked for after its very address."""
    with wire.translated(url):
        for path in ("/", "/api/version"):
            response = httpx.get(url + path, timeout=HEALTH_SECONDS)
            if response.status_code != 200:
                raise wire.failure(response.status_code, f"{path}: {response.text}")
    try:
        return str(response.json()["version"])
    except (ValueError, KeyError, TypeError) as error:
        raise EngineInterrupted(f"What answers is not Ollama: {error!r}") from error


def digests(url: str) -> dict[str, str]:
    """The models that the server has, by the names it gives them, each with its digest."""
    with translated(url), ollama.Client(url, timeout=HEALTH_SECONDS) as client:
        return {model.model: model.digest or "" for model in client.list().models if model.model}


def digest_of(name: str, known: dict[str, str]) -> str:
    """The digest of one of them; ModelMissing where it is none."""
    for other, digest in known.items():
        if tag(other) == tag(name):
            return digest
    raise ModelMissing(f"There is no model {name!r}; available: {', '.join(known) or 'none'}")


def tag(name: str) -> str:
    """A model's full name, as Ollama compares it: in lower case, with its tag."""
    return (name if ":" in name.rpartition("/")[2] else f"{name}:latest").lower()


def numbers(version: str) -> tuple[int, ...]:
    """A version as numbers, of which the first three count: "0.34.1-rc0" is 0.34.1."""
    return tuple(int(part) for part in re.findall(r"\d+", version)[:3])


@contextmanager
def translated(url: str) -> Iterator[None]:
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
