"""What is at fault: with a file as a whole, or with one row of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as own
from typing import Final

LARGEST: Final = 200 * 1024 * 1024
"""Bytes of a file."""
MOST_ROWS: Final = 100_000
MOST_COLUMNS: Final = 200
LONGEST_CELL: Final = 131_072
"""Characters; no product fact has a hundredth of that."""
LONGEST_ROW: Final = 1_000_000
"""Characters of a row with all its cells."""

Said = str | int


class FileRefused(Exception):
    """Nothing of the file is taken. `code` is stable, `said` fills its sentence."""

    def __init__(self, code: str, **said: Said) -> None:
        super().__init__(code)
        self.code = code
        self.said = said

    def __repr__(self) -> str:
        return f"FileRefused({self.code!r}, {self.said!r})"


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a row is not taken; `field` is the fact at fault, or empty for the row as a whole."""

    row: int
    field: str
    code: str
    said: Mapping[str, Said] = own(default_factory=dict)
