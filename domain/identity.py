"""What makes two products the same one, however their names are written."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from domain.listing import Product
from domain.quality.grounding.units import unit_of
from domain.turkish import fold, words

WORDS_OF_A_NAME: Final = 4
_UNWRITTEN: Final = re.compile(r"['’ʼ]|(?<=\b[A-Za-z]{2})-(?=[A-Za-z]*\d)|(?<=\b[A-Za-z])-(?=\d)")
"""Apostrophes, and the hyphen in WH-1000XM5."""
_AMOUNT: Final = re.compile(r"\d+(?:[.,]\d+)*([a-z]*)")
_MEASURES: Final = frozenset(
    {"mp", "mm", "inch", "g", "lb", "ml", "floz", "gb", "mah", "wh", "w", "v", "hz", "kelvin"}
    | {"line", "person", "piece", "pair"}
)
"""Kinds of amounts that a name may leave out; a generation ("10. nesil") is none."""
_TIMES: Final = frozenset({"s", "month"})
"""The same where the unit is a word of its own: "30 saat" is a time, "1S" a model."""


def identity(product: Product) -> str:
    """What makes two products the same: brand and model, however the name is written.

    The brand may stand in its field, in the name or in both. A model is the codes in the name
    (WH-1000XM5, WH 1000XM5), a bare number with the word before it (iPhone 15); sizes and amounts
    (256 GB, 750 ml) are none. Where there are no codes it is the first words.
    """
    brand = product.brand.split() or product.name.split()[:1]
    ignored = {part for word in brand for part in (*_folded(word), "".join(_folded(word)))}
    name = _without_amounts([word for word in _folded(product.name) if word not in ignored])
    model = "".join(_codes(name)) or " ".join(name[:WORDS_OF_A_NAME])
    return f"{''.join(_folded(brand[0] if brand else ''))} | {model}"


def _folded(text: str) -> list[str]:
    return [fold(word) for word in words(_UNWRITTEN.sub("", text))]


def _codes(name: list[str]) -> Iterator[str]:
    """The words with a digit; one that begins with it belongs to the word before."""
    for before, word in zip(["", *name], name, strict=False):
        if any(letter.isdigit() for letter in word):
            yield before + word if word[0].isdigit() and before.isalpha() else word


def _without_amounts(name: list[str]) -> list[str]:
    kept: list[str] = []
    skipped = False
    for word, after in zip(name, [*name[1:], ""], strict=False):
        amount = not skipped and _AMOUNT.fullmatch(word)
        if not amount or not _is_measure(amount[1], after):
            kept += [] if skipped else [word]
            skipped = False
        else:
            skipped = not amount[1]  # the unit is the next word
    return kept


def _is_measure(glued: str, after: str) -> bool:
    unit = unit_of(glued or after)
    kinds = _MEASURES if glued else _MEASURES | _TIMES
    return unit is not None and unit.dimension in kinds
