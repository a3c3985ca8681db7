"""Commands that are asked to stop before they are made to."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

INTERRUPTED: Final = 130
"""The exit status of what Ctrl-C stopped, as shells have it."""


@contextmanager
def interruptible() -> Iterator[threading.Event]:
    """An event that is set by the first Ctrl-C; the second one ends the program."""
    stop = threading.Event()
    before = signal.getsignal(signal.SIGINT)

    def heard(*_args: object) -> None:
        stop.set()
        signal.signal(signal.SIGINT, before)

    signal.signal(signal.SIGINT, heard)
    try:
        yield stop
    finally:
        signal.signal(signal.SIGINT, before)
