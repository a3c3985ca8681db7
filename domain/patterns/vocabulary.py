"""Which phrases are frequent enough to be looked at, and in which documents each stands.

A phrase is only as frequent as the words in it: words are counted first, then pairs of frequent
words, then threes of frequent pairs (Agrawal & Srikant 1994, "Fast algorithms for mining
association rules"). Words are numbers here, so that numpy counts ten thousand texts in seconds.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray

from domain.patterns.words import LONGEST, Phrase, ends, leads, pieces, root

MOST_PHRASES: Final = 5_000
"""The most frequent ones; which group they stand in has no say."""
_BREAK: Final = 0
_NOTHING: Final = -1
Numbers = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Document:
    """A text, and what of it does not count: phrases made of the words of `facts` alone, and
    those that still stand in `better`."""

    texts: Sequence[str]
    facts: str = ""
    better: Sequence[str] = ()


class _Lexicon(dict[str, int]):
    """The number of each word's stem."""

    def __init__(self) -> None:
        super().__init__()
        self.stems: list[str] = [""]
        self._numbers = {"": _BREAK}

    def __missing__(self, word: str) -> int:
        said = root(word)
        number = self._numbers.get(said)
        if number is None:
            number = self._numbers[said] = len(self.stems)
            self.stems.append(said)
        self[word] = number
        return number


@dataclass(frozen=True, slots=True)
class _Said:
    """Words in a row and the document of each; where a sentence ends stands a break."""

    words: Numbers
    places: Numbers


def frequent(documents: Sequence[Document], least: int) -> dict[Phrase, Numbers]:
    """The documents of each phrase that stands in at least so many and not in all of them."""
    if not documents:
        return {}
    lexicon = _Lexicon()
    said = _said(lexicon, (one.texts for one in documents))
    facts = _said(lexicon, ([one.facts] for one in documents))
    better = _said(lexicon, (one.better for one in documents))
    size, count = len(lexicon.stems), len(documents)
    own = np.isin(_keys(said.words, said.places, count), _keys(facts.words, facts.places, count))
    leading = np.array([leads(one) for one in lexicon.stems])
    ending = np.array([ends(one) for one in lexicon.stems])

    found: list[tuple[Phrase, Numbers]] = []
    runs, left = said.words, better.words
    common = _common(runs, said.places, count, least)
    names: list[Phrase] = [(one,) for one in lexicon.stems]
    for length in range(1, LONGEST + 1):
        if length > 1:
            left = np.where(left < len(common), left, _BREAK)
            wide = _wider(runs, said.words[length - 1 :], common, size)
            kept = _wider(left, better.words[length - 1 :], common, size)
            runs, left, made = _numbered(wide, kept)
            names = [(*names[one // size], lexicon.stems[one % size]) for one in made]
            common = _common(runs, said.places, count, least)
        counts = common[runs] & leading[said.words[: len(runs)]] & ending[said.words[length - 1 :]]
        counts &= ~np.logical_and.reduce([own[at : len(runs) + at] for at in range(length)])
        keys = _unique(_keys(runs, said.places, count)[counts])
        keys = keys[~np.isin(keys, _keys(left, better.places, count))]
        found += [
            (names[run], places)
            for run, places in _split(keys, count)
            if least <= len(places) < count
        ]
    found.sort(key=lambda one: (-len(one[1]), one[0]))
    return dict(found[:MOST_PHRASES])


def _said(lexicon: _Lexicon, documents: Iterable[Iterable[str]]) -> _Said:
    words: list[int] = []
    lengths: list[int] = []
    for texts in documents:
        before = len(words)
        for piece in pieces(texts):
            words += map(lexicon.__getitem__, piece)
            words.append(_BREAK)
        lengths.append(len(words) - before)
    places = np.repeat(np.arange(len(lengths)), lengths)
    return _Said(np.array(words, dtype=np.int64), places.astype(np.int64))


def _unique(keys: Numbers) -> Numbers:
    """Each once, in order: ten times as fast as `numpy.unique`, which hashes them."""
    ordered = np.sort(keys)
    return ordered[np.flatnonzero(np.diff(ordered, prepend=_NOTHING))]


def _keys(runs: Numbers, places: Numbers, count: int) -> Numbers:
    """One number for a run in a document."""
    keys: Numbers = runs * count + places[: len(runs)]
    return keys


def _split(keys: Numbers, count: int) -> Iterator[tuple[int, Numbers]]:
    """The documents of each run, from ordered keys."""
    runs = keys // count
    begins = np.flatnonzero(np.diff(runs, prepend=_NOTHING))
    for at, end in pairwise([*begins, len(keys)]):
        yield int(runs[at]), keys[at:end] % count


def _common(runs: Numbers, places: Numbers, count: int, least: int) -> NDArray[np.bool_]:
    """Of each run, whether it stands in enough documents; a break is no run."""
    pairs = _unique(_keys(runs, places, count)[runs != _BREAK])
    common: NDArray[np.bool_] = np.bincount(pairs // count, minlength=1) >= least
    common[_BREAK] = False
    return common


def _wider(runs: Numbers, ends: Numbers, common: NDArray[np.bool_], size: int) -> Numbers:
    """Each run with the word behind it, where both it and the run one word on are common."""
    both = common[runs[:-1]] & common[runs[1:]]
    wider: Numbers = np.where(both, runs[:-1] * size + ends, _BREAK)
    return wider


def _numbered(wide: Numbers, left: Numbers) -> tuple[Numbers, Numbers, list[int]]:
    """The runs of texts and of better texts under small numbers, and what each number stands for:
    a break is 0, and so is what no text has."""
    made = _unique(np.append(wide[wide != _BREAK], _BREAK))
    at = np.minimum(np.searchsorted(made, left), len(made) - 1)
    return np.searchsorted(made, wide), np.where(made[at] == left, at, _BREAK), made.tolist()
