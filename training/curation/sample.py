"""One example as curation sees it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from domain.judgement import Scores
from domain.listing import Listing, Product
from domain.markup import plain
from domain.turkish import fold, words


class Source(StrEnum):
    """Where an example comes from, the most trusted first."""

    EDITED = "edited"
    RATED = "rated"
    GOLD = "gold"
    APPROVED = "approved"
    CORRECTED = "corrected"
    """What was made of a text that people found bad: mended, or drawn anew and judged better."""
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


def text_of(listing: Listing) -> str:
    """The words of a listing without case, marks or markup: what must not be learnt twice."""
    said = [listing.title, *listing.features, plain(listing.description)]
    return " ".join(fold(word) for part in said for word in words(part))


def digest(text: str) -> str:
    """SHA-256 in hexadecimal."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
