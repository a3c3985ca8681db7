"""What failed texts have in common: rules, words, themes and the rest, counted and ranked.

A small method that can be told in two sentences: everything that feedback has is counted among
failures and among the rest, and what is surely more frequent in failures is a pattern. Phrases
that stand together are one. `find` says how.
"""

from domain.patterns.finding import MOST, Pattern, Patterns, find
from domain.patterns.items import MEASURABLE, MOST_ITEMS, Item, Kind
from domain.patterns.standing import LEAST, LEAST_SHARE, Standing
from domain.patterns.traits import Trait, carries, could_have, facts_text, owners, parts_of

__all__ = [
    "LEAST",
    "LEAST_SHARE",
    "MEASURABLE",
    "MOST",
    "MOST_ITEMS",
    "Item",
    "Kind",
    "Pattern",
    "Patterns",
    "Standing",
    "Trait",
    "carries",
    "could_have",
    "facts_text",
    "find",
    "owners",
    "parts_of",
]
