"""What kind of file this is, whatever its name says, and how it is read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import BinaryIO, Final

from domain.products_file.documents import open_document
from domain.products_file.encodings import ENCODINGS, encoding_of
from domain.products_file.faults import FileRefused
from domain.products_file.lines import Sheet
from domain.products_file.sheets import is_workbook, open_workbook
from domain.products_file.tables import SEPARATORS, open_table, separator_of

_OTHERS: Final = {
    b"%PDF": "PDF",
    b"\x89PNG": "PNG",
    b"\xff\xd8\xff": "JPEG",
    b"GIF8": "GIF",
    b"\x1f\x8b": "GZIP",
    b"Rar!": "RAR",
    b"7z\xbc\xaf": "7-Zip",
    b"\x7fELF": "ELF",
    b"{\\rtf": "RTF",
    b"<!doctype": "HTML",
    b"<html": "HTML",
    b"<?xml": "XML",
    b"SQLite format": "SQLite",
}
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""Workbooks of Excel 97, and any that a password closes."""
_LOOK: Final = 65_536
_CONTROLS: Final = bytes(each for each in range(32) if each not in b"\t\n\r\x0b\x0c\x1b\x00")
_MOST_CONTROLS: Final = 0.02
_MARKS: Final = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")


@dataclass(frozen=True, slots=True)
class Format:
    """`kind` is csv, xlsx or json; the rest counts for text, the separator for tables."""

    kind: str
    encoding: str = "utf-8-sig"
    separator: str = ","

    def is_known(self) -> bool:
        """Whether a person's choice is one of those there are."""
        return (
            self.kind in ("csv", "xlsx", "json")
            and self.encoding in ENCODINGS
            and self.separator in SEPARATORS
        )


def guess(file: BinaryIO) -> Format:
    """How the file is to be read; FileRefused where it is none of the three kinds."""
    file.seek(0)
    start = file.read(_LOOK)
    if not start.strip(b"\0 \t\r\n") or start in _MARKS:
        raise FileRefused("empty")
    if is_workbook(start):
        return Format("xlsx")
    _refuse_others(start)
    encoding = encoding_of(file)
    if not encoding.startswith("utf-16"):
        _refuse_binary(start)
    text = start.decode(encoding, "ignore").lstrip("\ufeff \t\r\n")
    if text[:1] in ("[", "{"):
        return Format("json", encoding)
    return Format("csv", encoding, separator_of(file, encoding))


def open_sheet(file: BinaryIO, form: Format) -> Sheet:
    """The file as a table; FileRefused where it cannot be read so."""
    if form.kind == "xlsx":
        return open_workbook(file)
    if form.kind == "json":
        return open_document(file, form.encoding)
    return open_table(file, form.encoding, form.separator)


def _refuse_others(start: bytes) -> None:
    if start.startswith(_OLE):
        raise FileRefused("old_workbook")
    small = start[:64].lstrip(b"\xef\xbb\xbf \t\r\n")
    for mark, name in _OTHERS.items():
        if small.startswith(mark) or small.lower().startswith(mark):
            raise FileRefused("wrong_kind", kind=name)


def _refuse_binary(start: bytes) -> None:
    """Text has hardly any control characters; a few are told row by row."""
    controls = len(start) - len(start.translate(None, _CONTROLS))
    zeros = start.count(0)
    if controls > max(4, _MOST_CONTROLS * len(start)) or zeros > max(64, len(start) // 4):
        raise FileRefused("no_text")
