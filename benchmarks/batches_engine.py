"""An engine that takes the same time for every listing: 50 ms, in ten pieces, one at a time."""

from __future__ import annotations

from collections.abc import Iterator

from domain.forms import to_json
from domain.prompt.shown_tr import SHOWN
from engines.driver import Request
from engines.scripted import Script, ScriptedEngine

SECONDS = 0.05
PIECES = 10
FACTS, TEXT = SHOWN[0]


class FixedEngine(ScriptedEngine):
    """Answers anything with the same good listing."""

    def _next(self, request: Request) -> Script:
        return _written


def _written(_request: Request) -> Iterator[str | float]:
    text = to_json(TEXT)
    size = -(-len(text) // PIECES)
    for start in range(0, len(text), size):
        yield SECONDS / PIECES
        yield text[start : start + size]
