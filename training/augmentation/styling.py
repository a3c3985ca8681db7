"""Style variation: the same sentences in another shape.

Paragraphs are joined or parted between sentences, and a line's fact and benefit are set off in
another way. No word changes, so nothing that is claimed does.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from dataclasses import replace
from typing import Final

from domain.listing import Listing, Product
from domain.turkish import sentences

_PARAGRAPH: Final = re.compile(r"<p>(.*?)</p>", re.DOTALL)
_SIMPLE: Final = re.compile(r"(?:<p>[^<>]*</p>)+")
_SET_OFF: Final = re.compile(r"^([^:]{6,48}): (\S[^:]{10,})$")
FEWEST_SENTENCES: Final = 4


def restyled(product: Product, listing: Listing, draw: random.Random) -> Listing | None:
    """The listing in another shape; None where it cannot have one."""
    features = tuple(_line(line, draw) for line in listing.features)
    description = _paragraphs(listing.description, draw)
    if (features, description) == (listing.features, listing.description):
        return None
    return replace(listing, features=features, description=description)


def _line(line: str, draw: random.Random) -> str:
    """ "Fact: benefit" as "Fact - benefit", sometimes."""
    found = _SET_OFF.match(line)
    return f"{found[1]} - {found[2]}" if found and draw.random() < 0.5 else line


def _paragraphs(description: str, draw: random.Random) -> str:
    """Simple paragraphs with one more break or one fewer; anything else as it is."""
    if not _SIMPLE.fullmatch(description):
        return description
    parts = [found[1] for found in _PARAGRAPH.finditer(description)]
    ways: list[Callable[[], list[str]]] = []
    if len(parts) > 2:
        ways.append(lambda: _joined(parts, draw))
    if any(len(sentences(part)) >= FEWEST_SENTENCES for part in parts):
        ways.append(lambda: _parted(parts, draw))
    if not ways:
        return description
    return "".join(f"<p>{part}</p>" for part in draw.choice(ways)())


def _joined(parts: list[str], draw: random.Random) -> list[str]:
    at = draw.randrange(len(parts) - 1)
    return [*parts[:at], f"{parts[at]} {parts[at + 1]}", *parts[at + 2 :]]


def _parted(parts: list[str], draw: random.Random) -> list[str]:
    long = [n for n, part in enumerate(parts) if len(sentences(part)) >= FEWEST_SENTENCES]
    at = draw.choice(long)
    starts = [sentence.start for sentence in sentences(parts[at])]
    middle = starts[draw.randrange(2, len(starts) - 1)]
    head, tail = parts[at][:middle].rstrip(), parts[at][middle:]
    return [*parts[:at], head, tail, *parts[at + 1 :]]
