"""A field as its reader sees it: markup gone, disguises undone, every offset still known.

What hides a number from a check without hiding it from a shopper is undone here: tags inside
a number, entities, invisible characters, digits of other scripts, look-alike letters. The
text gets shorter or longer by that, so a reading remembers where each piece came from.
"""

from __future__ import annotations

import html
import re
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass
from functools import lru_cache

_PLAIN = "\n\t !-%'-;=?-~çğıöşüÇĞİÖŞÜâîûÂÎÛ°\""
_MARK = "[\u0300-\u036f]"
_MEANING = rf"(?:(?<=<)[A-Za-z/!?][^<>]*>|(?<=&)#?[0-9A-Za-z]{{1,31}};|{_MARK}*)"
# `re` skips to the one class of characters that the pattern begins with. Where marks follow
# plain letters, the letters have to be looked at, too.
_SPECIAL = re.compile(f"([^{_PLAIN}]{_MEANING})")
_MARKED = re.compile(f"([^{_PLAIN}]{_MEANING}|[A-Za-z]{_MARK}+)")
_SHORT = 40
"""What an unusual piece up to this long means is kept: most are tags, quotes and dashes."""
_BLOCK = re.compile(
    r"</?(?:p|br|li|ul|ol|div|h[1-6]|t[drh]|table|tbody|thead|hr|section|article|dl|dt|dd"
    r"|blockquote|figure|figcaption|header|footer|pre)\b",
    re.IGNORECASE,
)
_MEANT = {
    **dict.fromkeys("\u2033\u201c\u201d\u201e\u00ab\u00bb\uff02\u3003", '"'),
    **dict.fromkeys("\u2018\u2019\u02bc\u00b4\u2032\uff07\u201b", "'"),
    **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212\uff0d", "-"),
    **dict.fromkeys("\u00d7\u2715\u2716\u2a09", "x"),
    **dict.fromkeys("\u00ba\u02da", "°"),
    **dict.fromkeys("\u00ae\u00a9\u2122\u2120\u200b\u2060", ""),
    **dict.fromkeys("\u2009\u202f\u2007\u00a0", " "),
    **dict.fromkeys("\u2022\u00b7\u2023\u25cf\u25aa", "\n"),
    "\u00b5": "u",
    "\u03bc": "u",
    "\u03a9": " ohm",
    "\u2126": " ohm",
    "\u20ba": "₺",
    "<": "<",
    "&": "&",
}
_LOOKALIKE = str.maketrans(
    "АВЕКМНОРСТХаеорсухіјѕЅІЈΑΒΕΖΗΙΚΜΝΟΡΤΥΧο", "ABEKMHOPCTXaeopcyxijsSIJABEZHIKMNOPTYXo"
)
_FOLDS = (
    ("İ", "i"), ("I", "i"), ("ı", "i"), ("ç", "c"), ("ğ", "g"), ("ö", "o"), ("ş", "s"),
    ("ü", "u"), ("â", "a"), ("î", "i"), ("û", "u"), ("é", "e"), ("è", "e"), ("à", "a"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Reading:
    """`text` as read and `flat`, the same length: lower case, letters without their marks.

    `starts` and `origins` tell, for the pieces of `text`, where they begin there and in the
    raw field; both are empty when nothing had to be undone.
    """

    raw: str
    text: str
    flat: str
    starts: tuple[int, ...] = ()
    spans: tuple[tuple[int, int, bool], ...] = ()

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The raw field's offsets of what stands from `start` to `end` in the text."""
        if not self.starts:
            return start, end
        first = self._origin(start, False)
        return first, max(self._origin(end - 1, True), first)

    def _origin(self, position: int, is_end: bool) -> int:
        piece = bisect_right(self.starts, position) - 1
        raw_start, raw_end, verbatim = self.spans[piece]
        if verbatim:
            return raw_start + position - self.starts[piece] + is_end
        return raw_end if is_end else raw_start


def read(raw: str) -> Reading:
    """The reading of one field's raw string; takes time linear in its length."""
    pieces = _SPECIAL.split(raw)
    if len(pieces) == 1:
        return Reading(raw, raw, flatten(raw))
    if any("\u0300" <= piece[0] <= "\u036f" for piece in pieces[1::2]):
        pieces = _MARKED.split(raw)
    shown = pieces.copy()
    shown[1::2] = [
        _short_meant(piece) if len(piece) <= _SHORT else _meant(piece) for piece in pieces[1::2]
    ]
    starts: list[int] = []
    spans: list[tuple[int, int, bool]] = []
    length = here = 0
    for number, (piece, seen) in enumerate(zip(pieces, shown, strict=True)):
        after = here + len(piece)
        if seen:
            starts.append(length)
            spans.append((here, after, number % 2 == 0))
            length += len(seen)
        here = after
    text = "".join(shown)
    return Reading(raw, text, flatten(text), tuple(starts), tuple(spans))


def flatten(text: str) -> str:
    """Lower case with the marks of Turkish letters gone; as long as `text`."""
    for letter, plain in _FOLDS[:2]:
        text = text.replace(letter, plain)
    text = text.lower()
    if not text.isascii():
        for letter, plain in _FOLDS[2:]:
            text = text.replace(letter, plain)
    return text


def _meant(piece: str) -> str:
    """What a tag, an entity or an unusual character stands for in the reader's eyes."""
    if len(piece) > 1 and piece[0] == "<":
        return "\n" if _BLOCK.match(piece) else ""
    if len(piece) > 1 and piece[0] == "&":
        decoded = html.unescape(piece)
        return piece if decoded == piece else "".join(map(_character, decoded))
    return "".join(map(_character, unicodedata.normalize("NFC", piece)))


_short_meant = lru_cache(maxsize=4096)(_meant)


def _character(character: str) -> str:
    if character in _MEANT:
        return _MEANT[character]
    if character.isascii() or character in _PLAIN:
        return character
    if unicodedata.category(character) in ("Cf", "Mn", "Me", "Cc"):
        return ""
    digit = unicodedata.digit(character, None)
    if digit is not None:
        return str(digit)
    plain = unicodedata.normalize("NFKC", character).translate(_LOOKALIKE).replace("\u2044", "/")
    # Lower-casing must not change the length, which a few letters of other scripts do.
    return plain if len(plain.lower()) == len(plain) else "\ufffd"
