"""What differs between two states of a product's facts, field by field, in a reader's words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from django.db.models import Field
from django.utils.text import capfirst

from content.actions.entering import facts_as_json
from content.models import Event, Listing, Product
from content.presentation.names import market_name
from domain import listing as domain


@dataclass(frozen=True, slots=True)
class FactChange:
    """One field: what only the earlier state says, and what only the later one says."""

    label: str
    gone: tuple[str, ...]
    new: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FactsClash:
    """A colleague's newer facts against those a person wanted to save."""

    changes: list[FactChange]
    """From theirs, which is saved, to the person's own."""
    latest: Event | None
    """Who changed them, and when."""
    then: str
    """The button that was pressed, which saving over theirs presses again."""


def clash_of(
    listing: Listing, current: Product, typed: domain.Product, sku: str, then: str
) -> FactsClash:
    """What a colleague saved meanwhile, against what this person typed."""
    changed = listing.events.filter(kind=Event.Kind.FACTS).select_related("actor")
    return FactsClash(
        changes=fact_changes(facts_as_json(current), asdict(typed) | {"sku": sku}),
        latest=changed.order_by("-pk").first(),
        then=then,
    )


def fact_changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[FactChange]:
    """The fields that differ, in the order of the product's form; of features, the lines."""
    changes = []
    for field in _fields(before):
        old, new = _lines(before[field.name]), _lines(after.get(field.name))
        if old != new:
            gone, come = _only_in(field, old, new), _only_in(field, new, old)
            changes.append(FactChange(capfirst(str(field.verbose_name)), gone, come))
    return changes


def fact_rows(facts: Mapping[str, Any]) -> list[tuple[str, tuple[str, ...]]]:
    """The facts that are given, by their labels and in the order of the product's form."""
    return [
        (capfirst(str(field.verbose_name)), tuple(_shown(field, line) for line in lines))
        for field in _fields(facts)
        if (lines := _lines(facts[field.name]))
    ]


def _fields(facts: Mapping[str, Any]) -> Iterator[Field[Any, Any]]:
    fields = (field for field in Product._meta.get_fields() if isinstance(field, Field))
    return (field for field in fields if field.name in facts)


def _lines(value: object) -> tuple[str, ...]:
    """A fact as lines: a text is one, and none when it is empty."""
    if isinstance(value, list | tuple):
        return tuple(value)
    return (str(value),) if value else ()


def _only_in(
    field: Field[Any, Any], own: tuple[str, ...], other: tuple[str, ...]
) -> tuple[str, ...]:
    # Lines that only changed places differ as a whole.
    differing = own if set(own) == set(other) else [line for line in own if line not in other]
    return tuple(_shown(field, line) for line in differing)


def _shown(field: Field[Any, Any], value: str) -> str:
    """A value as its form shows it."""
    if field.name == "market":
        return market_name(value)
    return str(dict(field.flatchoices).get(value, value))
