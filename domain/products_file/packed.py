"""XLSX is a ZIP file of XML: both are read in pieces, and neither may grow without bound."""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, BinaryIO, Final
from xml.parsers import expat

from domain.products_file.faults import FileRefused

_BLOCK: Final = 1 << 16
_LARGEST_PART: Final = 2 * 1024**3
"""Bytes of XML that 200 MB of an honest workbook unfold to, and more."""
_UNSUSPECTED: Final = 32 * 1024 * 1024
_MOST_RATIO: Final = 250
"""Workbooks unfold to ten or thirty times their size; a bomb to a thousand times."""
_LONGEST_TAG: Final = 4 * 1024 * 1024
_LARGEST_DIRECTORY: Final = 1 << 20
_END: Final = b"PK\x05\x06"
_BROKEN: Final = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    OSError,
    NotImplementedError,
    RuntimeError,
    struct.error,
    KeyError,
    expat.ExpatError,
)

Start = Callable[[str, dict[str, str]], None]
End = Callable[[str], None]


@contextmanager
def as_refusal() -> Iterator[None]:
    """Whatever a damaged workbook makes of itself is one refusal."""
    try:
        yield
    except _BROKEN as error:
        raise FileRefused("broken_workbook") from error


class Package:
    """The parts of a workbook, each bounded."""

    def __init__(self, file: BinaryIO) -> None:
        with as_refusal():
            _look_at_directory(file)
            self._zip = zipfile.ZipFile(file)
        self.names = frozenset(self._zip.namelist())

    def open(self, name: str) -> Any:
        """A part to read from; FileRefused where it would unfold beyond all measure."""
        info = self._zip.getinfo(name)
        ratio = info.file_size / max(1, info.compress_size)
        if info.file_size > _LARGEST_PART or (
            info.file_size > _UNSUSPECTED and ratio > _MOST_RATIO
        ):
            raise FileRefused("zip_bomb", size=info.file_size // 1024**2)
        return self._zip.open(info)  # which never gives more than the size it announces


def _look_at_directory(file: BinaryIO) -> None:
    """FileRefused for a list of parts that alone would fill the memory."""
    size = file.seek(0, 2)
    file.seek(max(0, size - 65_557))
    tail = file.read()
    at = tail.rfind(_END)
    if at < 0:
        raise zipfile.BadZipFile
    (directory,) = struct.unpack_from("<I", tail, at + 12)
    if directory > _LARGEST_DIRECTORY:
        raise FileRefused("broken_workbook")


class Parsing:
    """One part read with expat, a block at a time: `step` calls the handlers for the next."""

    def __init__(self, source: Any, start: Start, end: End, text: End | None = None) -> None:
        self._source = source
        self._fed = 0
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.buffer_size = 1 << 16
        parser.StartElementHandler = start
        parser.EndElementHandler = end
        parser.CharacterDataHandler = text
        parser.StartDoctypeDeclHandler = _no_doctype
        self._parser = parser
        self.parser = parser

    def step(self) -> bool:
        """False after the last block."""
        block = self._source.read(_BLOCK)
        self._fed += len(block)
        self._parser.Parse(block, not block)
        if self._fed - self._parser.CurrentByteIndex > _LONGEST_TAG:
            raise FileRefused("broken_workbook")
        return bool(block)


def _no_doctype(*_args: object) -> None:
    """No workbook declares entities; what does wants to be unfolded for ever."""
    raise FileRefused("broken_workbook")
