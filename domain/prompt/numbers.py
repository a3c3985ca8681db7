"""The numbers of a product's facts, each with what it is told of: its unit, or the word beside it.

A number alone is no fact: "7" of "size 7" says nothing of feet, and "140" of "140 W" counts no
ports. So a number may be written again with its unit in any of the unit's names, and where it has
none with the word before or behind it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final

from domain.listing import Product
from domain.quality.grounding.reading import flatten
from domain.quality.grounding.units import UNITS, Unit, unit_of

_NUMBER: Final = re.compile(r"[0-9]+(?:[.,][0-9]+)*")
_LETTERS: Final = r"[^\W\d_]"
_BEFORE: Final = re.compile(rf"((?:{_LETTERS}+-)*{_LETTERS}+|[%$€£₺])([ :'’-]{{0,2}})$")
_AFTER: Final = re.compile(rf"[ '’-]{{0,2}}({_LETTERS}+(?:/{_LETTERS}+)?[23²³]?|[%°\"″₺€$+])")
_LATER: Final = re.compile(rf"[ -]({_LETTERS}{{2,}})")
_MOST_LATER: Final = 2
"""What is counted may stand behind words that say how it is: 15 programmable LCD keys."""
_CODE: Final = re.compile(rf"(?<![^\W_])(?:{_LETTERS}+[-.+/]?)+[0-9][^\W_]*(?:[-.+/][^\W_]+)*")
"""Letters and digits that are a name: WH-1000XM5, L.12.12, S24."""
_SEPARATOR: Final = re.compile(r" ?[-–x×*/~] ?")
_WIDEST_GAP: Final = 6
"""Signs between two numbers that are one thing: 7-in-1, 1920 x 1080, WH-1000XM5."""
_REACH: Final = 16
"""Signs between numbers that stand together in a fact, and may be told as it tells them: 3.2 Gen 2,
205/55 R16. Each of them alone needs what is its own."""
_MOST_TOGETHER: Final = 8
_SAME_SIGN: Final = str.maketrans("″", '"')


@dataclass(frozen=True, slots=True)
class Told:
    """One number, or several that are one thing, as the facts write it; and what it is told with.

    It may be written before any of `after` and behind any of `before`; alone where both are empty.
    """

    number: str
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """As the schema carries it."""
        return {"number": self.number, "before": list(self.before), "after": list(self.after)}


def numbers_of(product: Product) -> list[Told]:
    """The numbers in what supports a claim on a product, in a fixed order."""
    # Not its price range, though that supports claims too: a listing names no price.
    said = (product.name, product.brand, *product.features, product.category, product.keyword)
    return sorted({told for text in said for told in _told(text)}, key=lambda one: repr(one))


def _told(text: str) -> Iterator[Told]:
    yield from _together(text)
    for code in _CODE.finditer(text):
        yield Told(code.group())
    for chain in _chains(text):
        start, end = chain[0].start(), chain[-1].end()
        yield _with_neighbours(text, start, end)
        if len(chain) > 1:
            # "30 x 20 cm" is 30 cm by 20 cm; of "7-in-1" no part stands for itself.
            unit = _after(text, end)
            between = [text[a.end() : b.start()] for a, b in pairwise(chain)]
            if unit and all(map(_SEPARATOR.fullmatch, between)):
                for one in chain:
                    yield Told(one.group(), after=_names(unit))


def _together(text: str) -> Iterator[Told]:
    """The numbers that stand near each other, with all that is between them."""
    near: list[re.Match[str]] = []
    for number in [*_NUMBER.finditer(text), None]:
        if number and near and _is_near(text[near[-1].end() : number.start()]):
            near.append(number)
            continue
        if len(near) > 1:
            end = near[:_MOST_TOGETHER][-1].end()
            yield Told(text[near[0].start() : end], after=_suffix(text, end))
        near = [number] if number else []


def _is_near(gap: str) -> bool:
    """A comma ends what is told: of "size 7, 29.5 in" the 7 is still a size."""
    return len(gap) <= _REACH and not set(gap) & {",", ";"}


def _suffix(text: str, end: int) -> tuple[str, ...]:
    """What is written at the number itself: the V of "94V"."""
    found = re.compile(rf"{_LETTERS}+").match(text, end)
    return (found.group(),) if found else ()


def _chains(text: str) -> list[list[re.Match[str]]]:
    """The numbers of a text, those together that stand close to each other."""
    chains: list[list[re.Match[str]]] = []
    for number in _NUMBER.finditer(text):
        if chains and _belong(text[chains[-1][-1].end() : number.start()]):
            chains[-1].append(number)
        else:
            chains.append([number])
    return chains


def _belong(gap: str) -> bool:
    return len(gap) <= _WIDEST_GAP and (" " not in gap or _SEPARATOR.fullmatch(gap) is not None)


def _with_neighbours(text: str, start: int, end: int) -> Told:
    number, unit = text[start:end], _after(text, end)
    behind = _BEFORE.search(text, 0, start)
    word, gap = behind.groups() if behind else ("", "")
    is_code = bool(word) and not gap.strip("-")
    if unit and _unit(unit) is not None and not is_code:
        return Told(number, after=_names(unit))
    return Told(number, (word,) if word else (), (unit, *_later(text, end)) if unit else ())


def _after(text: str, end: int) -> str:
    found = _AFTER.match(text, end)
    return found.group(1).translate(_SAME_SIGN) if found else ""


def _later(text: str, end: int) -> Iterator[str]:
    """The words after the one behind a number; a unit among them by all its names, and last."""
    found = _AFTER.match(text, end)
    for _ in range(_MOST_LATER):
        found = _LATER.match(text, found.end()) if found else None
        if found is None:
            return
        yield from _names(found.group(1))
        if _unit(found.group(1)):
            return


def _names(unit: str) -> tuple[str, ...]:
    """All that a unit is called, if it is one; the word itself otherwise."""
    known = _unit(unit)
    if known is None:
        return (unit,)
    same = {
        name
        for name, other in UNITS.items()
        if (other.dimension, other.factor) == (known.dimension, known.factor)
    }
    return tuple(sorted(same | {flatten(unit)}))


def _unit(word: str) -> Unit | None:
    flat = flatten(word)
    return unit_of(flat) or UNITS.get(flat)
