"""Fields of a training example, read with their type and size checked and their path named."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from typing import Any, Final

from domain.judgement import Message

_UNSTORABLE: Final = re.compile("[\x00\ud800-\udfff]")
_TYPES: Final = {
    str: ("bir metin", "a text"),
    list: ("bir liste", "a list"),
    dict: ("bir nesne", "an object"),
    bool: ("doğru/yanlış", "a true/false value"),
    int: ("bir sayı", "a number"),
    float: ("bir sayı", "a number"),
    type(None): ("null", "null"),
}


class DocumentError(ValueError):
    """An example that cannot be read; `field` is the path of what is wrong."""

    def __init__(self, field: str, message: Message) -> None:
        super().__init__(message.en)
        self.field = field
        self.message = message


def mapping(value: object, field: str) -> Mapping[str, Any]:
    """The value as an object."""
    if not isinstance(value, dict):
        raise _mistyped(value, field, dict)
    return value


def required(given: Mapping[str, Any], key: str, path: str = "") -> object:
    """A key that must be there."""
    if key not in given:
        raise wrong(f"{path}{key}", "eksik; ekleyin", "is missing; add it")
    found: object = given[key]
    return found


def optional_text(given: Mapping[str, Any], key: str, field: str, longest: int) -> str:
    """An optional fact: absent and null are the same as empty."""
    value = given.get(key)
    return "" if value is None else text(value, field, longest)


def text(value: object, field: str, longest: int) -> str:
    """The value as a text of at most `longest` characters that a database can store."""
    if not isinstance(value, str):
        raise _mistyped(value, field, str)
    if len(value) > longest:
        raise wrong(
            field,
            f"{len(value)} karakter; en çok {longest} karakter olabilir, kısaltın",
            f"has {len(value)} characters and may have {longest}; shorten it",
        )
    if _UNSTORABLE.search(value):
        raise wrong(
            field,
            "saklanamayan bir karakter içeriyor (NUL ya da yarım kod); silin",
            "holds a character that cannot be stored (NUL or half a code); delete it",
        )
    return value


def texts(value: object, field: str, most: int, longest: int) -> tuple[str, ...]:
    """The value as a list of at most `most` such texts."""
    if not isinstance(value, list):
        raise _mistyped(value, field, list)
    if len(value) > most:
        raise wrong(
            field,
            f"{len(value)} madde; en çok {most} madde olabilir",
            f"has {len(value)} items and may have {most}",
        )
    return tuple(text(item, f"{field}[{index}]", longest) for index, item in enumerate(value))


def number(example: Mapping[str, Any], field: str, highest: int | None) -> None:
    """A number that may be absent: the figures are worked out anew, but must not be nonsense."""
    *parents, key = field.split(".")
    given: Mapping[str, Any] = example
    for depth, parent in enumerate(parents):
        if given.get(parent) is None:
            return
        given = mapping(given[parent], ".".join(parents[: depth + 1]))
    value = given.get(key)
    if value is None:
        return
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise _mistyped(value, field, int)
    unreal = isinstance(value, float) and not math.isfinite(value)
    if unreal or not 0 <= value <= (value if highest is None else highest):
        shown = str(value)[:20]
        above = "" if highest is None else f"-{highest}"
        raise wrong(
            field,
            f"{shown}; 0{above or ' ya da daha çok'} olmalı",
            f"is {shown}; it must be 0{above or ' or more'}",
        )


def _mistyped(value: object, field: str, wanted: type) -> DocumentError:
    got = _TYPES.get(type(value), ("bilinmeyen bir tür", "of an unknown type"))
    must = _TYPES[wanted]
    return wrong(
        field,
        f"{must[0]} olmalı, {got[0]} verilmiş",
        f"must be {must[1]}, not {got[1]}",
    )


def wrong(field: str, tr: str, en: str) -> DocumentError:
    """The error for one field; without a field it is about the example as a whole."""
    named_tr, named_en = (f"“{field}”", f"“{field}”") if field else ("Örnek", "The example")
    return DocumentError(field, Message(tr=f"{named_tr} {tr}.", en=f"{named_en} {en}."))
