"""What a line states of a product: each fact as the product keeps it, or what is wrong with it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from domain import markets
from domain.bounds import LONGEST, LONGEST_FEATURE, MOST_FEATURES
from domain.listing import Language
from domain.products_file.faults import Fault, Said
from domain.products_file.lines import ROW, Line
from domain.rejections.columns import name_of

LONGEST_SKU: Final = 64
_BETWEEN: Final = re.compile(r"\s\|(?=\s|$)")
_UNSTORABLE: Final = re.compile("[\x00\ud800-\udfff]")
_COMPETITION: Final = {
    "low": "low, düşük, az",
    "medium": "medium, middle, average, orta",
    "high": "high, yüksek, çok",
}
_TONE: Final = {
    "professional": "professional, profesyonel",
    "friendly": "friendly, samimi, arkadaşça",
    "enthusiastic": "enthusiastic, coşkulu, heyecanlı",
    "technical": "technical, teknik",
}
_LANGUAGE: Final = {"tr": "tr, turkish, türkçe, tr-tr", "en": "en, english, ingilizce, en-us"}


def _by_name(names: Mapping[str, str]) -> dict[str, str]:
    return {name_of(each): key for key, all_ in names.items() for each in all_.split(",")}


_MARKETS: Final = {
    name_of(name): code
    for code in markets.codes()
    for pack in [markets.get(code)]
    for name in (code, pack.name.tr, pack.name.en)
}
_CHOICES: Final = {
    "competition": _by_name(_COMPETITION),
    "tone": _by_name(_TONE),
    "language": _by_name(_LANGUAGE),
    "market": _MARKETS,
}
Value = str | tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Stated:
    """The facts of the columns that the file has; what it has no column for stays as it is."""

    row: int
    sku: str
    facts: Mapping[str, Value]


class _Wrong(Exception):
    def __init__(self, code: str, **said: Said) -> None:
        super().__init__(code)
        self.code = code
        self.said = said


def state(line: Line, columns: Mapping[str, int], width: int) -> Stated | list[Fault]:
    """The line by its columns, of which the table has `width`; every fault where there is one."""
    if ROW in line.faults:
        return [Fault(line.number, "", line.faults[ROW])]
    cells = line.cells
    if len(cells) > width and any(cell.strip() for cell in cells[width:]):
        return [Fault(line.number, "", "more_cells", {"count": len(cells), "most": width})]
    faults: list[Fault] = []
    facts: dict[str, Value] = {}
    for name, place in columns.items():
        text = cells[place] if place < len(cells) else ""
        try:
            if line.faults and place in line.faults:
                raise _Wrong(line.faults[place])
            value = _READ[name](name, text)
        except _Wrong as wrong:
            faults.append(Fault(line.number, name, wrong.code, wrong.said))
        else:
            if value or name not in _CHOSEN:
                facts[name] = value
    if faults:
        return faults
    sku = facts.pop("sku")
    assert isinstance(sku, str)  # noqa: S101 - features alone are none
    return Stated(line.number, sku, facts)


def sku_of(line: Line, columns: Mapping[str, int]) -> str:
    """The line's SKU as it is kept, whatever else is wrong; empty where there is none."""
    place = columns["sku"]
    return " ".join(line.cells[place].split()) if place < len(line.cells) else ""


def _one_line(name: str, text: str) -> str:
    if not text.isprintable() and _UNSTORABLE.search(text):
        raise _Wrong("unstorable")
    text = " ".join(text.split())
    if len(text) > LONGEST[name]:
        raise _Wrong("too_long", count=len(text), most=LONGEST[name])
    return text


def _sku(_name: str, text: str) -> str:
    text = " ".join(text.split())
    if not text:
        raise _Wrong("no_sku")
    if not text.isprintable() and _UNSTORABLE.search(text):
        raise _Wrong("unstorable")
    if len(text) > LONGEST_SKU:
        raise _Wrong("too_long", count=len(text), most=LONGEST_SKU)
    return text


def _name(name: str, text: str) -> str:
    return _one_line(name, text) or _missing("no_name")


def _missing(code: str) -> str:
    raise _Wrong(code)


def _features(_name: str, text: str) -> tuple[str, ...]:
    """Between ` | `, or an entry a line as a cell with line breaks has them."""
    if not text.isprintable() and _UNSTORABLE.search(text):
        raise _Wrong("unstorable")
    parts = text.splitlines() if "\n" in text else _BETWEEN.split(text)
    features = tuple(line for part in parts if (line := " ".join(part.split())))
    if not features:
        raise _Wrong("no_features")
    if len(features) > MOST_FEATURES:
        raise _Wrong("many_features", count=len(features), most=MOST_FEATURES)
    for number, feature in enumerate(features, 1):
        if len(feature) > LONGEST_FEATURE:
            raise _Wrong("long_feature", number=number, count=len(feature), most=LONGEST_FEATURE)
    return features


@lru_cache(maxsize=4096)
def _choice(name: str, text: str) -> str:
    """One of a few values, by its code or its name in either language; empty is not stated."""
    if not (said := " ".join(text.split())):
        return ""
    found = _CHOICES[name].get(name_of(said[:80]))
    if found is None:
        raise _Wrong(f"unknown_{name}", value=said[:40].translate({0: "?"}))
    return found


_READ: Final[Mapping[str, Callable[[str, str], Value]]] = {
    "sku": _sku,
    "name": _name,
    "brand": _one_line,
    "category": _one_line,
    "features": _features,
    "price_range": _one_line,
    "competition": _choice,
    "keyword": _one_line,
    "tone": _choice,
    "language": _choice,
    "market": _choice,
}
_CHOSEN: Final = frozenset({"tone", "language", "market"})
"""A product has one of each: an empty cell leaves it as it is."""
LANGUAGES: Final = {language.value: language for language in Language}
