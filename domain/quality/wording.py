"""Finds forbidden wording in folded text, also where it is typed so as not to be found.

Besides the text itself two other readings of it are searched, only around the places that call
for them: letters set apart or broken up ("F R E E shipping", "in-di-rim") are read together, and
digits or signs amid letters are read as the letters they look like ("1nd1r1m", "fr33").
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from itertools import islice
from typing import Final, NamedTuple

from domain import markets
from domain.markets import RulePack
from domain.markets.phrases import Phrase
from domain.quality.signs import BREAK, BROKEN, DISGUISE, DISGUISED, LONE, SIGNS
from domain.quality.text import ListingText

_APART: Final = re.compile(r"(?<!\w)[^\W_](?:[^\w\x00]{1,3}[^\W_](?!\w)){2,40}")
_LETTERS_AFTER_SIGN: Final = 4
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


class _Ruled(NamedTuple):
    """A phrase, the rule that forbids it, and its number among the market's phrases."""

    number: int
    code: str
    phrase: Phrase


class _Window(NamedTuple):
    """Another reading of a stretch of text; `places` says where each letter really stands."""

    text: str
    places: list[int]


def search(text: ListingText, pack: RulePack) -> list[Hit]:
    """Every forbidden wording, in order, those that overlap under one rule told once."""
    folded = text.folded
    hits = [
        Hit(ruled.code, *span)
        for ruled in _present(folded, text.signs, pack)
        for span in _spans(folded, ruled.phrase)
    ]
    windows = list(_windows(text))
    if windows:
        joined = "\x00".join([window.text for window in windows])
        signs = SIGNS.of(joined.replace("\x00", " ").split())
        near = _present(joined, signs, pack)
        hits += [hit for window in windows for hit in _through(window, near)]
    kept = _apart(hits)
    return [hit for hit in kept[:_MOST_HITS] if not _is_fine(hit, folded, pack)]


@lru_cache(maxsize=16)
def _by_anchor(code: str) -> dict[str, list[_Ruled]]:
    """A market's phrases by their anchors."""
    anchors: dict[str, list[_Ruled]] = {}
    claims = markets.get(code).claims
    ruled = [(rule, phrase) for rule, phrases in claims.items() for phrase in phrases]
    for number, (rule, phrase) in enumerate(ruled):
        for anchor in phrase.anchors:
            anchors.setdefault(anchor, []).append(_Ruled(number, rule, phrase))
    return anchors


def _present(folded: str, signs: frozenset[str], pack: RulePack) -> list[_Ruled]:
    """The phrases that may stand in a text, in order: each of their words does, somewhere."""
    by_anchor = _by_anchor(pack.code)
    found = {
        ruled.number: ruled
        for anchor in signs & by_anchor.keys()
        for ruled in by_anchor[anchor]
        if ruled.phrase.may_stand_in(folded)
    }
    return [found[number] for number in sorted(found)]


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


def _stand_apart(words: Sequence[str]) -> bool:
    """Whether three or more single letters follow one another."""
    lengths = list(map(len, words))
    if lengths.count(1) < _LEAST_APART:
        return False
    return "\x01" * _LEAST_APART in "".join(map(chr, lengths))


def _windows(text: ListingText) -> Iterator[_Window]:
    """Other readings around broken or disguised words, a bounded number of them."""
    folded = text.folded
    if any(LONE in part.signs and _stand_apart(part.words) for part in text.fields):
        for found in islice(_APART.finditer(folded), _MOST_WINDOWS):
            yield _joined(folded, found.start(), found.end(), str.isalnum)
    if BROKEN in text.signs:
        yield from _mended(folded)
    if DISGUISED in text.signs:
        yield from _undisguised(folded)


def _mended(folded: str) -> Iterator[_Window]:
    reached = 0
    for found in islice(BREAK.finditer(folded), _MOST_WINDOWS):
        start, end = found.span()
        if start >= reached and start and folded[start - 1].isalnum():
            reached = end + _AROUND // 2
            yield _joined(folded, start - 2, reached, _is_not_break)


def _undisguised(folded: str) -> Iterator[_Window]:
    for found in islice(DISGUISE.finditer(folded), _MOST_WINDOWS):
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
    for _number, code, phrase in phrases:
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
