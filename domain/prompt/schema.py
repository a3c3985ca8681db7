"""The JSON schema a model's answer is held to while it is drawn."""

from __future__ import annotations

from typing import Any, Final

from domain.listing import Language, Product
from domain.markets import RulePack
from domain.prompt.numbers import numbers_of

_CHARACTERS_A_WORD: Final = {Language.TR: 8.5, Language.EN: 6.2}
"""With the space, and a margin: so many characters are hardly ever fewer words than asked."""
# From 2000 on, llama.cpp refuses the grammar, and without a word.
LONGEST_STRING: Final = 1990
_SHORTEST_FEATURE: Final = 12
# Without this a small model may run off into white space between the parts of the JSON.
_GUIDANCE: Final = {
    "whitespace_flexible": False,
    "item_separator": ", ",
    "key_separator": ": ",
}


def answer_schema(pack: RulePack, product: Product | None = None) -> dict[str, Any]:
    """Title, features and description in this order, within the bounds of the market.

    With a product, `x-numbers` has the numbers of its facts and what each is told with, for engines
    that can hold an answer to them: no other may be claimed, and none of another thing.
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
        **({"x-numbers": [told.as_json() for told in numbers_of(product)]} if product else {}),
    }
