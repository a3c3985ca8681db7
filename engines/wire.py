"""What HTTP tells of a failure, as the errors of `engines.base`."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import httpx

from engines.base import (
    EngineBusy,
    EngineError,
    EngineInterrupted,
    EngineTimeout,
    EngineUnavailable,
    ModelMissing,
    RequestRefused,
)


def failure(status: int, detail: str) -> EngineError:
    """The error that an HTTP status means. Only what surely left no work behind is repeatable."""
    said = f"{status}: {detail[:500]}"
    if status == 404:
        return ModelMissing(said)
    if status in (429, 503):
        return EngineBusy(said, repeatable=True)
    if status in (408, 409) or status >= 500:
        return EngineUnavailable(said, repeatable=True)
    if status in (401, 403):
        return EngineUnavailable(said)
    if 400 <= status != 499:
        return RequestRefused(said)
    return EngineInterrupted(said)  # 499 is Ollama's word for a request that was cancelled


@contextmanager
def translated(where: str) -> Iterator[None]:
    """Turn what httpx raises into our errors.

    A broken connection is repeatable, for the engine stops when it breaks; the driver repeats
    only before the first token. A read timeout is not: the model may still be at work.
    """
    try:
        yield
    except (httpx.ConnectError, httpx.ConnectTimeout, ConnectionError) as error:
        detail = f"Nothing answers at {where}: {error or type(error).__name__}"
        raise EngineUnavailable(detail, repeatable=True) from error
    except httpx.TimeoutException as error:
        raise EngineTimeout(f"{where} fell silent: {type(error).__name__}") from error
    except httpx.HTTPError as error:
        detail = f"The connection to {where} broke: {error or type(error).__name__}"
        raise EngineInterrupted(detail, repeatable=True) from error
    except httpx.InvalidURL as error:
        raise RequestRefused(f"{where} is not an address: {error}") from error
