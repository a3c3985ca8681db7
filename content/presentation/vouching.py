"""The boxes for written evidence: what stands in them when a page comes back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

BOX = "evidence:"


@dataclass(frozen=True, slots=True)
class Vouching:
    """Evidence that is typed and not kept yet, by the slot of its box.

    A slot is a claim's key and which of the claim's places the box stands at: one claim may be
    made twice, and each place has a box of its own.
    """

    texts: Mapping[str, str] = field(default_factory=dict)
    refused: str = ""
    """The slot whose evidence was not taken."""
    refusal: str = ""
    """The sentence that says why."""


def typed_evidence(fields: Mapping[str, str]) -> dict[str, str]:
    """What a posted page's boxes hold, the empty ones left out."""
    return {
        name.removeprefix(BOX): text
        for name, text in fields.items()
        if name.startswith(BOX) and text.strip()
    }


def slots(keys: Iterable[str]) -> Iterator[str]:
    """A slot for each key, in order; empty for an empty key."""
    met: dict[str, int] = {}
    for key in keys:
        met[key] = met.get(key, 0) + 1
        yield f"{met[key]}:{key}" if key else ""


def key_of(slot: str) -> str:
    """The claim that a slot's box is for."""
    return slot.partition(":")[2]
