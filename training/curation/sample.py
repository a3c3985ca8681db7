"""One example as curation sees it."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final

from domain.judgement import Scores
from domain.listing import Listing, Product
from domain.markup import plain
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


class Source(StrEnum):
    """Where an example comes from, the most trusted first."""

    EDITED = "edited"
    RATED = "rated"
    GOLD = "gold"
    APPROVED = "approved"
    IMPORTED = "imported"
    GENERATED = "generated"
    AUGMENTED = "augmented"

    @property
    def rank(self) -> int:
        """0 for what a person wrote, more the less a person had to do with it."""
        return list(Source).index(self)


@dataclass(frozen=True, slots=True)
class Sample:
    """Facts and listing, what they scored by today's rules, and where they come from.

    `key` is how a person finds the example again; `rating` the mean of people's overall ratings
    (1-5) where there are any; `parent` the key of the example it was augmented from.
    """

    key: str
    source: Source
    product: Product
    listing: Listing
    scores: Scores
    document: Mapping[str, Any] = field(repr=False)
    rating: float | None = None
    parent: str = ""

    @property
    def standing(self) -> tuple[int, float, int, str]:
        """Sorts the better of two alike first: source, then rating, then score, then key."""
        return (self.source.rank, -(self.rating or 0), -self.scores.overall_score, self.key)

    @property
    def asked_and_answered(self) -> tuple[Product, Listing]:
        """Exactly what a model would see and learn."""
        return self.product, self.listing


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


def text_of(listing: Listing) -> str:
    """The words of a listing without case, marks or markup: what must not be learnt twice."""
    said = [listing.title, *listing.features, plain(listing.description)]
    return " ".join(fold(word) for part in said for word in words(part))


def digest(text: str) -> str:
    """SHA-256 in hexadecimal."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
