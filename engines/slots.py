"""How many requests may be at an engine at once, over all processes of this machine."""

from __future__ import annotations

import fcntl
import os
import random
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from contextvars import ContextVar
from pathlib import Path
from threading import BoundedSemaphore, Lock

from engines.base import Cancelled, EngineBusy

POLL_SECONDS = 0.1
QUICKEST_SECONDS = 0.004
"""Of a wait that has just begun: a tenth of the wait so far is the longest that a free place
stays empty, so that short answers lose no more of their time than long ones."""

_gives_way: ContextVar[bool] = ContextVar("gives_way", default=False)


@contextmanager
def giving_way() -> Iterator[None]:
    """What is asked of an engine meanwhile takes no place while others wait for one."""
    token = _gives_way.set(True)
    try:
        yield
    finally:
        _gives_way.reset(token)


class Slots:
    """A bound of `count` places. With a folder, each place is a locked file in it.

    The kernel releases a file's lock with its holder, so that a process killed at any moment
    gives its place back. Without a folder the bound holds within this process alone.
    """

    def __init__(self, name: str, count: int, folder: Path | None = None) -> None:
        self.count = count
        self._name, self._folder = name, folder
        self._places = BoundedSemaphore(count)
        self._waiting, self._counting = 0, Lock()

    @contextmanager
    def hold(self, wait: float, cancelled: Callable[[], bool] | None = None) -> Iterator[float]:
        """Hold one place; yields the seconds waited for it. EngineBusy after `wait` seconds."""
        place, waited = self._place(wait, cancelled)
        try:
            yield waited
        finally:
            place()

    def _place(
        self, wait: float, cancelled: Callable[[], bool] | None
    ) -> tuple[Callable[[], None], float]:
        """The function that gives the place back, and the seconds waited for it."""
        started, waited = time.monotonic(), 0.0
        take = self._take_unless_awaited if _gives_way.get() else self._take
        with ExitStack() as line:
            while (place := take()) is None:
                if cancelled is not None and cancelled():
                    raise Cancelled("Cancelled while waiting for a place at the engine.")
                if waited >= wait:
                    raise EngineBusy(f"All {self.count} places at {self._name} stayed taken.")
                if not waited and not _gives_way.get():
                    line.enter_context(self._line())
                pause = min(max(waited / 10, QUICKEST_SECONDS), POLL_SECONDS)
                time.sleep(pause * random.uniform(0.5, 1.0))  # noqa: S311 - spreads the load
                waited = time.monotonic() - started
        return place, waited

    def _take(self) -> Callable[[], None] | None:
        """The function that gives the place back, or None while all are taken."""
        if self._folder is None:
            return self._places.release if self._places.acquire(blocking=False) else None
        for number in range(self.count):
            descriptor = self._opened(f"{self._name}-{number}")
            if _locked(descriptor, fcntl.LOCK_EX):
                return lambda held=descriptor: os.close(held)  # type: ignore[misc]
            os.close(descriptor)
        return None

    def _take_unless_awaited(self) -> Callable[[], None] | None:
        """The same for who gives way; None also while another waits."""
        return None if self._is_awaited() else self._take()

    @contextmanager
    def _line(self) -> Iterator[None]:
        """Stand in line, before whoever gives way; the kernel takes a killed process out of it."""
        if self._folder is None:
            with self._counting:
                self._waiting += 1
            try:
                yield
            finally:
                with self._counting:
                    self._waiting -= 1
            return
        descriptor = self._opened(f"{self._name}-line")
        try:
            # Blocks no longer than another's look at whether anybody stands in it.
            fcntl.flock(descriptor, fcntl.LOCK_SH)
            yield
        finally:
            os.close(descriptor)

    def _is_awaited(self) -> bool:
        """Whether anybody stands in line."""
        if self._folder is None:
            return self._waiting > 0
        descriptor = self._opened(f"{self._name}-line")
        try:
            return not _locked(descriptor, fcntl.LOCK_EX)
        finally:
            os.close(descriptor)

    def _opened(self, name: str) -> int:
        """A descriptor of the lock file of that name."""
        assert self._folder is not None  # noqa: S101 - what holds across processes has a folder
        self._folder.mkdir(parents=True, exist_ok=True)
        path = self._folder / f"{name}.lock"
        return os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)


def _locked(descriptor: int, how: int) -> bool:
    """Whether the lock was to be had at once."""
    try:
        fcntl.flock(descriptor, how | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
