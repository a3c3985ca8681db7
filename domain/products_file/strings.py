"""The texts that the cells of a workbook share: on the disk, and read only as far as needed."""

from __future__ import annotations

import os
import tempfile
from array import array
from functools import lru_cache
from typing import Any, Final

from domain.products_file.faults import LONGEST_CELL, FileRefused
from domain.products_file.packed import Parsing, as_refusal

_MOST: Final = 20_000_000
"""Of 100,000 rows with 200 cells each."""
_KEPT: Final = 2048
"""Texts in memory: brands and categories come again and again."""


class SharedStrings:
    """The text of each number, in constant memory."""

    def __init__(self, source: Any) -> None:
        self._ends = array("Q")
        self._file = tempfile.TemporaryFile()  # noqa: SIM115 - ends with its owner
        self._fresh: list[bytes] = []
        self._size = 0
        self._text: list[str] | None = None
        self._length = 0
        self._aside = 0
        self._parsing: Parsing | None = Parsing(source, self._start, self._end)
        self.get = lru_cache(maxsize=_KEPT)(self._get)

    def _get(self, number: int) -> str:
        while number >= len(self._ends):
            if not self._step():
                raise FileRefused("broken_workbook")
        start = self._ends[number - 1] if number else 0
        raw = os.pread(self._file.fileno(), self._ends[number] - start, start)
        return raw.decode("utf-8", "replace")

    def _step(self) -> bool:
        if self._parsing is None:
            return False
        with as_refusal():
            goes_on = self._parsing.step()
        self._file.write(b"".join(self._fresh))
        self._file.flush()
        self._fresh.clear()
        if not goes_on:
            self._parsing = None
        return goes_on

    def _start(self, name: str, _attributes: dict[str, str]) -> None:
        name = name.rpartition(":")[2]
        if name == "si":
            self._text, self._length = [], 0
        elif name == "rPh":  # how Japanese is pronounced
            self._aside += 1
        elif name == "t" and self._text is not None and not self._aside and self._parsing:
            self._parsing.parser.CharacterDataHandler = self._hear

    def _end(self, name: str) -> None:
        name = name.rpartition(":")[2]
        if name == "si" and self._text is not None:
            raw = "".join(self._text).encode("utf-8", "replace")
            self._fresh.append(raw)
            self._size += len(raw)
            if len(self._ends) >= _MOST:
                raise FileRefused("broken_workbook")
            self._ends.append(self._size)
            self._text = None
        elif name == "rPh":
            self._aside -= 1
        elif name == "t" and self._parsing:
            self._parsing.parser.CharacterDataHandler = None

    def _hear(self, text: str) -> None:
        # One more than a cell may have tells that it is too long.
        if self._text is not None and self._length <= LONGEST_CELL:
            self._text.append(text[: LONGEST_CELL + 1])
            self._length += len(text)
