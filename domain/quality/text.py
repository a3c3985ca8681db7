"""A listing's text, prepared once for every check.

Each field is held in three forms. `raw` is what the person wrote, and what places count in.
`visible` is what a reader sees: no tags, entities and full-width letters as plain characters,
nothing invisible. `folded` is as long as `visible`, without case, diacritics and look-alike
letters, for finding wording however it is typed.
"""

from __future__ import annotations

import html
import re
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property
from typing import Final, NamedTuple

from domain import turkish
from domain.judgement import FieldName, Place
from domain.listing import Listing
from domain.markup import BLOCKS

INVISIBLE: Final = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\ufe00-\ufe0f\ufeff\ufff9-\ufffb\U000e0000-\U000e0fff"
)
_CONTROL: Final = "\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff"
_MARKS: Final = "\u0300-\u034e\u0350-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff"
_STYLED: Final = (
    "\u1d2c-\u1d6a\u2460-\u24ff\ufb00-\ufb06\uff01-\uffee\U0001d400-\U0001d7ff\U0001f100-\U0001f1a9"
)
# Each branch of the first pattern begins with a plain character, which `re` can skip to.
_MARKUP: Final = (
    r"<(?P<tag>/?[A-Za-z][^<>]{0,400}>|!--(?s:.*?)(?:-->|\Z))"
    r"|&(?P<entity>(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});)"
)
_ORDINARY: Final = re.compile(rf"{_MARKUP}|\x00(?P<unseen>)|\x00(?P<marks>)|\x00(?P<styled>)")
_ODD: Final = re.compile(
    rf"{_MARKUP}|(?P<unseen>[{INVISIBLE}{_CONTROL}]+)|(?P<marks>[{_MARKS}]+)|(?P<styled>[{_STYLED}])"
)
_UNUSUAL: Final = re.compile(rf"[{INVISIBLE}{_CONTROL}{_MARKS}{_STYLED}]")
_TAG_NAME: Final = re.compile(r"</?([A-Za-z][A-Za-z0-9]*)")

# Letters of other alphabets that look like Latin ones, and what they are taken for.
_LOOKALIKES: Final = {
    look: letter
    for letter, looks in {
        "a": "аɑα", "b": "ьβ", "c": "сϲ", "d": "ԁ", "e": "еєε", "g": "ɡԍ", "h": "һ", "i": "іιɩ",
        "j": "ј", "k": "кκ", "l": "ӏ", "m": "м", "n": "пη", "o": "оοσ", "p": "рρ", "q": "ԛ",
        "r": "гг", "s": "ѕ", "t": "тτ", "u": "υц", "v": "ѵν", "w": "ԝωш", "x": "хχ", "y": "уγ",
    }.items()
    for look in looks
}  # fmt: skip
_SMALL_CAPITALS: Final = "ᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘꞯʀꜱᴛᴜᴠᴡʏᴢ", "abcdefghijklmnopqrstuvwyz"
_LOOKALIKES.update(zip(*_SMALL_CAPITALS, strict=True))
# Letters in black circles and squares, which Unicode gives no plain form.
_BOXED: Final = (0x1F150, 0x1F170)
_PUNCTUATION: Final = {"’": "'", "‘": "'", "ʼ": "'", "`": "'", "´": "'", "‐": "-", "‑": "-"}


class _Folding(dict[int, str]):
    """One folded character for each character, worked out when first met."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        plain = _PUNCTUATION.get(char)
        if plain is None:
            small = turkish.fold(char)[:1] or char
            plain = _LOOKALIKES.get(small, small)
        if len(self) < 8192:
            self[code] = plain
        return plain


_FOLDING: Final = _Folding()
_COMMON: Final = tuple(zip("çğıöşüâîû’", "cgiosuaiu'", strict=True))


def fold(text: str) -> str:
    """The text folded letter by letter, so that places hold in it."""
    if text.isascii():
        return text.lower().replace("`", "'")
    # Replacing Turkish letters one kind after the other is several times faster than a table,
    # which only the rest needs. `İ` must go first: its small form is two characters.
    small = text.replace("İ", "i").lower()
    for letter, plain in _COMMON:
        small = small.replace(letter, plain)
    if small.isascii() and len(small) == len(text):
        return small.replace("`", "'")
    return text.translate(_FOLDING)


class Word(NamedTuple):
    """What is known of a word: folded form, stem, and syllables (none where it is no word)."""

    folded: str
    stem: str
    syllables: int


class Lexicon(dict[str, Word]):
    """The words of a language, each worked out when first met."""

    def __init__(self, language: str) -> None:
        super().__init__()
        self._language = language

    def __missing__(self, word: str) -> Word:
        language = self._language
        spoken = turkish.syllables(word, language) if word.isalpha() else 0
        entry = Word(fold(word), turkish.stem(word, language), spoken)
        if len(self) < _MOST_WORDS and len(word) <= _LONGEST_WORD:
            self[word] = entry
        return entry


_MOST_WORDS: Final = 100_000
_LONGEST_WORD: Final = 40
_SHORT_STEM: Final = 4
_LONGEST_ENDING: Final = 8
LEXICONS: Final = {language: Lexicon(language) for language in ("tr", "en")}


@dataclass(frozen=True, slots=True)
class _Pieces:
    """How a visible text lies over its raw one: runs alike, and characters that stand for more."""

    seen: tuple[int, ...]
    """Where each piece begins in the visible text; the text's length comes last."""
    start: tuple[int, ...]
    end: tuple[int, ...]

    def raw_start(self, place: int) -> int:
        piece = min(bisect_right(self.seen, place), len(self.start)) - 1
        return min(self.start[piece] + place - self.seen[piece], self.end[piece])

    def raw_end(self, place: int) -> int:
        piece = max(0, min(bisect_right(self.seen, place - 1), len(self.start)) - 1)
        if place >= self.seen[piece + 1]:
            return self.end[piece]
        return min(self.start[piece] + place - self.seen[piece], self.end[piece])


def _visible(raw: str, unusual: bool) -> tuple[str, _Pieces | None]:
    """What a reader sees of `raw`, and how to find one's way back."""
    pattern = _ODD if unusual else _ORDINARY
    if pattern.search(raw) is None:
        return raw, None
    shown: list[str] = []
    seen: list[int] = []
    start: list[int] = []
    end: list[int] = []
    length = position = 0

    def add(text: str, begin: int, stop: int) -> None:
        nonlocal length
        if text:
            shown.append(text)
            seen.append(length)
            start.append(begin)
            end.append(stop)
            length += len(text)

    for odd in pattern.finditer(raw):
        add(raw[position : odd.start()], position, odd.start())
        if odd["marks"] and shown:
            shown[-1] = shown[-1][:-1] + _composed(shown[-1][-1], odd[0])
        else:
            add(_shown(odd), odd.start(), odd.end())
        position = odd.end()
    add(raw[position:], position, len(raw))
    if not shown:
        return "", None
    return "".join(shown), _Pieces((*seen, length), tuple(start), tuple(end))


def _composed(letter: str, marks: str) -> str:
    """The letter with its first mark, where that is one character; the letter else."""
    whole = unicodedata.normalize("NFC", letter + marks[0])
    return whole if len(whole) == 1 else letter


def _shown(odd: re.Match[str]) -> str:
    if odd["entity"]:
        decoded = html.unescape(odd[0])
        inner = _ODD.fullmatch(decoded)
        return decoded if inner is None or inner["entity"] else _shown(inner)
    if odd["styled"]:
        return _unstyled(odd[0])
    name = _TAG_NAME.match(odd[0])
    return "\n" if name is not None and name[1].lower() in BLOCKS else ""


def _unstyled(char: str) -> str:
    for first in _BOXED:
        if first <= ord(char) < first + 26:
            return chr(ord("A") + ord(char) - first)
    return unicodedata.normalize("NFKC", char)


def is_form(word: Word, stem: str) -> bool:
    """The same stem, or the stem with an ending that the stemmer left on."""
    return word[1] == stem or (
        word[0].startswith(stem)
        and len(stem) >= _SHORT_STEM
        and len(word[0]) <= len(stem) + _LONGEST_ENDING
    )


class FieldText:
    """One field: a title, one feature, or a description."""

    def __init__(self, field: FieldName, index: int | None, raw: str, language: str) -> None:
        self.field = field
        self.index = index
        self.raw = raw
        self.language = language
        self.unusual = _UNUSUAL.search(raw) is not None
        """Whether it holds characters that are unseen, styled or marks of their own."""
        self.visible, self._pieces = _visible(raw, self.unusual)
        self.folded = fold(self.visible)
        # Every check asks for these, so that working them out when first asked for saves nothing.
        self.typed = turkish.words(self.visible)
        """The tokens' own texts, without their places."""
        lexicon = LEXICONS[language]
        self.entries: list[Word] = [lexicon[word] for word in self.typed]
        """The tokens as the lexicon knows them."""
        self.words = [entry[0] for entry in self.entries]
        """The tokens folded."""
        self.stems = [entry[1] for entry in self.entries]
        """The tokens' stems."""
        self._positions: dict[str, list[int]] = {}

    @cached_property
    def tokens(self) -> list[turkish.Token]:
        """Words and numbers of the visible text."""
        return turkish.tokens(self.visible)

    @cached_property
    def _known(self) -> frozenset[Word]:
        return frozenset(self.entries)

    def positions(self, stem: str) -> list[int]:
        """Where the forms of a word stand among the tokens."""
        if stem not in self._positions:
            forms = {
                entry
                for entry in self._known
                if entry[1] == stem or (entry[0].startswith(stem) and is_form(entry, stem))
            }
            self._positions[stem] = (
                [place for place, entry in enumerate(self.entries) if entry in forms]
                if forms
                else []
            )
        return self._positions[stem]

    @cached_property
    def sentences(self) -> list[turkish.Token]:
        """Sentences and lines of the visible text."""
        return turkish.sentences(self.visible)

    @cached_property
    def spoken(self) -> list[tuple[turkish.Token, int, int]]:
        """Each sentence with the numbers of its first token and of the one after its last."""
        found = []
        position = 0
        for sentence in self.sentences:
            last = position + len(turkish.words(sentence.text))
            found.append((sentence, position, last))
            position = last
        return found

    def place(self, start: int | None = None, end: int | None = None) -> Place:
        """The place of visible characters in the raw field; the whole field without any."""
        if start is None or end is None:
            return Place(self.field, self.index)
        if self._pieces is None:
            return Place(self.field, self.index, start, end)
        begin, stop = self._pieces.raw_start(start), self._pieces.raw_end(end)
        return Place(self.field, self.index, begin, max(begin, stop))

    def raw_place(self, start: int, end: int) -> Place:
        """The place of characters of the raw field itself."""
        return Place(self.field, self.index, start, end)

    def quote(self, place: Place) -> str:
        """The raw text at a place."""
        return self.raw[place.start : place.end]


class ListingText:
    """All fields of a listing, and their folded text as one string."""

    def __init__(self, listing: Listing, language: str) -> None:
        self.title = FieldText("title", None, listing.title, language)
        self.features = [
            FieldText("features", index, feature, language)
            for index, feature in enumerate(listing.features)
        ]
        self.description = FieldText("description", None, listing.description, language)
        self.fields = [self.title, *self.features, self.description]

    @cached_property
    def folded(self) -> str:
        """Every field's folded text, apart by a character that no wording reaches over."""
        return "\x00".join(part.folded for part in self.fields)

    @cached_property
    def _starts(self) -> list[int]:
        starts, length = [], 0
        for part in self.fields:
            starts.append(length)
            length += len(part.folded) + 1
        return starts

    def locate(self, start: int) -> tuple[FieldText, int]:
        """The field that a place of `folded` lies in, and where that field begins."""
        number = bisect_right(self._starts, start) - 1
        return self.fields[number], self._starts[number]
