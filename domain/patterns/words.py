"""Text as stems, and the phrases in it: one to three words in a row."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from domain.turkish import fold, lower, stem, words

Phrase = tuple[str, ...]
"""The stems of one to three words that follow one another."""
LONGEST: Final = 3
LONGEST_TEXT: Final = 12_000
"""Characters of all parts of a text; what follows is not read."""
LONGEST_WORD: Final = 30

_BREAK: Final = re.compile(r"[.!?;:,…]+(?:\s|$)|[\n\r()\[\]“”\"]+")
_TURKISH: Final = (
    "ve veya ya da de ki mi mu ile için gibi kadar bir bu şu o bunu bunun buna şunu onu onun ona "
    "olan olarak olduğu olup oldu olmuş olsa ama fakat ancak çünkü hem her hiç daha çok pek "
    "ben sen biz siz onlar bana bize bence böyle şöyle öyle ne neden nasıl diye ise göre "
    "sonra önce üzere üzerinde içinde tüm bütün bazı birkaç aynı var et etmek yap yapmak ol olmak"
)
_ENGLISH: Final = (
    "a an the and or but of in on at to for from by with as is are was were be been it its this "
    "that these those i you he she we they my your our their not very so too more most than then "
    "there here have has had do does did will would can could should which who what"
)
STOP: Final = frozenset(
    form for word in f"{_TURKISH} {_ENGLISH}".split() for form in (fold(word), stem(word))
) - {"su"}
"""Stems that say nothing by themselves: no phrase begins or ends with one. Not water, which folds
as “şu” does."""
_LEADS: Final = frozenset({"en"})
"""May begin a phrase (“en iyi”) but is none."""


def pieces(texts: Iterable[str]) -> Iterator[list[str]]:
    """The words of texts as they stand, cut where a sentence or a clause ends."""
    left = LONGEST_TEXT
    for text in texts:
        read, left = text[:left], max(0, left - len(text))
        for piece in _BREAK.split(read):
            if found := words(piece):
                yield found


def root(word: str) -> str:
    """The stem by which words are compared, Turkish whatever the language, so that what is
    compared agrees; none of a word that is no word any more, which ends a phrase."""
    return stem(word) if len(word) <= LONGEST_WORD else ""


def stems(texts: Iterable[str]) -> Iterator[Phrase]:
    """The same as stems, cut at what is no word as well."""
    for piece in pieces(texts):
        row = tuple(map(root, piece))
        while "" in row:
            cut = row.index("")
            yield row[:cut]
            row = row[cut + 1 :]
        yield row


def spoken(word: str, language: str) -> str:
    """A word as a phrase shows it: in small letters, if that leaves its stem as it is."""
    small = lower(word, language)
    return small if root(small) == root(word) else lower(word)


def ends(word: str) -> bool:
    """Whether a phrase may end with this stem."""
    return leads(word) and word not in _LEADS


def leads(word: str) -> bool:
    """Whether a phrase may begin with this stem."""
    return len(word) > 1 and word not in STOP and not word.isdigit()


def phrases(said: Iterable[Phrase]) -> Iterator[Phrase]:
    """Every phrase in the stems of a text."""
    for row in said:
        for place, word in enumerate(row):
            if not leads(word):
                continue
            for end in range(place + 1, min(place + LONGEST, len(row)) + 1):
                if ends(row[end - 1]):
                    yield row[place:end]


def phrase(term: str) -> Phrase:
    """A phrase as it is shown, as its stems."""
    return tuple(map(root, words(term)))
