"""What a piece of feedback, or a newly written text, has of a pattern."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from domain.markup import plain
from domain.patterns.items import BAD_SCORE, Item, Kind
from domain.patterns.words import Phrase, phrase, phrases, stems

_FACTS: Final = ("name", "features", "brand", "category", "keyword", "price_range")


@dataclass(frozen=True, slots=True, order=True)
class Trait:
    """What a pattern is about; `terms` are the phrases of a wording or a theme."""

    kind: Kind
    key: str
    terms: tuple[str, ...] = ()


def plain_traits(item: Item) -> list[Trait]:
    """All of an item's but its words."""
    said = {
        Kind.CATEGORY: item.category,
        Kind.LANGUAGE: item.language,
        Kind.VERSION: item.version,
        Kind.REJECTION: item.rejection,
    }
    return [
        *(Trait(Kind.RULE, code) for code in item.codes),
        *(Trait(Kind.CRITERION, key) for key, score in item.scores.items() if score < BAD_SCORE),
        *(Trait(kind, key) for kind, key in said.items() if key),
    ]


def could_have(item: Item, trait: Trait) -> bool:
    """Whether the item says anything about it: a criterion that was not asked for does not."""
    return trait.kind is not Kind.CRITERION or trait.key in item.scores


def owners(traits: Sequence[Trait], items: Iterable[Item]) -> list[set[int]]:
    """Of each trait, the numbers of the items that have it."""
    found: list[set[int]] = [set() for _trait in traits]
    plain_ones = {(one.kind, one.key): place for place, one in enumerate(traits) if not one.terms}
    spoken = {kind: _places(traits, kind) for kind in (Kind.WORDING, Kind.THEME)}
    for item in items:
        for trait in plain_traits(item):
            if (place := plain_ones.get((trait.kind, trait.key))) is not None:
                found[place].add(item.number)
        for kind, places in spoken.items():
            said = _wording(item) if kind is Kind.WORDING else phrases(stems([item.comment]))
            for one in said if places else ():
                for place in places.get(one, ()):
                    found[place].add(item.number)
    return found


def _places(traits: Sequence[Trait], kind: Kind) -> dict[Phrase, list[int]]:
    places: dict[Phrase, list[int]] = {}
    for place, trait in enumerate(traits):
        for term in trait.terms if trait.kind is kind else ():
            places.setdefault(phrase(term), []).append(place)
    return places


def _wording(item: Item) -> Iterable[Phrase]:
    """The phrases of a text that are not made of its product's own words; of one that a person
    mended, those that they took out."""
    kept = set(phrases(stems(item.better))) if item.is_negative else ()
    return (one for one in _not_of(item.facts, item.text) if one not in kept)


def _not_of(facts: str, texts: Iterable[str]) -> Iterable[Phrase]:
    own = {word for row in stems([facts]) for word in row}
    return (one for one in phrases(stems(texts)) if not own.issuperset(one))


def parts_of(text: str | Mapping[str, Any]) -> tuple[str, ...]:
    """The parts of a text, without markup: no phrase reaches from one into the next."""
    if isinstance(text, str):
        return (plain(text),)
    parts = [text.get("title", ""), *text.get("features", ()), text.get("description", "")]
    return tuple(plain(str(part)) for part in parts)


def facts_text(facts: Mapping[str, Any]) -> str:
    """Everything that was given of a product, by the names of its facts: what a text has from
    there is no wording of its own."""
    said = (facts.get(name, "") for name in _FACTS)
    return "\n".join(one if isinstance(one, str) else "\n".join(map(str, one)) for one in said)


def carries(
    kind: str,
    key: str,
    terms: Iterable[str],
    codes: Collection[str],
    text: str | Mapping[str, Any],
    facts: str = "",
) -> bool | None:
    """Whether a newly written text has a pattern; None where no machine can tell.

    `codes` are those that the rules find in it, `text` is all of it, with or without markup, or
    its title, features and description by name. A wording counts where one of its terms stands
    there in any of its forms; words that the product's `facts` hold are no wording.
    """
    if kind == Kind.RULE:
        return key in codes
    if kind != Kind.WORDING:
        return None
    wanted = {phrase(term) for term in terms}
    return any(one in wanted for one in _not_of(facts, parts_of(text)))
