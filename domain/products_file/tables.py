"""CSV, whatever stands between the cells."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import BinaryIO, Final

from domain.formulas import as_meant
from domain.products_file.columns import match
from domain.products_file.faults import LONGEST_CELL, LONGEST_ROW, FileRefused
from domain.products_file.lines import ROW, Line, Sheet, headers_of

SEPARATORS: Final = (";", ",", "\t", "|")
_SAMPLE: Final = 65_536


class _Overlong(Exception):
    """A row is longer than any row of products."""


class _Bounded:
    """The lines of a text; a row that goes on for ever ends in _Overlong, not in memory."""

    def __init__(self, text: io.TextIOWrapper) -> None:
        self._text = text
        self._used = 0
        self.last = ""

    def begin_row(self) -> None:
        self._used = 0

    def __iter__(self) -> Iterator[str]:
        while line := self._text.readline(LONGEST_ROW + 1):
            self._used += len(line)
            if self._used > LONGEST_ROW:
                raise _Overlong
            self.last = line
            yield line


def separator_of(file: BinaryIO, encoding: str) -> str:
    """Between which sign and the next the first line has the most columns that are known."""
    file.seek(0)
    text = io.TextIOWrapper(file, encoding, errors="replace", newline="")
    try:
        sample = text.read(_SAMPLE)
    finally:
        text.detach()
    first = next((line for line in sample.splitlines() if line.strip()), "")
    if told := _told(first):
        return told
    return max(SEPARATORS, key=lambda each: _fits(sample, each))


def _told(line: str) -> str:
    """What Excel's own first line `sep=;` says."""
    bare = line.strip("\r\n\ufeff")
    return bare[4] if len(bare) == 5 and bare.lower().startswith("sep=") else ""


def _tells(cells: list[str]) -> bool:
    """The same line as cells, which lack the sign where they were parted by it."""
    line = "".join(cells)
    return line.lower() == "sep=" or bool(_told(line))


def _fits(sample: str, separator: str) -> tuple[int, int]:
    rows = csv.reader(io.StringIO(sample, newline=""), delimiter=separator)
    try:
        header = next((row for row in rows if any(cell.strip() for cell in row)), [])
    except csv.Error:
        return 0, 0
    return len(match(header[:500]).places), min(len(header), 500)


def open_table(file: BinaryIO, encoding: str, separator: str) -> Sheet:
    """The table; FileRefused where it has no first line."""
    file.seek(0)
    rows = _rows(file, encoding, separator)
    for line in rows:
        if line.faults:
            raise FileRefused("quotes", row=line.number)
        if line.number > 1 or not _tells(line.cells):
            return Sheet(headers_of(line.cells), rows)
    raise FileRefused("empty")


def _rows(file: BinaryIO, encoding: str, separator: str) -> Iterator[Line]:
    text = io.TextIOWrapper(file, encoding, newline="")
    try:
        yield from _parsed(text, separator)
    finally:
        if not file.closed:
            text.detach()  # the file is its opener's


def _parsed(text: io.TextIOWrapper, separator: str) -> Iterator[Line]:
    lines = _Bounded(text)
    rows = csv.reader(iter(lines), delimiter=separator, strict=True)
    number = 0
    while True:
        number += 1
        lines.begin_row()
        try:
            cells = next(rows)
        except StopIteration:
            return
        except _Overlong as overlong:
            raise FileRefused("long_row", row=number, most=LONGEST_ROW) from overlong
        except UnicodeError as error:
            raise FileRefused("encoding", encoding=text.encoding, row=number) from error
        except csv.Error as error:
            yield Line(number, _roughly(lines.last, separator), _at_fault(number, str(error)))
            continue
        if any(cell and not cell.isspace() for cell in cells):
            yield Line(number, _bare(cells))


def _roughly(line: str, separator: str) -> list[str]:
    """The cells of a line whose quotation marks do not fit, for whoever mends it."""
    return _bare([cell.strip().strip('"')[:1000] for cell in line.split(separator, 50)])


def _at_fault(number: int, error: str) -> dict[int, str]:
    """Quotation marks that do not fit; FileRefused where all after the row is lost with it."""
    if "unexpected end" in error:
        raise FileRefused("open_quote", row=number)
    if "field limit" in error:
        raise FileRefused("long_cell", row=number, most=LONGEST_CELL)
    return {ROW: "quotes"}


def _bare(cells: list[str]) -> list[str]:
    """Without the quotes by which our own files keep a spreadsheet from running a cell."""
    guarded = any(cell[:1] == "'" for cell in cells)
    return [as_meant(cell) for cell in cells] if guarded else cells
