"""Which language a text is in: cheap witnesses that can be named, sentence by sentence.

Stop words, letters and endings vote; words of the product's own name have no vote. English
prose has a stop word in every third or fourth place and Turkish prose a Turkish letter or stop
word in every second, so the thresholds below lie far from both.
"""

from __future__ import annotations

import re
from typing import Final

from domain.listing import Language
from domain.markets import witnesses
from domain.quality.folding import fold
from domain.quality.report import Report
from domain.quality.signs import FOREIGN
from domain.quality.subject import Subject
from domain.quality.text import FieldText, ListingText

COMMON: Final = witnesses.TURKISH_STOPWORDS | witnesses.ENGLISH_STOPWORDS

_LEAST_FOR_FIELD: Final = 20
_LEAST_FOR_SENTENCE: Final = 5
_LEAST_FOREIGN: Final = 3
_ENGLISH_SHARE: Final = 0.12
_TURKISH_SHARE: Final = 0.15
_MOST_PARTS: Final = 60
_MOST_WORDS: Final = 2000
_MOST_SENTENCES: Final = 200
_ENDINGS: Final = tuple(witnesses.TURKISH_ENDINGS)
_OTHER_ALPHABET: Final = re.compile(
    "[\u0400-\u052f\u0590-\u06ff\u0900-\u0dff\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]{2,40}"
)
_MIXED: Final = re.compile(
    "[^\\W\\d_]{0,20}(?:[A-Za-zÀ-ɏ][\u0400-\u052fαειοκρτυνχΑΒΕΖΗΙΚΜΝΟΡΤΥΧ]"
    "|[\u0400-\u052fαειοκρτυνχΑΒΕΖΗΙΚΜΝΟΡΤΥΧ][A-Za-zÀ-ɏ])[^\\W\\d_]{0,20}"
)
_NAMES: Final = {Language.TR: ("Türkçe", "Turkish"), Language.EN: ("İngilizce", "English")}


# What one word says: nothing, that it is a name or number, Turkish, English, either, or that it
# ends as Turkish words do.
_SILENT, _OWN, _TURKISH, _ENGLISH, _EITHER, _ENDING = "-", "n", "t", "e", "b", "s"


class _Voters(dict[str, str]):
    """The vote of each word, worked out when first met."""

    def __missing__(self, word: str) -> str:
        vote = _vote(word)
        if len(self) < _MOST_VOTERS and len(word) <= _LONGEST_VOTER:
            self[word] = vote
        return vote


_MOST_VOTERS: Final = 100_000
_LONGEST_VOTER: Final = 40
_VOTERS: Final = _Voters()


def _vote(word: str) -> str:
    folded = fold(word)
    if not word.isalpha():
        return _OWN
    if folded in witnesses.SURELY_ENGLISH:
        return _ENGLISH
    english = folded in witnesses.ENGLISH_STOPWORDS
    if folded in witnesses.TURKISH_STOPWORDS or not (
        word.isascii() or witnesses.TURKISH_LETTERS_TOO.isdisjoint(word)
    ):
        return _EITHER if english else _TURKISH
    if english:
        return _ENGLISH
    return _ENDING if len(word) > 5 and folded.endswith(_ENDINGS) else _SILENT


class _Votes:
    """The votes of a stretch of text, counted."""

    def __init__(self, votes: str) -> None:
        self.words = len(votes) - votes.count(_OWN)
        either = votes.count(_EITHER)
        self.turkish = votes.count(_TURKISH) + either
        self.english = votes.count(_ENGLISH) + either
        self.endings = votes.count(_ENDING)


def check(text: ListingText, about: Subject, report: Report) -> None:
    """Text in another language or another alphabet than the market's."""
    market = report.pack.language
    known = about.given if market is Language.TR else about.named
    for part in text.fields[:_MOST_PARTS]:
        if FOREIGN in part.signs:
            _alphabets(part, report)
        votes = _votes(part, known)
        if part.field != "description":
            _short(part, votes, known, report)
        else:
            _prose(part, votes, report)


def _votes(part: FieldText, known: frozenset[str]) -> str:
    """The vote of each word, none of the product's own words."""
    typed, words = part.typed[:_MOST_WORDS], part.words
    votes = map(_VOTERS.__getitem__, typed)
    if known.isdisjoint(words):
        return "".join(votes)
    return "".join(
        [_OWN if word in known else vote for word, vote in zip(words, votes, strict=False)]
    )


def _prose(part: FieldText, votes: str, report: Report) -> None:
    """A description as a whole, then its sentences where enough words may be foreign."""
    market, counted = report.pack.language, _Votes(votes)
    if _is_foreign(counted, market):
        _tell("text.wrong_language", part, 0, min(len(part.visible), 80), report)
    elif (counted.english if market is Language.TR else counted.turkish) >= _LEAST_FOREIGN:
        _sentences(part, votes, report)


def _is_foreign(votes: _Votes, market: Language) -> bool:
    if votes.words < _LEAST_FOR_FIELD:
        return False
    if market is Language.EN:
        return votes.english < _ENGLISH_SHARE * votes.words or votes.turkish > votes.english
    witnessed = votes.turkish + votes.endings
    return witnessed < _TURKISH_SHARE * votes.words or votes.english > votes.turkish


def _sentences(part: FieldText, votes: str, report: Report) -> None:
    """Single sentences in another language."""
    for sentence, first, last in part.spoken[:_MOST_SENTENCES]:
        counted = _Votes(votes[first:last])
        if counted.words < _LEAST_FOR_SENTENCE:
            continue
        if report.pack.language is Language.TR:
            foreign = counted.english >= _LEAST_FOREIGN and counted.english > 2 * (
                counted.turkish + counted.endings
            )
        else:
            foreign = counted.turkish >= _LEAST_FOREIGN and counted.turkish > counted.english
        if foreign:
            _tell("text.foreign_sentence", part, sentence.start, sentence.end, report)


def _short(part: FieldText, votes: str, known: frozenset[str], report: Report) -> None:
    """Titles and features hold few words: only words that are surely foreign count."""
    if report.pack.language is Language.TR:
        foreign_votes = votes.count(_ENGLISH)
        if foreign_votes >= 2 and not any(map(votes.count, (_TURKISH, _EITHER, _ENDING))):
            _tell("text.foreign_sentence", part, 0, len(part.visible), report)
        return
    foreign = [
        place
        for place, (typed, word) in enumerate(
            zip(part.typed[:_MOST_WORDS], part.words, strict=False)
        )
        if word not in known and _is_turkish(typed, word)
    ]
    if len(foreign) >= 2 and len(foreign) * 4 >= len(part.typed):
        _tell("text.wrong_language", part, 0, len(part.visible), report)
        return
    for place in foreign[:5]:
        token = part.tokens[place]
        _tell("text.foreign_word", part, token.start, token.end, report)


def _is_turkish(word: str, folded: str) -> bool:
    return folded in witnesses.SURELY_TURKISH or not (
        word.isascii() or witnesses.TURKISH_LETTERS.isdisjoint(word)
    )


def _alphabets(part: FieldText, report: Report) -> None:
    mixed = _MIXED.search(part.visible)
    if mixed is not None:
        report.mark("text.mixed_alphabets", part, *mixed.span())
    else:
        other = _OTHER_ALPHABET.search(part.visible)
        if other is not None:
            _tell("text.foreign_word", part, *other.span(), report)


def _tell(code: str, part: FieldText, start: int, end: int, report: Report) -> None:
    tr, en = _NAMES[report.pack.language]
    report.mark(code, part, start, end, language=tr, language_en=en)
