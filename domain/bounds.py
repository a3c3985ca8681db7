"""How long each product fact may be: the same for forms, imports and prompts."""

from __future__ import annotations

from typing import Final

from domain.judgement import Message
from domain.listing import Product

LONGEST: Final[dict[str, int]] = {
    "name": 200,
    "brand": 100,
    "category": 200,
    "price_range": 100,
    "competition": 40,
    "keyword": 100,
    "tone": 40,
}
"""Code points of each single fact."""
LONGEST_FEATURE: Final = 300
MOST_FEATURES: Final = 30


class FactTooLong(ValueError):
    """A fact beyond its bound; `field` is its path (`features[3]`), `message` tells a person."""

    def __init__(self, field: str, message: Message) -> None:
        super().__init__(f"{field}: {message.en}")
        self.field = field
        self.message = message


def check(product: Product) -> None:
    """Raise FactTooLong for the first fact beyond its bound."""
    for field, longest in LONGEST.items():
        _check_text(field, getattr(product, field), longest)
    if len(product.features) > MOST_FEATURES:
        raise FactTooLong(
            "features",
            Message(
                tr=f"{len(product.features)} özellik verilmiş; en çok {MOST_FEATURES} olabilir.",
                en=f"{len(product.features)} features are given; at most {MOST_FEATURES} may be.",
            ),
        )
    for index, feature in enumerate(product.features):
        _check_text(f"features[{index}]", feature, LONGEST_FEATURE)


def _check_text(field: str, text: str, longest: int) -> None:
    if len(text) > longest:
        raise FactTooLong(
            field,
            Message(
                tr=f"“{field}” {len(text)} karakter; en çok {longest} karakter olabilir, kısaltın.",
                en=f"“{field}” has {len(text)} characters and may have {longest}; shorten it.",
            ),
        )
