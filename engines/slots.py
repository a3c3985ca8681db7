"""How many requests may be at an engine at once, over all processes of this machine."""

from __future__ import annotations

import fcntl
import os
import random
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import BoundedSemaphore

from engines.base import Cancelled, EngineBusy

POLL_SECONDS = 0.1


class Slots:
    """A bound of `count` places. With a folder, each place is a locked file in it.

    The kernel releases a file's lock with its holder, so that a process killed at any moment
    gives its place back. Without a folder the bound holds within this process alone.
    """

    def __init__(self, name: str, count: int, folder: Path | None = None) -> None:
        self._name, self._count, self._folder = name, count, folder
        self._places = BoundedSemaphore(count)

    @contextmanager
    def hold(self, wait: float, cancelled: Callable[[], bool] | None = None) -> Iterator[float]:
        """Hold one place; yields the seconds waited for it. EngineBusy after `wait` seconds."""
        started = time.monotonic()
        while (place := self._take()) is None:
            if cancelled is not None and cancelled():
                raise Cancelled("Cancelled while waiting for a place at the engine.")
            if time.monotonic() - started >= wait:
                raise EngineBusy(f"All {self._count} places at {self._name} stayed taken.")
            time.sleep(POLL_SECONDS * random.uniform(0.5, 1.0))  # noqa: S311 - spreads the load
        try:
            yield time.monotonic() - started
        finally:
            place()

    def _take(self) -> Callable[[], None] | None:
        """The function that gives the place back, or None while all are taken."""
        if self._folder is None:
            return self._places.release if self._places.acquire(blocking=False) else None
        self._folder.mkdir(parents=True, exist_ok=True)
        for number in range(self._count):
            path = self._folder / f"{self._name}-{number}.lock"
            descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                os.close(descriptor)
            else:
                return lambda held=descriptor: os.close(held)  # type: ignore[misc]
        return None
