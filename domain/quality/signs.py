"""Cheap questions that most texts answer with no, so that the dear patterns seldom run.

A sign is a plain string without blanks or a trait of a piece of text. A text is cut at its
blanks, and which signs a piece bears is worked out once and kept, for a bounded number of
pieces. So asking after all signs together costs one look into a dictionary a piece.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

from domain import markets, turkish
from domain.markets.witnesses import BRANDS
from domain.quality.folding import fold

# Traits: their names hold blanks, so that no string is taken for one.
ODD: Final = "an odd character"
CAPITALS: Final = "a word in capitals"
LONE: Final = "a letter or digit that stands alone"
FOREIGN: Final = "a letter of another alphabet"
BROKEN: Final = "a word broken up"
DISGUISED: Final = "digits or signs before letters"
COINS: Final = "what may be money"

# Patterns that begin with one class of characters are quick: `re` skips to where it may begin.
ODD_CHARACTER: Final = re.compile(r"[^\w\s.,;:'\"()/&%+#@?°®™’“”‘–—-]")
BREAK: Final = re.compile(r"[.*_·~+|\\/-][.*_·~+|\\/-]?(?=[^\W\d_])")
DISGUISE: Final = re.compile(r"[013457@$€!][013457@$€!]{0,2}[a-z]")
_COINS: Final = re.compile(r"(?:\d\s?|^)(?:tl|lira|usd|eur|avro|dol|bucks)")
_NOT_LATIN: Final = re.compile("[\u0370-\u05ff\u0600-\u0eff\u3040-\u9fff\uac00-\ud7af]")


class Question(NamedTuple):
    """A question whether one of some strings stands in a text, each with its sign.

    The sign is the string's longest part without blanks.
    """

    strings: tuple[tuple[str, str], ...]

    def answer(self, folded: str, present: frozenset[str]) -> bool:
        """Whether one of the strings stands in a folded text that bears the signs `present`."""
        for string, sign in self.strings:  # noqa: SIM110 - half the time of any()
            if sign in present and string in folded:
                return True
        return False


def question(*strings: str) -> Question:
    """The question whether one of the strings stands in a text."""
    return Question(tuple((string, max(string.split(), key=len)) for string in strings))


LINK: Final = question(
    "bit.ly", "t.me", "wa.me", "goo.gl", "www", "://", " dot ", " nokta ", "[.", "(.", "[dot",
    "(dot", "(nokta", "[nok",
)  # fmt: skip
MAIL: Final = question("@", "[at", "(at", "[et", "(et")
COIN: Final = question("$", "€", "₺", "£", "usd ", "eur ", "try ")
HANDLE: Final = question(
    "whatsapp", "telegram", "instagram", "facebook", "tiktok", "twitter", "bizi ara", "bize ulas",
    "call us", "contact us", "email us", "text us", "musteri hizmet", "@",
)  # fmt: skip
REDUCTION: Final = question("%", "save", "bogo", "#", "buy 1", "2 for 1", "percent", " ode")
GENUINE: Final = question("orijinal", "orjinal", "genuine", "authentic", "hakiki")
BETTER: Final = question("dan daha", "den daha", "tan daha", "ten daha", "than ", "vs ")
_QUESTIONS: Final = (LINK, MAIL, COIN, HANDLE, REDUCTION, GENUINE, BETTER)


class Signs(dict[str, frozenset[str]]):
    """The signs that each piece of text bears, worked out when first met."""

    def __init__(self, strings: Iterable[str]) -> None:
        super().__init__()
        self._beginnings: dict[str, list[str]] = {}
        for string in sorted(set(strings)):
            self._beginnings.setdefault(string[:_BEGINNING], []).append(string)

    def __missing__(self, piece: str) -> frozenset[str]:
        found = frozenset((*self._strings(fold(piece)), *_traits(piece)))
        if len(self) < _MOST_PIECES and len(piece) <= _LONGEST_PIECE:
            self[piece] = found
        return found

    def _strings(self, folded: str) -> Iterator[str]:
        for place in range(len(folded)):
            for length in range(1, _BEGINNING + 1):
                for string in self._beginnings.get(folded[place : place + length], ()):
                    if folded.startswith(string, place):
                        yield string

    def of(self, pieces: Iterable[str]) -> frozenset[str]:
        """All signs that the pieces bear."""
        return frozenset().union(*map(self.__getitem__, pieces))


def _traits(piece: str) -> Iterator[str]:
    words = [piece] if piece.isalnum() else turkish.words(piece)
    folded = fold(piece)
    if ODD_CHARACTER.search(piece):
        yield ODD
    if any(word.isupper() and len(word) > 1 for word in words):
        yield CAPITALS
    if any(len(word) == 1 for word in words):
        yield LONE
    if _NOT_LATIN.search(piece):
        yield FOREIGN
    if BREAK.search(folded):
        yield BROKEN
    if DISGUISE.search(folded):
        yield DISGUISED
    if _COINS.search(folded):
        yield COINS


def _anchors() -> Iterator[str]:
    """The rarest words of the wordings that some market forbids."""
    for code in markets.codes():
        for phrases in markets.get(code).claims.values():
            for phrase in phrases:
                yield from phrase.anchors


_BEGINNING: Final = 2
_MOST_PIECES: Final = 100_000
_LONGEST_PIECE: Final = 40
_ASKED_FOR: Final = [sign for asked in _QUESTIONS for _string, sign in asked.strings]
SIGNS: Final = Signs((*_anchors(), *BRANDS, *_ASKED_FOR))
