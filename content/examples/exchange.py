"""Reading files of training examples: a JSON list or one object, each item kept as it stands."""

from __future__ import annotations

import errno
import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, TextIO

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from content.examples.reasons import fault_of, file_name, refusal_of
from domain.examples import DocumentError, read, read_facts
from domain.listing import Listing, Product

LARGEST = 200 * 1024 * 1024
MOST_ITEMS = 200_000


class FileRefused(Exception):
    """The file as a whole is refused; `str()` names file, item and field."""


@dataclass(frozen=True, slots=True)
class Item:
    """One example: `raw` is its text in the file, `document` what that says."""

    number: int
    raw: str
    document: dict[str, Any]
    product: Product
    listing: Listing


def read_items(name: str) -> list[Item]:
    """Every example of the file called `name` (`-`: standard input), or FileRefused."""
    text = _text(name)
    return [_item(name, number, raw, value) for number, (raw, value) in _values(name, text)]


def read_products(name: str) -> list[tuple[str, Product]]:
    """The facts of every item, with its own "id" or ""; items need no listing. FileRefused."""
    found = []
    for number, (_raw, value) in _values(name, _text(name)):
        with _told(name, number):
            product = read_facts(value)
            key = value.get("id")
            found.append((key if isinstance(key, str) else "", product))
    return found


def _standard_input() -> BinaryIO:
    """Its bytes; a shell may have closed it."""
    stream: TextIO | None = sys.stdin
    if stream is None:
        raise OSError(errno.EBADF, os.strerror(errno.EBADF))
    return stream.buffer


def read_bytes(name: str, largest: int) -> bytes:
    """The whole of the file called `name` (`-`: standard input), or FileRefused."""
    try:
        if name == "-":
            content = _standard_input().read(largest + 1)
        else:
            with Path(name).open("rb") as file:
                content = file.read(largest + 1)
    except OSError as error:
        raise FileRefused(
            _("%(file)s cannot be read: %(reason)s.")
            % {"file": file_name(name), "reason": refusal_of(error)}
        ) from error
    if len(content) > largest:
        raise FileRefused(
            _("%(file)s is larger than %(size)d MB: split it.")
            % {"file": file_name(name), "size": largest // 1024**2}
        )
    return content


def _text(name: str) -> str:
    content = read_bytes(name, LARGEST)
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise FileRefused(
            _("%(file)s is not UTF-8 text (byte %(place)d): save it as UTF-8.")
            % {"file": file_name(name), "place": error.start}
        ) from error


def _values(name: str, text: str) -> Iterator[tuple[int, tuple[str, Any]]]:
    """Item number and (its own text, its value); the text is what makes export lossless."""
    decoder = json.JSONDecoder(parse_constant=_refuse_constant)
    place = _skip(text, 0)
    many = text[place : place + 1] == "["
    place = _skip(text, place + 1) if many else place
    number = 0
    try:
        if many and text[place : place + 1] == "]":
            _at_end(text, place + 1)
            return
        while True:
            number += 1
            if number > MOST_ITEMS:
                raise FileRefused(
                    _("%(file)s has more than %(most)d items: split it.")
                    % {"file": file_name(name), "most": MOST_ITEMS}
                )
            value, end = decoder.raw_decode(text, place)
            yield number, (text[place:end], value)
            place = _skip(text, end)
            if not many:
                break
            if text[place : place + 1] == "]":
                place += 1
                break
            if text[place : place + 1] != ",":
                raise json.JSONDecodeError("Expecting ',' delimiter", text, place)
            place = _skip(text, place + 1)
        _at_end(text, place)
    except (json.JSONDecodeError, RecursionError, ValueError) as error:
        line = getattr(error, "lineno", text.count("\n", 0, place) + 1)
        raise FileRefused(
            _("%(file)s, item %(number)d: this is not valid JSON (line %(line)d: %(reason)s).")
            % {
                "file": file_name(name),
                "number": max(number, 1),
                "line": line,
                "reason": fault_of(error),
            }
        ) from error


def _skip(text: str, place: int) -> int:
    while place < len(text) and text[place] in " \t\r\n":
        place += 1
    return place


def _at_end(text: str, place: int) -> None:
    if (place := _skip(text, place)) < len(text):
        raise json.JSONDecodeError("Extra data", text, place)


def _refuse_constant(name: str) -> None:
    raise ValueError(_("%(word)s is not a JSON value") % {"word": name})


def _item(name: str, number: int, raw: str, value: Any) -> Item:
    with _told(name, number):
        product, listing = read(value)
    return Item(number, raw, value, product, listing)


@contextmanager
def _told(name: str, number: int) -> Iterator[None]:
    """What cannot be read is told with its file, item and field."""
    try:
        yield
    except DocumentError as error:
        raise FileRefused(
            _("%(file)s, item %(number)d, %(field)s: %(message)s")
            % {
                "file": file_name(name),
                "number": number,
                "field": error.field,
                "message": error.message.in_language(get_language() or "tr"),
            }
        ) from error
