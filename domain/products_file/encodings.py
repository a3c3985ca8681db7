"""In which letters a text file is written, found from its bytes."""

from __future__ import annotations

import codecs
from typing import BinaryIO, Final

ENCODINGS: Final = ("utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "windows-1254", "iso-8859-9")
_BLOCK: Final = 1 << 20
_LOOK: Final = 1 << 16
_MANY: Final = 0.2
_UNDEFINED: Final = b"\x81\x8d\x8e\x8f\x90\x9d\x9e"
"""Bytes that Windows-1254 has no letter for."""


def encoding_of(file: BinaryIO) -> str:
    """One of ENCODINGS; the whole file is looked at, because names may come late in it."""
    file.seek(0)
    start = file.read(_LOOK)
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    if wide := _wide(start):
        return wide
    return _narrow(file)


def _wide(start: bytes) -> str:
    """UTF-16 without a mark: of text in Latin letters every second byte is empty."""
    pairs = len(start) // 2
    if not pairs:
        return ""
    if start[1::2].count(0) > _MANY * pairs and start[::2].count(0) <= _MANY * pairs / 4:
        return "utf-16-le"
    if start[::2].count(0) > _MANY * pairs and start[1::2].count(0) <= _MANY * pairs / 4:
        return "utf-16-be"
    return ""


def _narrow(file: BinaryIO) -> str:
    """UTF-8 where it is, else the Turkish code page that has letters for all of it."""
    file.seek(0)
    decoder = codecs.getincrementaldecoder("utf-8")()
    is_utf8, is_windows = True, True
    while block := file.read(_BLOCK):
        if is_utf8:
            try:
                decoder.decode(block)
            except UnicodeDecodeError:
                is_utf8 = False
                file.seek(0)
                continue
        elif any(byte in block for byte in _UNDEFINED):
            is_windows = False
            break
    if is_utf8:
        try:
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return "windows-1254"
        return "utf-8-sig"
    return "windows-1254" if is_windows else "iso-8859-9"
