"""Tables whose first row names the columns, between commas, semicolons or tabs."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence

from domain.rejections.columns import COLUMNS, NoColumns, Row, clean, name_of


def of_table(text: str) -> Iterator[Row]:
    """What each row says; NoColumns where the first one does not name what is needed."""
    header = text.splitlines()[0]
    delimiter = max("\t;,", key=lambda each: len(_columns(header, each)))
    columns = _columns(header, delimiter)
    if "sku" not in columns or not {"code", "text"} & columns.keys():
        raise NoColumns
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    next(lines)
    for number, cells in enumerate(lines, 2):
        if any(cell.strip() for cell in cells):
            yield Row(number, {key: _cell(cells, at) for key, at in columns.items()})


def _columns(header: str, delimiter: str) -> dict[str, int]:
    """Where each known column stands; the first of a name counts."""
    cells = next(csv.reader([header], delimiter=delimiter), [])
    found: dict[str, int] = {}
    for at, cell in enumerate(cells):
        key = COLUMNS.get(name_of(cell))
        if key:
            found.setdefault(key, at)
    return found


def _cell(cells: Sequence[str], at: int) -> str:
    return clean(cells[at]) if at < len(cells) else ""
