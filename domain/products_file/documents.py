"""JSON: a list of objects, one object, or the document's examples with `input` in them.

An item at a time is decoded from a buffer, so that memory is bounded by the longest item.
"""

from __future__ import annotations

import codecs
import json
from collections.abc import Iterator, Mapping
from itertools import chain, islice
from typing import Any, BinaryIO, Final

from domain.products_file.faults import LONGEST_CELL, LONGEST_ROW, MOST_COLUMNS, FileRefused
from domain.products_file.lines import ROW, Line, Sheet, headers_of

_BLOCK: Final = 1 << 16
_LOOK: Final = 100
"""Items whose keys are the columns."""
_LONGEST_SIGN: Final = 16
"""`-Infinity`, or an escaped letter that is only half there."""
_SPACE: Final = " \t\r\n"
_WITHIN: Final = ("input", "user_context")
"""Objects of the document's form whose keys count as the item's own."""
_LISTS: Final = ("products", "items")
"""Under these names an object may hold the list."""


def open_document(file: BinaryIO, encoding: str) -> Sheet:
    """The items as lines: the keys of the first hundred are the columns."""
    items = _numbered(_Buffer(file, encoding))
    first = list(islice(items, _LOOK))
    if not first:
        raise FileRefused("empty")
    keys = dict.fromkeys(key for _number, item in first for key in _flat(item))
    headers = headers_of(list(keys))
    names = list(keys)[: len(headers)]
    return Sheet(headers, (_line(number, item, names) for number, item in chain(first, items)))


class _Buffer:
    """So much of the text as has not been decoded yet."""

    def __init__(self, file: BinaryIO, encoding: str) -> None:
        file.seek(0)
        self._file = file
        self._encoding = encoding
        self._decoder = codecs.getincrementaldecoder(encoding)()
        self._json = json.JSONDecoder(parse_constant=_no_constant)
        self.text = ""
        self.place = 0
        self.ended = False
        self.item = 0

    def more(self) -> bool:
        """Another block; False at the end."""
        if self.ended:
            return False
        block = self._file.read(_BLOCK)
        self.ended = not block
        try:
            told = self._decoder.decode(block, final=self.ended)
        except UnicodeError as error:
            raise FileRefused("encoding", encoding=self._encoding, row=self.item + 1) from error
        self.text = self.text[self.place :] + told
        self.place = 0
        return True

    def sign(self) -> str:
        """The next sign that is no space, which stays; empty at the end."""
        while True:
            text, place = self.text, self.place
            while place < len(text) and text[place] in _SPACE:
                place += 1
            self.place = place
            if place < len(text):
                return text[place]
            if not self.more():
                return ""

    def value(self) -> Any:
        """The next value; FileRefused where it is none or too long."""
        self.item += 1
        self.sign()
        size = _BLOCK
        while True:
            problem: Exception | None = None
            try:
                value, end = self._json.raw_decode(self.text, self.place)
            except (ValueError, RecursionError) as error:
                if not self._may_go_on(error):
                    raise FileRefused("json", row=self.item) from error
                problem = error
            else:
                if end < len(self.text) or self.ended:
                    self.place = end
                    return value
            if len(self.text) - self.place > LONGEST_ROW:
                raise FileRefused("long_row", row=self.item, most=LONGEST_ROW) from problem
            if not self._fill(size) and problem is not None:
                raise FileRefused("json", row=self.item) from problem
            size *= 2

    def _may_go_on(self, error: Exception) -> bool:
        """Whether more text may mend it: the fault is where the text ends so far."""
        if not isinstance(error, json.JSONDecodeError):
            return False
        unterminated = error.msg.startswith("Unterminated")
        return unterminated or error.pos > len(self.text) - _LONGEST_SIGN

    def _fill(self, size: int) -> bool:
        """At least so much more text, so that long items are not tried block by block."""
        wanted = len(self.text) - self.place + size
        came = False
        while len(self.text) - self.place < wanted and self.more():
            came = True
        return came


def _no_constant(_name: str) -> None:
    raise ValueError


def _numbered(buffer: _Buffer) -> Iterator[tuple[int, Any]]:
    """Every item with its number from 1."""
    sign = buffer.sign()
    if sign == "[":
        yield from _listed(buffer)
    elif sign == "{":
        yield from _single(buffer)
    elif sign:
        raise FileRefused("json", row=1)
    if buffer.sign():
        raise FileRefused("json", row=buffer.item + 1)


def _listed(buffer: _Buffer) -> Iterator[tuple[int, Any]]:
    buffer.place += 1
    if buffer.sign() == "]":
        buffer.place += 1
        return
    while True:
        value = buffer.value()
        yield buffer.item, value
        sign = buffer.sign()
        if sign not in ("]", ","):
            raise FileRefused("json", row=buffer.item + (not sign))
        buffer.place += 1
        if sign == "]":
            return


def _single(buffer: _Buffer) -> Iterator[tuple[int, Any]]:
    """One object, an object a line, or one that holds the list under a name such as `products`."""
    if _holds_list(buffer):
        yield from _listed(buffer)
        if buffer.sign() != "}":
            raise FileRefused("json", row=buffer.item + 1)
        buffer.place += 1
        return
    while buffer.sign() == "{":
        value = buffer.value()
        yield buffer.item, value


def _holds_list(buffer: _Buffer) -> bool:
    """Whether the object begins with such a list; then the place is at its bracket."""
    buffer.more()
    start = buffer.text[buffer.place : buffer.place + 200]
    for name in _LISTS:
        rest = start[1:].lstrip(_SPACE)
        if rest.startswith(f'"{name}"'):
            behind = rest[len(name) + 2 :].lstrip(_SPACE)
            if behind[:1] == ":" and behind[1:].lstrip(_SPACE)[:1] == "[":
                buffer.place += start.index("[")
                return True
    return False


def _flat(item: Any, depth: int = 0) -> Mapping[str, Any]:
    """The keys of an item, with those that the document's form has within."""
    if not isinstance(item, dict):
        return {}
    flat: dict[str, Any] = {}
    for key, value in item.items():
        if depth < len(_WITHIN) and key == _WITHIN[depth] and isinstance(value, dict):
            flat |= _flat(value, depth + 1)
        elif len(flat) <= MOST_COLUMNS:
            flat.setdefault(key, value)
    return {key: value for key, value in flat.items() if key != "output"}


def _line(number: int, item: Any, keys: list[str]) -> Line:
    if not isinstance(item, dict):
        return Line(number, [], {ROW: "no_object"})
    flat = _flat(item)
    faults: dict[int, str] = {}
    cells = [_cell(flat.get(key), place, faults) for place, key in enumerate(keys)]
    return Line(number, cells, faults)


def _cell(value: Any, place: int, faults: dict[int, str]) -> str:
    """A value as a cell has it; a list has an entry a line."""
    if value is None:
        return ""
    if isinstance(value, str):
        text = value
    elif isinstance(value, list) and all(isinstance(each, str) for each in value):
        text = "".join(f"{' '.join(each.split())}\n" for each in value)
    elif isinstance(value, int | float) and not isinstance(value, bool):
        text = str(value)
    else:
        faults[place] = "no_text"
        return ""
    if len(text) > LONGEST_CELL:
        faults[place] = "long_cell"
        return text[:200]
    return text
