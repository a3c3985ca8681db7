"""The first sheet of a workbook (XLSX), a row at a time."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from typing import BinaryIO, Final

from domain.formulas import as_meant
from domain.products_file.dates import date_styles
from domain.products_file.faults import LONGEST_CELL, MOST_COLUMNS, FileRefused
from domain.products_file.lines import ROW, Line, Sheet, headers_of
from domain.products_file.packed import Package, Parsing, as_refusal
from domain.products_file.strings import SharedStrings

_LETTERS: Final = re.compile("[A-Z]{1,4}")
_WHOLE: Final = 1e15
"""Up to here a number in a cell is exact."""


def open_workbook(file: BinaryIO) -> Sheet:
    """The first sheet; FileRefused where this is no workbook or its first row is empty."""
    package = Package(file)
    if "xl/workbook.xml" not in package.names:
        raise FileRefused("no_workbook")
    with as_refusal():
        reader = _Rows(package, _first_sheet(package))
        rows = reader.rows()
        for line in rows:
            return Sheet(headers_of(line.cells), rows)
    raise FileRefused("empty")


def _first_sheet(package: Package) -> str:
    """The name of the part that the first sheet is in."""
    ids: list[str] = []
    targets: dict[str, str] = {}

    def sheet(name: str, attributes: dict[str, str]) -> None:
        if name.rpartition(":")[2] == "sheet":
            ids.extend(each for key, each in attributes.items() if key.endswith(":id"))

    def relation(name: str, attributes: dict[str, str]) -> None:
        if name.rpartition(":")[2] == "Relationship":
            targets[attributes.get("Id", "")] = attributes.get("Target", "")

    for part, start in (("xl/workbook.xml", sheet), ("xl/_rels/workbook.xml.rels", relation)):
        with package.open(part) as source:
            parsing = Parsing(source, start, lambda _name: None)
            while parsing.step():
                if len(ids) + len(targets) > MOST_COLUMNS * 10:
                    raise FileRefused("broken_workbook")
    target = targets[ids[0]] if ids else ""
    name = posixpath.normpath(posixpath.join("xl", target)).lstrip("/")
    if name not in package.names:
        raise FileRefused("broken_workbook")
    return name


class _Rows:
    """What the XML of a sheet says, a row at a time."""

    def __init__(self, package: Package, sheet: str) -> None:
        shared = "xl/sharedStrings.xml"
        self._strings = SharedStrings(package.open(shared)) if shared in package.names else None
        self._dates = date_styles(package)
        self._ready: list[Line] = []
        self._number = 0
        self._cells: list[str] = []
        self._faults: dict[int, str] = {}
        self._place = -1
        self._kind = self._style = ""
        self._formula = False
        self._text: list[str] = []
        self._length = 0
        self._parsing = Parsing(package.open(sheet), self._start, self._end)

    def rows(self) -> Iterator[Line]:
        """Every row in which something stands."""
        goes_on = True
        while goes_on:
            with as_refusal():
                goes_on = self._parsing.step()
            yield from self._ready
            self._ready = []

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if ":" in name:
            name = name.rpartition(":")[2]
        if name == "c":
            self._begin_cell(attributes)
        elif name in ("v", "t"):
            self._parsing.parser.CharacterDataHandler = self._hear
        elif name == "row":
            told = attributes.get("r", "")
            self._number = int(told) if told.isdecimal() and len(told) < 9 else self._number + 1
            self._cells, self._faults, self._place = [], {}, -1
        elif name == "f":
            self._formula = True

    def _begin_cell(self, attributes: dict[str, str]) -> None:
        told = _LETTERS.match(attributes.get("r", ""))
        self._place = _place_of(told[0]) if told else self._place + 1
        self._kind, self._style = attributes.get("t", "n"), attributes.get("s", "0")
        self._text, self._length, self._formula = [], 0, False

    def _hear(self, text: str) -> None:
        if self._length <= LONGEST_CELL:
            self._text.append(text[: LONGEST_CELL + 1])
            self._length += len(text)

    def _end(self, name: str) -> None:
        if ":" in name:
            name = name.rpartition(":")[2]
        if name in ("v", "t"):
            self._parsing.parser.CharacterDataHandler = None
        elif name == "c":
            self._end_cell()
        elif name == "row":
            self._end_row()

    def _end_cell(self) -> None:
        place, text = self._place, self._value("".join(self._text))
        if place >= MOST_COLUMNS:
            if text and self._number > 1:
                self._faults[ROW] = "more_cells"
            elif text:
                raise FileRefused("many_columns", count=place + 1, most=MOST_COLUMNS)
            return
        if len(self._cells) <= place:
            self._cells.extend([""] * (place + 1 - len(self._cells)))
        self._cells[place] = text

    def _value(self, text: str) -> str:
        if not text:
            if self._formula and self._kind != "str":
                self._faults[self._place] = "formula"
            return ""
        kind = self._kind
        if kind == "s" and self._strings is not None and text.strip().isdecimal():
            text = self._strings.get(int(text[:20]))
        elif kind == "n":
            return self._numeric(text)
        elif kind == "b":
            return "TRUE" if text == "1" else "FALSE"
        elif kind in ("e", "d"):
            self._faults[self._place] = "error_value" if kind == "e" else "date"
        if len(text) > LONGEST_CELL:
            self._faults[self._place] = "long_cell"
            return text[:200]
        return as_meant(text)

    def _numeric(self, text: str) -> str:
        if self._style in self._dates:
            self._faults[self._place] = "date"
        try:
            value = float(text)
        except ValueError:
            return text[:200]
        if value.is_integer() and abs(value) < _WHOLE:
            return str(int(value))
        return text.strip()[:40]

    def _end_row(self) -> None:
        if any(self._cells) or self._faults:
            self._ready.append(Line(self._number, self._cells, self._faults))


def _place_of(letters: str) -> int:
    """A column's place: A is 0, AA is 26."""
    place = 0
    for letter in letters:
        place = place * 26 + ord(letter) - 64
    return place - 1


def is_workbook(start: bytes) -> bool:
    """Whether a file begins as one does."""
    return start.startswith((b"PK\x03\x04", b"PK\x05\x06"))


def letter_of(place: int) -> str:
    """A column as spreadsheets call it."""
    letters, rest = "", place + 1
    while rest:
        rest, digit = divmod(rest - 1, 26)
        letters = chr(65 + digit) + letters
    return letters
