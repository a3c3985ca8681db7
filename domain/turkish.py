"""Words of Turkish (and English) text: casing, folding, tokens, stems, syllables, sentences.

Python's own casing follows English: `"İ".lower()` is two code points and `"IŞIK".lower()` is
wrong Turkish. Whatever compares or counts words in this project goes through this module.
"""

from __future__ import annotations

import re
import threading
import unicodedata
from functools import lru_cache
from typing import Final, NamedTuple

import Stemmer

_DOT: Final = "\u0307"
_TO_LOWER: Final = str.maketrans({"İ": "i", "I": "ı"})
_TO_UPPER: Final = str.maketrans({"i": "İ", "ı": "I"})
_TURKISH_TO_ASCII: Final = tuple(zip("çğıİöşüâîûÇĞÖŞÜÂÎÛ", "cgiiosuaiucgosuaiu", strict=True))
_MARKS: Final = re.compile("[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]+")

# A word or number: letters and digits, a decimal or thousands separator between digits, and
# marks that were left decomposed. What follows an apostrophe is a suffix and is stepped over
# (`iPhone'un`), unless only one letter stands before it (`L'Oréal`).
_MARK: Final = "[\u0300-\u036f]"
_TOKEN: Final = re.compile(
    rf"([^\W_]+(?:{_MARK}+[^\W_]*)*(?:(?<=\d)[.,]\d[^\W_]*)*)"
    rf"(?:(?<=[^\W_]{{2}})['’ʼ](?:[^\W\d_]|{_MARK})+|(?<=\d)['’ʼ](?:[^\W\d_]|{_MARK})+)?"
)

_VOWELS: Final = frozenset("aeıioöuüâîûAEIİOÖUÜÂÎÛ")
_VOWEL_RUN: Final = re.compile("[aeiouyàâäèéêëîïôöùûü]+")
_SILENT_END: Final = re.compile("(?:[^laeiouy]e|[^aeiouytd]ed|[^aeiouyscxzg]es)$")

_SENTENCE_END: Final = re.compile(
    # One class of characters first: `re` then skips to where an end may be.
    r"[.!?…\r\n](?:(?<=[\r\n])[\r\n]*|(?<![\r\n])[.!?…]*[\"'”’)\]]*(?=\s|$))"
)
_SHORTENED: Final = (
    "vb vs dr prof doç sn no örn yy cad sok apt tel maks max min ort yak bkz st mr mrs ms "
    "inc ltd co approx e.g i.e etc"
)
_ABBREVIATIONS: Final = frozenset(_SHORTENED.split())
_ABBREVIATED: Final = 8
_LONGEST_SHORTENED: Final = 4
_LETTER: Final = re.compile(r"[^\W_]")
_LAST_WORD: Final = re.compile(r"[^\W_][\w.]*$")


class Token(NamedTuple):
    """A stretch of text and where it stands: `source[start:end] == text`."""

    text: str
    start: int
    end: int


def nfc(text: str) -> str:
    """The text with its letters composed, as every comparison here expects it."""
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def lower(text: str, language: str = "tr") -> str:
    """Lower case by the rules of `language`: in Turkish `I` becomes `ı`; `İ` is always `i`."""
    composed = nfc(text)
    if language == "tr":
        composed = composed.translate(_TO_LOWER)
    return composed.lower().replace("i" + _DOT, "i")


def upper(text: str, language: str = "tr") -> str:
    """Upper case by the rules of `language`: in Turkish `i` becomes `İ`."""
    composed = nfc(text)
    if language == "tr":
        composed = composed.replace("i" + _DOT, "i").translate(_TO_UPPER)
    return nfc(composed.upper())


def capitalize(text: str, language: str = "tr") -> str:
    """The word with a capital first letter and the rest in lower case."""
    composed = nfc(text)
    return upper(composed[:1], language) + lower(composed[1:], language)


def fold(text: str) -> str:
    """A form for searching and comparing: no case, no diacritics, `ı` and `İ` as `i`."""
    simple = _without_turkish(text)
    if simple.isascii():
        return simple.lower()
    bare = _MARKS.sub("", unicodedata.normalize("NFKD", simple)).casefold()
    bare = _without_turkish(_MARKS.sub("", unicodedata.normalize("NFKD", bare)))
    return unicodedata.normalize("NFC", bare)


def _without_turkish(text: str) -> str:
    """Letter by letter over the whole text: `str.translate` takes seven times as long."""
    if not text.isascii():
        for letter, plain in _TURKISH_TO_ASCII:
            text = text.replace(letter, plain)
    return text


def tokens(text: str) -> list[Token]:
    """Words and numbers in order; a suffix after an apostrophe belongs to no token."""
    return [Token(found[1], *found.span(1)) for found in _TOKEN.finditer(text)]


def words(text: str, start: int = 0, end: int | None = None) -> list[str]:
    """The texts of the tokens between two places: far cheaper where no offsets are needed."""
    found: list[str] = _TOKEN.findall(text, start, len(text) if end is None else end)
    return found


_STEMMERS: Final = {"tr": Stemmer.Stemmer("turkish"), "en": Stemmer.Stemmer("english")}
_STEMMING: Final = threading.Lock()  # a Snowball stemmer keeps state between calls
_SHORTEST: Final = 4
_ROUNDS: Final = 4
_DIGIT: Final = re.compile(r"\d")
_WITHOUT: Final = re.compile("s[ıiuü]z$")
_LEFT_OVER: Final = re.compile("(?<=[a-zçğışöü]{2}[aeıioöuü])s$|(?<=.{3})l[ıiuü]$")


@lru_cache(maxsize=65_536)
def stem(word: str, language: str = "tr") -> str:
    """The folded stem, so that `IŞIĞI` and `ışığı`, `kamerası` and `kameralı` agree.

    Snowball's stems, carried on in Turkish where Snowball stops half-way; words with a digit
    (model codes, sizes) and very short ones stay whole.
    """
    small = lower(word, language)
    if len(small) < _SHORTEST or _DIGIT.search(small):
        return fold(small)
    with _STEMMING:
        if language == "en":
            return fold(_STEMMERS["en"].stemWord(small))
        return fold(_turkish_stem(small))


def _turkish_stem(word: str) -> str:
    """Snowball until it changes nothing, with the endings it leaves: `kamera|s`, `kamera|lı`."""
    if _WITHOUT.search(word):
        # "kablosuz" (wireless) is not a form of "kablo" (cable).
        return word
    word = _LEFT_OVER.sub("", word)
    for _ in range(_ROUNDS):
        shorter = _LEFT_OVER.sub("", _STEMMERS["tr"].stemWord(word))
        if shorter == word or len(shorter) < _SHORTEST - 1:
            break
        word = shorter
    return word


@lru_cache(maxsize=65_536)
def syllables(word: str, language: str = "tr") -> int:
    """How many syllables a word has, at least one: in Turkish as many as it has vowels."""
    if language != "en":
        return max(1, sum(letter in _VOWELS for letter in word))
    small = lower(word, "en")
    count = len(_VOWEL_RUN.findall(small))
    return max(1, count - 1 if _SILENT_END.search(small) else count)


def sentences(text: str) -> list[Token]:
    """Sentences and lines with their places; abbreviations and ordinals end none."""
    found: list[Token] = []
    start = 0
    for stop in _SENTENCE_END.finditer(text):
        if stop[0][0] in ".…" and not _ends_sentence(text, start, stop):
            continue
        _keep(text, start, stop.end(), found)
        start = stop.end()
    _keep(text, start, len(text), found)
    return found


def _ends_sentence(text: str, start: int, stop: re.Match[str]) -> bool:
    """Whether a full stop there is the end: not in `vb.`, seldom before a small letter"""
    rest = text[stop.end() : stop.end() + 24].lstrip(" \t")
    # Two letters more than the longest abbreviation are enough to tell one.
    before = text[max(start, stop.start() - _ABBREVIATED) : stop.start()]
    if not rest or (len(before) == _ABBREVIATED and before.isalpha()):
        return True
    word = _LAST_WORD.search(before)
    # "iPhone" may begin a sentence, "nesil" in "3. nesil" does not; "adidas" may after a word.
    if rest[:1].islower() and not rest[1:2].isupper() and not _is_whole(word):
        return False
    return word is None or lower(word[0]) not in _ABBREVIATIONS


def _is_whole(word: re.Match[str] | None) -> bool:
    """Whether a word before a full stop is too long for an abbreviation of its own making."""
    return word is not None and len(word[0]) > _LONGEST_SHORTENED and word[0].isalpha()


def _keep(text: str, start: int, end: int, found: list[Token]) -> None:
    piece = text[start:end]
    stripped = piece.strip()
    if stripped[:1].isalnum() or _LETTER.search(stripped):
        begin = start + len(piece) - len(piece.lstrip())
        found.append(Token(stripped, begin, begin + len(stripped)))
