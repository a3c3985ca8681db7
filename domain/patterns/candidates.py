"""What may be a pattern: a trait with the places that have it, and whether chance is ruled out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, TypeVar

from domain.patterns.items import Item, Kind
from domain.patterns.standing import LEVEL, Standing, count, least_of
from domain.patterns.traits import Trait, plain_traits
from domain.rating import OVERALL
from domain.statistics.multiple import holm

FAMILIES: Final = 3
"""What is said of a text, its words, and its comments are held apart, a third of LEVEL each."""
_TAUTOLOGY: Final = Trait(Kind.CRITERION, OVERALL)
"""The overall score is what makes feedback negative."""
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Field:
    """Items in order; which of them are failures, and which the rest, as the bits of a number."""

    items: Sequence[Item]
    negatives: int
    positives: int

    @property
    def least(self) -> int:
        """How many failures must have a pattern."""
        return least_of(self.negatives.bit_count())


@dataclass(frozen=True, slots=True)
class Candidate:
    """A trait, the places that have it, and how it stands out among those that could."""

    trait: Trait
    places: int
    standing: Standing
    is_found: bool


def field_of(items: Sequence[Item]) -> Field:
    """The field of items in their order."""
    negatives = bits(place for place, item in enumerate(items) if item.is_negative)
    return Field(items, negatives, ~negatives & ((1 << len(items)) - 1))


def bits(places: Iterable[int]) -> int:
    """Places as the bits of a number, which counts and crosses them fast."""
    held = bytearray()
    for place in places:
        if place >> 3 >= len(held):
            held.extend(bytes((place >> 3) + 1 - len(held)))
        held[place >> 3] |= 1 << (place & 7)
    return int.from_bytes(held, "little")


def chances(ps: Mapping[T, float]) -> dict[T, bool]:
    """Which of a family's chances are small enough for all of them to hold."""
    adjusted = holm(list(ps.values()))
    return {key: p <= LEVEL / FAMILIES for key, p in zip(ps, adjusted, strict=True)}


def stands_out(standing: Standing, is_unlikely: bool) -> bool:
    """Whether a pattern is found: frequent enough, surely more frequent, and not by chance."""
    return is_unlikely and standing.is_supported and standing.lift.low > 1


def plain_candidates(field: Field) -> tuple[list[Candidate], int]:
    """Whatever is said of texts and is frequent enough to be looked at, and how much that is."""
    having: dict[Trait, list[int]] = {}
    asked: dict[str, list[int]] = {}
    for place, item in enumerate(field.items):
        for trait in plain_traits(item):
            having.setdefault(trait, []).append(place)
        for key in item.scores:
            asked.setdefault(key, []).append(place)
    masks, counted = {}, {}
    for trait, places in sorted(having.items()):
        could = asked[trait.key] if trait.kind is Kind.CRITERION else range(len(field.items))
        if field.least <= len(places) < len(could) and trait != _TAUTOLOGY:
            masks[trait], base = bits(places), bits(could)
            counted[trait] = count(masks[trait], field.negatives & base, field.positives & base)
    unlikely = chances({trait: standing.p for trait, standing in counted.items()})
    return [
        Candidate(trait, masks[trait], standing, stands_out(standing, unlikely[trait]))
        for trait, standing in counted.items()
        if standing.is_told
    ], len(counted)
