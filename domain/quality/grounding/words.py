"""A reading cut into words, each with its place; suffixes after an apostrophe are left out."""

from __future__ import annotations

import re
from dataclasses import dataclass

from domain.quality.grounding.reading import Reading

_WORD = re.compile(r"([^\W_]+)(?:'[a-z]+)?")
_PLAIN_WORD = re.compile(r"[^\W_]+")
_BREAK = re.compile(r"[.;!?\n]")
_STEM_LENGTH = 5
_SOFT = str.maketrans("bdg", "ptk")


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a reading in order: flat text, start, end."""

    reading: Reading
    texts: list[str]
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def gap(self, index: int) -> str:
        """What stands between the word at `index` and the one after it."""
        if index < 0 or index + 1 >= len(self.texts):
            return "\n"
        return self.reading.flat[self.ends[index] : self.starts[index + 1]]

    def written(self, start: int, end: int) -> str:
        """The text as it is written, capitals kept."""
        return self.reading.text[start:end]

    def at_offset(self, offset: int, index: int) -> int:
        """The first word, from `index` on, that starts at `offset` or later."""
        while index < len(self.starts) and self.starts[index] < offset:
            index += 1
        return index

    def near(self, first: int, after: int) -> frozenset[str]:
        """The short stems of a word before and two words after the words first…after-1."""
        found: set[str] = set()
        if first and _BREAK.search(self.gap(first - 1)) is None:
            found.add(short(self.texts[first - 1]))
        for index in range(after, min(after + 2, len(self.texts))):
            if _BREAK.search(self.gap(index - 1)):
                break
            found.add(short(self.texts[index]))
        return frozenset(found)


def split(reading: Reading) -> Words:
    """The words of a reading; `iPhone'un` gives `iphone`, `2'li` gives `2`."""
    flat = reading.flat
    # Without an apostrophe no suffix has to be told from its word, and no group is needed.
    if "'" in flat:
        spans = [match.span(1) for match in _WORD.finditer(flat)]
    else:
        spans = [match.span() for match in _PLAIN_WORD.finditer(flat)]
    texts = [flat[start:end] for start, end in spans]
    starts, ends = zip(*spans, strict=True) if spans else ((), ())
    return Words(reading, texts, starts, ends)


def short(word: str) -> str:
    """The first letters of a word: a stemmer good enough to tell whether words belong together."""
    return word[:_STEM_LENGTH].translate(_SOFT)
