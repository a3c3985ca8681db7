"""A file as a table: the names of its columns, and its lines one after the other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from domain.products_file.faults import MOST_COLUMNS, FileRefused

ROW: Final = -1
"""In `Line.faults`, the line as a whole."""


@dataclass(slots=True)
class Line:
    """One line that says something, numbered as the person sees it.

    `faults` has the code of what could not be read, by the column's place or ROW.
    """

    number: int
    cells: list[str]
    faults: Mapping[int, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Sheet:
    """The names in the first line, and the lines after it; reading those may end in FileRefused."""

    headers: tuple[str, ...]
    lines: Iterator[Line]


def headers_of(cells: list[str]) -> tuple[str, ...]:
    """The names of the columns, without empty ones at the end; FileRefused for too many."""
    names = [" ".join(cell.split())[:200] for cell in cells]
    while names and not names[-1]:
        names.pop()
    if len(names) > MOST_COLUMNS:
        raise FileRefused("many_columns", count=len(names), most=MOST_COLUMNS)
    return tuple(names)
