"""Finds forbidden wording in folded text, also where it is typed so as not to be found.

Besides the text itself two other readings of it are searched, only around the places that call
for them: letters set apart or broken up ("F R E E shipping", "in-di-rim") are read together, and
digits or signs amid letters are read as the letters they look like ("1nd1r1m", "fr33").
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from itertools import islice
from typing import Final, NamedTuple

from domain import markets
from domain.markets import RulePack
from domain.markets.phrases import HEAD, Phrase
from domain.quality.text import ListingText

# Patterns that begin with one class of characters are quick: `re` skips to where it may begin.
_APART: Final = re.compile(r"(?<!\w)[^\W_](?:[^\w\x00]{1,3}[^\W_](?!\w)){2,40}")
_BREAK: Final = re.compile(r"[.*_·~+|\\/-][.*_·~+|\\/-]?(?=[^\W\d_])")
_SIGN: Final = re.compile(r"[013457@$€!][013457@$€!]{0,2}[a-z]")
_LETTERS_AFTER_SIGN: Final = 4
_WORD: Final = re.compile(r"\w+")
_DISGUISES: Final = (
    str.maketrans("013457@$€!", "oieastasei"),
    str.maketrans("013457@$€!", "oleastasei"),
)
_AROUND: Final = 32
_FEW: Final = 4
_LEAST_APART: Final = 3
_REACH: Final = 120
_MOST_WINDOWS: Final = 64
_MOST_HITS: Final = 200


class Hit(NamedTuple):
    """Wording that a rule forbids, and where it stands in the folded text."""

    code: str
    start: int
    end: int


_Ruled = tuple[str, Phrase]
_Anchored = tuple[tuple[str, tuple[_Ruled, ...]], ...]


class _Index(NamedTuple):
    """Phrases by their anchors, under the first letters of their first word."""

    heads: dict[str, _Anchored]
    always: _Anchored
    """Those whose first word is too short to tell anything."""


class _Window(NamedTuple):
    """Another reading of a stretch of text; `places` says where each letter really stands."""

    text: str
    places: list[int]


def search(text: ListingText, pack: RulePack) -> list[Hit]:
    """Every forbidden wording, in order, those that overlap under one rule told once."""
    folded = text.folded
    begun = {word[:HEAD] for part in text.fields for word in part.words}
    index = _index(pack.code)
    hits = [
        Hit(code, *span)
        for code, phrase in _present(folded, begun, index)
        for span in _spans(folded, phrase)
    ]
    apart = any(_stand_apart(part.words) for part in text.fields)
    windows = list(_windows(folded, apart))
    if windows:
        joined = "\x00".join([window.text for window in windows])
        near = _present(joined, {word[:HEAD] for word in _WORD.findall(joined)}, index)
        hits += [hit for window in windows for hit in _through(window, near)]
    kept = _apart(hits)
    return [hit for hit in kept[:_MOST_HITS] if not _is_fine(hit, folded, pack)]


@lru_cache(maxsize=16)
def _index(code: str) -> _Index:
    """A market's phrases by how their first word begins."""
    heads: dict[str, list[_Ruled]] = {}
    always: list[_Ruled] = []
    for rule, phrases in markets.get(code).claims.items():
        for phrase in phrases:
            if min(map(len, phrase.heads)) < HEAD:
                always.append((rule, phrase))
                continue
            for head in set(phrase.heads):
                heads.setdefault(head, []).append((rule, phrase))
    return _Index({head: _anchored(ruled) for head, ruled in heads.items()}, _anchored(always))


def _anchored(ruled: list[_Ruled]) -> _Anchored:
    """The phrases by anchor, so that each anchor is looked for once."""
    anchors: dict[str, list[_Ruled]] = {}
    for pair in ruled:
        for anchor in pair[1].anchors:
            anchors.setdefault(anchor, []).append(pair)
    return tuple((anchor, tuple(pairs)) for anchor, pairs in anchors.items())


def _present(folded: str, begun: set[str], index: _Index) -> list[_Ruled]:
    """The phrases that may stand in a text: their first word begins one, their anchor is there."""
    groups = [index.heads[head] for head in begun & index.heads.keys()]
    found = [
        pair
        for group in (index.always, *groups)
        for anchor, pairs in group
        if anchor in folded
        for pair in pairs
    ]
    return list({id(pair): pair for pair in found}.values())


def _spans(folded: str, phrase: Phrase) -> Iterator[tuple[int, int]]:
    """Where a phrase stands: the pattern runs only around its anchors, while they are few."""
    places: list[int] = []
    for anchor in phrase.anchors:
        place = folded.find(anchor)
        while place >= 0 and len(places) <= _FEW:
            places.append(place)
            place = folded.find(anchor, place + 1)
    if len(places) > _FEW:
        for match in islice(phrase.pattern.finditer(folded), _MOST_HITS):
            yield match.span()
        return
    for place in places:
        for match in phrase.pattern.finditer(folded, max(0, place - _REACH), place + _REACH):
            yield match.span()


def _stand_apart(words: list[str]) -> bool:
    """Whether three or more single letters follow one another."""
    lengths = list(map(len, words))
    if lengths.count(1) < _LEAST_APART:
        return False
    return "\x01" * _LEAST_APART in "".join(map(chr, lengths))


def _windows(folded: str, apart: bool) -> Iterator[_Window]:
    """Other readings around broken or disguised words, a bounded number of them.

    `apart` says whether there are letters that stand alone.
    """
    if apart:
        for found in islice(_APART.finditer(folded), _MOST_WINDOWS):
            yield _joined(folded, found.start(), found.end(), str.isalnum)
    reached = 0
    for found in islice(_BREAK.finditer(folded), _MOST_WINDOWS):
        start, end = found.span()
        if start >= reached and start and folded[start - 1].isalnum():
            reached = end + _AROUND // 2
            yield _joined(folded, start - 2, reached, _is_not_break)
    for found in islice(_SIGN.finditer(folded), _MOST_WINDOWS):
        if not _amid_letters(folded, *found.span()):
            continue
        begin, stop = max(0, found.start() - _AROUND), found.end() + _AROUND
        places = list(range(begin, min(stop, len(folded))))
        for letters in _DISGUISES:
            yield _Window(folded[begin:stop].translate(letters), places)


def _is_not_break(char: str) -> bool:
    return char not in ".*_·~+|\\/-"


def _amid_letters(folded: str, start: int, end: int) -> bool:
    """Whether signs stand between letters, or before a word of some length."""
    before = folded[start - 1 : start]
    return before.isalpha() or (
        not before.isalnum() and folded[end : end + _LETTERS_AFTER_SIGN - 1].isalpha()
    )


def _joined(folded: str, start: int, end: int, keeps: Callable[[str], bool]) -> _Window:
    """The text around a stretch, without what breaks up the stretch's words."""
    begin, stop = max(0, start - _AROUND), min(len(folded), end + _AROUND)
    places = [
        place for place in range(begin, stop) if not start <= place < end or keeps(folded[place])
    ]
    return _Window("".join([folded[place] for place in places]), places)


def _through(window: _Window, phrases: list[_Ruled]) -> Iterator[Hit]:
    for code, phrase in phrases:
        if not any(anchor in window.text for anchor in phrase.anchors):
            continue
        for match in phrase.pattern.finditer(window.text):
            start, end = match.span()
            yield Hit(code, window.places[start], window.places[end - 1] + 1)


def _apart(hits: list[Hit]) -> list[Hit]:
    """Of hits under one rule that overlap, the first and longest."""
    kept: list[Hit] = []
    reached: dict[str, int] = {}
    for hit in sorted(hits, key=lambda hit: (hit.start, -hit.end)):
        if hit.start >= reached.get(hit.code, 0):
            kept.append(hit)
            reached[hit.code] = hit.end
    return kept


def _is_fine(hit: Hit, folded: str, pack: RulePack) -> bool:
    """Whether the wording belongs to a harmless one, as in "ground clearance"."""
    begin = max(0, hit.start - _AROUND)
    around = folded[begin : hit.end + _AROUND]
    for phrase in pack.fine:
        if not any(anchor in around for anchor in phrase.anchors):
            continue
        for match in phrase.pattern.finditer(around):
            if match.start() + begin <= hit.start and match.end() + begin >= hit.end:
                return True
    return False
