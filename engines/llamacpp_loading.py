"""One llama.cpp in the model server's process: loaded, asked whether it is at work, let go."""

from __future__ import annotations

import http.client
import json
import secrets
import signal
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import xllamacpp

SLOTS = 2
TOKENS_PER_SLOT = 4096
# A stop takes effect between two batches: 64 tokens are about 0.2 s on two cores.
BATCH = 64
CACHE_MIB = 256
IDLE_SECONDS = 5.0
"""A caller that read the old address asks within this time, or reads the new one."""
LONGEST_GOODBYE = 15 * 60.0
ASKED_EVERY = 0.5


class LoadError(Exception):
    """llama.cpp cannot load these files; its text is one line."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """A llama.cpp that answers; `adapters` has each one's SHA-256 by name, in its own order."""

    server: xllamacpp.Server
    key: str
    adapters: Mapping[str, str]

    @property
    def url(self) -> str:
        """Where it answers."""
        return str(self.server.listening_address)

    def is_busy(self) -> bool:
        """Whether it reads or writes for somebody; one that is slow to say so surely does."""
        connection = http.client.HTTPConnection(self.url.partition("://")[2], timeout=5)
        try:
            connection.request("GET", "/slots", headers={"Authorization": f"Bearer {self.key}"})
            slots = json.loads(connection.getresponse().read())
            return any(slot["is_processing"] for slot in slots)
        except (OSError, http.client.HTTPException, ValueError, TypeError, KeyError):
            return True
        finally:
            connection.close()


def load(base: Path, adapters: Mapping[str, tuple[Path, str]], threads: int) -> Loaded:
    """Load the base with all `adapters` (file and SHA-256 by name). Python stands still meanwhile,
    for the wheel does not release its lock; other llama.cpps in this process go on writing."""
    import xllamacpp  # here, because it takes memory that only this process should spend

    key = secrets.token_urlsafe(32)
    files = [file for file, _ in adapters.values()]
    params = xllamacpp.CommonParams()
    params.model.path = str(base)
    params.n_parallel = SLOTS
    params.n_ctx = SLOTS * TOKENS_PER_SLOT
    params.n_batch = params.n_ubatch = BATCH
    params.cpuparams.n_threads = params.cpuparams_batch.n_threads = threads
    params.cache_ram_mib = CACHE_MIB
    params.check_tensors = True  # a damaged file would load silently without it
    params.lora_adapters = [xllamacpp.CommonAdapterLoraInfo(str(file), 1.0) for file in files]
    params.lora_init_without_apply = True
    params.api_keys = [key]
    params.ui = False
    params.verbosity = -1
    try:
        with _mortal():
            server = xllamacpp.Server(params)
    except RuntimeError as error:
        told = ", ".join(str(file) for file in (base, *files))
        raise LoadError(f"{told} cannot be loaded: {error}") from error
    return Loaded(server, key, {name: digest for name, (_, digest) in adapters.items()})


@contextmanager
def _mortal() -> Iterator[None]:
    """Let a signal end the process by itself: our handler would not be heard before the end."""
    ours = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)}
    for number in ours:
        signal.signal(number, signal.SIG_DFL)
    try:
        yield
    finally:
        for number, handler in ours.items():
            signal.signal(number, handler)


def let_go(loaded: Loaded) -> None:
    """Free it once it has finished what it is writing; the caller must forget it at once."""
    threading.Thread(target=_wait, args=(loaded,), daemon=True).start()


def _wait(loaded: Loaded) -> None:
    """The last reference ends with this function, and the memory with it."""
    started = idle_since = time.monotonic()
    while (now := time.monotonic()) - started < LONGEST_GOODBYE:
        if loaded.is_busy():
            idle_since = now
        elif now - idle_since >= IDLE_SECONDS:
            return
        time.sleep(ASKED_EVERY)
