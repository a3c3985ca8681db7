"""The place in a text where a phrase stands, to be shown."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from domain.patterns.words import LONGEST, phrase, root
from domain.turkish import tokens

AROUND: Final = 60
"""Characters that are shown before and after."""
_READ: Final = 20_000


def quoted(text: str, terms: Iterable[str] = ()) -> str:
    """What stands around the first of the terms in any form, or how the text begins."""
    read = text[:_READ]
    wanted = {phrase(term) for term in terms}
    found = tokens(read) if wanted else []
    stems = [root(token.text) for token in found]
    for place in range(len(stems)):
        for end in range(place + 1, min(place + LONGEST, len(stems)) + 1):
            if tuple(stems[place:end]) in wanted:
                return _cut(text, found[place].start - AROUND, found[end - 1].end + AROUND)
    return _cut(text, 0, 2 * AROUND)


def _cut(text: str, start: int, end: int) -> str:
    """A stretch, from blank to blank, with dots where there is more."""
    start, end = max(0, start), min(len(text), end)
    begin = text.find(" ", start) + 1 if start else 0
    stop = text.rfind(" ", 0, end) if end < len(text) else end
    if not begin <= stop or stop < 0:
        begin, stop = start, end
    said = " ".join(text[begin:stop].split())
    return f"{'…' if begin else ''}{said}{'…' if stop < len(text) else ''}"
