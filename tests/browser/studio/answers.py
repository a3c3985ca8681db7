"""Answers of a scripted model that come only as fast as a test lets them."""

from __future__ import annotations

import threading
from collections.abc import Iterator

from domain import forms
from domain.listing import Listing
from engines.driver import Request

PIECE = 8


class SlowAnswer:
    """A listing piece by piece: `let(0.5)` lets half of it be written, `finish()` all of it."""

    def __init__(self, text: Listing) -> None:
        whole = forms.to_json(text)
        self.pieces = [whole[start : start + PIECE] for start in range(0, len(whole), PIECE)]
        self.allowed = threading.Semaphore(0)
        self.free = threading.Event()

    def __call__(self, _request: Request) -> Iterator[str | float]:
        """What `ScriptedEngine.enqueue` takes; a number is a pause."""
        for piece in self.pieces:
            while not self.free.is_set() and not self.allowed.acquire(blocking=False):
                yield 0.02
            # As a quick model: the stream shows pictures of a draft some time apart.
            yield 0.004
            yield piece

    def let(self, share: float) -> None:
        """Let about `share` of the whole be written."""
        for _ in range(int(len(self.pieces) * share)):
            self.allowed.release()

    def finish(self) -> None:
        """Let all of it be written."""
        self.free.set()
