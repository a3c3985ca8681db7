"""Finds the checkable claims of one field: a single pass over its words, left to right."""

from __future__ import annotations

from functools import lru_cache
from itertools import compress
from typing import NamedTuple

from domain.quality.grounding import amounts, standards, terms
from domain.quality.grounding.joining import joined
from domain.quality.grounding.reading import read
from domain.quality.grounding.sharing import share_materials, share_units
from domain.quality.grounding.values import Claim, Code
from domain.quality.grounding.words import Words, split

_SHORT = 200
"""A field up to this long is kept once read: while one is edited the others stay the same."""


class Told(NamedTuple):
    """What one field tells: its words, flattened, and its claims in the order of the text."""

    words: frozenset[str]
    claims: tuple[Claim, ...]
    joined: tuple[tuple[int, Claim], ...]
    """What two neighbouring claims may say together, with the number of the first."""
    split: Words


def told_in(raw: str, language: str) -> Told:
    """The words and claims of a field; a claim's offsets are those of the raw string."""
    return _told_in_short(raw, language) if len(raw) <= _SHORT else _told_in(raw, language)


def _told_in(raw: str, language: str) -> Told:
    words = split(read(raw))
    claims = _claims_in(words, language)
    return Told(frozenset(words.texts), claims, joined(claims, raw), words)


_told_in_short = lru_cache(maxsize=4096)(_told_in)


def _claims_in(words: Words, language: str) -> tuple[Claim, ...]:
    found: list[Claim] = []
    here = free = 0
    # Most words begin no claim; they are passed over without a line of Python.
    kinds = list(map(_BEGINNINGS.__getitem__, words.texts))
    for index in compress(range(len(kinds)), kinds):
        if index < here:
            continue
        kind = kinds[index]
        read_here = (
            (standards.at(words, index) if kind & _STANDARD else None)
            or (amounts.at(words, index, language, free) if kind & _AMOUNT else None)
            or (terms.at(words, index) if kind & _TERM else None)
        )
        if read_here is not None:
            claim, here = read_here
            if claim is not None:
                found.append(claim)
                if isinstance(claim.senses[0], Code):
                    free = here
    raw = words.reading.raw
    return tuple(share_materials(share_units(found, raw), raw))


_STANDARD, _AMOUNT, _TERM = 1, 2, 4


class _Beginnings(dict[str, int]):
    """Which kinds of claims can begin with a word, worked out when it is first met."""

    def __missing__(self, word: str) -> int:
        may = (
            _STANDARD * standards.may_begin(word)
            | _AMOUNT * amounts.may_begin(word)
            | _TERM * terms.may_begin(word)
        )
        if len(self) < _MOST_WORDS and len(word) <= _LONGEST_WORD:
            self[word] = may
        return may


_MOST_WORDS = 100_000
_LONGEST_WORD = 40
_BEGINNINGS = _Beginnings()
