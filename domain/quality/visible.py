"""What a reader sees of a raw field, and how to find one's way back to it."""

from __future__ import annotations

import html
import re
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass
from typing import Final

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
# Letters in black circles and squares, which Unicode gives no plain form.
_BOXED: Final = (0x1F150, 0x1F170)
_TAG_NAME: Final = re.compile(r"</?([A-Za-z][A-Za-z0-9]*)")


def has_unusual(raw: str) -> bool:
    """Whether a text holds characters that are unseen, styled or marks of their own."""
    return _UNUSUAL.search(raw) is not None


@dataclass(frozen=True, slots=True)
class Pieces:
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


def visible(raw: str, unusual: bool) -> tuple[str, Pieces | None]:
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
    return "".join(shown), Pieces((*seen, length), tuple(start), tuple(end))


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
