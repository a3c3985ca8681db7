"""The JSON schema a model's answer is held to while it is drawn."""

from __future__ import annotations

import re
from typing import Any, Final

from domain.listing import Language, Product
from domain.markets import RulePack

_CHARACTERS_A_WORD: Final = {Language.TR: 8.5, Language.EN: 6.2}
"""With the space, and a margin: so many characters are hardly ever fewer words than asked."""
# From 2000 on, llama.cpp refuses the grammar, and without a word.
LONGEST_STRING: Final = 1990
_NUMBER: Final = re.compile(r"[0-9]+(?:[.,][0-9]+)*")
_SHORTEST_FEATURE: Final = 12
# Without this a small model may run off into white space between the parts of the JSON.
_GUIDANCE: Final = {
    "whitespace_flexible": False,
    "item_separator": ", ",
    "key_separator": ": ",
}


def answer_schema(pack: RulePack, product: Product | None = None) -> dict[str, Any]:
    """Title, features and description in this order, within the bounds of the market.

    With a product, `x-numbers` has the numbers of its facts, for engines that can hold an answer
    to them: no other may be claimed.
    """
    limits = pack.limits
    shortest = round(limits.description_min_words * _CHARACTERS_A_WORD[pack.language])
    return {
        "type": "object",
        "properties": {
            "title": {
                "type": "string",
                "minLength": limits.title_min,
                "maxLength": limits.title_max,
            },
            "features": {
                "type": "array",
                "minItems": limits.features_min,
                "maxItems": limits.features_max,
                "items": {
                    "type": "string",
                    "minLength": _SHORTEST_FEATURE,
                    "maxLength": limits.feature_max,
                },
            },
            "description": {
                "type": "string",
                "minLength": min(shortest, LONGEST_STRING - 1),
                "maxLength": min(limits.description_max_chars, LONGEST_STRING),
            },
        },
        "required": ["title", "features", "description"],
        "additionalProperties": False,
        "x-guidance": dict(_GUIDANCE),
        **({"x-numbers": numbers_of(product)} if product else {}),
    }


def numbers_of(product: Product) -> list[str]:
    """The numbers in what supports a claim on a product, as they are written there."""
    # Not its price range, though that supports claims too: a listing names no price.
    said = (product.name, product.brand, *product.features, product.category, product.keyword)
    return sorted({number for text in said for number in _NUMBER.findall(text)})
