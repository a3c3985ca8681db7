"""A reading cut into words, each with its place; suffixes after an apostrophe are left out."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import accumulate, compress
from operator import add, sub

from domain.quality.grounding.reading import Reading

_WORD = re.compile(r"([^\W_]+)")
_SUFFIXED = re.compile(r"[^\W_]'[a-z]+")
_BLANKS = {code: " " for code in range(128) if not chr(code).isalnum()}
_BREAK = re.compile(r"[.;!?\n]")
CLAUSE = re.compile(r"[.,;!?\n(]")
_STEM_LENGTH = 5
_LEAST_COMMON = 3
_SOFT = str.maketrans("bdg", "ptk")


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a reading in order: flat text, start, end."""

    reading: Reading
    texts: list[str]
    starts: list[int]
    ends: list[int]

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
    if "'" in flat:
        flat = _SUFFIXED.sub(_without_suffix, flat)
    if flat.isascii():
        return _split_plain(reading, flat)
    pieces = _WORD.split(flat)
    places = list(accumulate(map(len, pieces)))
    return Words(reading, pieces[1::2], places[:-1:2], places[1::2])


def _split_plain(reading: Reading, flat: str) -> Words:
    """The same without a pattern: whatever is no letter or digit becomes a blank."""
    pieces = flat.translate(_BLANKS).split(" ")
    lengths = list(map(len, pieces))
    ends = map(add, accumulate(lengths), range(len(lengths)))
    after = list(compress(ends, pieces))
    texts = list(filter(None, pieces))
    return Words(reading, texts, list(map(sub, after, filter(None, lengths))), after)


def _without_suffix(found: re.Match[str]) -> str:
    return found[0][0] + " " * (len(found[0]) - 1)


def belong(one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether short stems hold one word in common: `tup` and `tupte` are forms of one."""
    return not one.isdisjoint(other) or any(
        mine.startswith(theirs) or theirs.startswith(mine)
        for mine in one
        if len(mine) >= _LEAST_COMMON
        for theirs in other
        if len(theirs) >= _LEAST_COMMON
    )


def short(word: str) -> str:
    """The first letters of a word: a stemmer good enough to tell whether words belong together."""
    return word[:_STEM_LENGTH].translate(_SOFT)
