"""Rows as a workbook of Excel (XLSX), written in pieces: no disk, and one row in memory.

The libraries that write workbooks keep the whole sheet in a file until its end, so that whoever
downloads one waits for the last row before the first byte comes. What a table needs of the format
is little: texts inside their cells, numbers, times, and a first row that stays in sight.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, Final
from xml.sax.saxutils import escape, quoteattr

from django.utils import timezone

from domain.formulas import is_formula
from files.workbook_parts import BEFORE, SHEET_BEGIN, SHEET_END, Style, workbook
from files.zipped import Member, zipped

Row = Mapping[str, Any]
MOST_ROWS: Final = 1_048_575
"""Of one sheet, its headings apart; Excel opens no longer one. What is more goes on in the next."""
_MOST_BYTES: Final = 1_900_000_000
"""Of one sheet's XML: an archive in pieces holds no member of 2 GiB."""
_LONGEST: Final = 32_767
"""UTF-16 units of a text in a cell; of a longer one Excel says that the file is damaged."""
_FIRST_DAY: Final = datetime(1899, 12, 30)  # noqa: DTZ001 - a workbook's times have no zone
# XML knows no control characters, and a line end of Windows would become another one. The
# format writes them as _x000D_, and what looks like that already with its underscore so.
_UNSAID: Final = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")


def as_xlsx(columns: Sequence[str], rows: Iterable[Row], sheet: str = "Sheet") -> Iterator[bytes]:
    """The workbook: texts as texts, whatever they begin with, and times as local ones."""
    return zipped(_members(columns, iter(rows), sheet))


def _members(columns: Sequence[str], rows: Iterator[Row], sheet: str) -> Iterator[Member]:
    yield from ((name, [text.encode()]) for name, text in BEFORE.items())
    waiting = _Waiting(rows)
    names: list[str] = []
    while not names or waiting.is_more():
        names.append(f"{sheet} {len(names) + 1}" if names else sheet)
        yield f"xl/worksheets/sheet{len(names)}.xml", _sheet(columns, waiting)
    for name, text in workbook(names).items():
        yield name, [text.encode()]


class _Waiting:
    """Rows of which the next is known: a sheet is only begun where there is one for it."""

    def __init__(self, rows: Iterator[Row]) -> None:
        self._rows = rows
        self._next = next(rows, None)

    def is_more(self) -> bool:
        """Whether there is another row."""
        return self._next is not None

    def taken(self) -> Row:
        """The next row; the one behind it is looked up."""
        if (row := self._next) is None:
            raise LookupError("There is no further row.")
        self._next = next(self._rows, None)
        return row


def _sheet(columns: Sequence[str], waiting: _Waiting) -> Iterator[bytes]:
    letters = [_letters(number) for number in range(len(columns))]
    yield SHEET_BEGIN.format(count=len(columns)).encode()
    yield _row(1, letters, columns, Style.HEADING)
    written, number = 0, 1
    while waiting.is_more() and number <= MOST_ROWS and written < _MOST_BYTES:
        row, number = waiting.taken(), number + 1
        line = _row(number, letters, [row[name] for name in columns])
        written += len(line)
        yield line
    yield SHEET_END.encode()


def _row(
    number: int, letters: Sequence[str], values: Sequence[Any], style: Style = Style.PLAIN
) -> bytes:
    cells = [
        _cell(f"{letter}{number}", value, style)
        for letter, value in zip(letters, values, strict=True)
        if value is not None and value != ""
    ]
    return f'<row r="{number}">{"".join(cells)}</row>'.encode(errors="replace")


def _cell(place: str, value: Any, style: Style) -> str:
    if isinstance(value, str):
        marked = Style.QUOTED if style is Style.PLAIN and is_formula(value) else style
        text = f'<is><t xml:space="preserve">{_said(value)}</t></is>'
        return f'<c r="{place}"{_styled(marked)} t="inlineStr">{text}</c>'
    if isinstance(value, bool):
        return f'<c r="{place}" t="b"><v>{int(value)}</v></c>'
    if isinstance(value, datetime):
        return f'<c r="{place}"{_styled(Style.TIME)}><v>{_days(value)!r}</v></c>'
    return f'<c r="{place}"><v>{value}</v></c>'


def _styled(style: Style) -> str:
    return f" s={quoteattr(str(style.value))}" if style.value else ""


def _said(text: str) -> str:
    if len(text) * 2 > _LONGEST:
        text = _shortened(text)
    return escape(_UNSAID.sub(lambda found: f"_x{ord(found[0]):04X}_", text))


def _shortened(text: str) -> str:
    """As much as a cell takes, and a sign that there was more."""
    units = text.encode("utf-16-le", "replace")
    if len(units) <= 2 * _LONGEST:
        return text
    return units[: 2 * (_LONGEST - 1)].decode("utf-16-le", "ignore") + "…"


def _days(moment: datetime) -> float:
    """A workbook's time: days since its first one, on the clock of the site."""
    local = timezone.localtime(moment) if timezone.is_aware(moment) else moment
    return (local.replace(tzinfo=None, microsecond=0) - _FIRST_DAY).total_seconds() / 86_400


def _letters(number: int) -> str:
    """A column's name: A to Z, then AA."""
    before, letter = divmod(number, 26)
    return (_letters(before - 1) if before else "") + chr(ord("A") + letter)
