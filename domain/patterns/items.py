"""What patterns are looked for in: one piece of feedback, and what it may have in common."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

MOST_ITEMS: Final = 10_000
BAD_SCORE: Final = 3
"""A criterion failed where its score is below."""


class Kind(StrEnum):
    """What a pattern is made of."""

    RULE = "rule"
    WORDING = "wording"
    REJECTION = "rejection"
    CATEGORY = "category"
    LANGUAGE = "language"
    VERSION = "version"
    THEME = "theme"
    CRITERION = "criterion"


MEASURABLE: Final = frozenset({Kind.RULE, Kind.WORDING})
"""What a machine can tell of a newly written text."""
WHERE: Final = frozenset({Kind.CATEGORY, Kind.LANGUAGE, Kind.VERSION})
"""What tells where texts fail, and not what is wrong with them."""
OF_PEOPLE: Final = frozenset({Kind.THEME, Kind.CRITERION})
"""How people put a failure, in words or scores: it is told after what explains it."""


@dataclass(frozen=True, slots=True)
class Item:
    """One piece of feedback; `number` is its own and puts items in order.

    `text` and `better` (what a person made of it, if anything) are the parts of a listing without
    markup, `facts` everything that was given of the product.
    """

    number: int
    is_negative: bool
    codes: frozenset[str] = frozenset()
    scores: Mapping[str, int] = field(default_factory=dict)
    category: str = ""
    language: str = "tr"
    version: str = ""
    rejection: str = ""
    comment: str = ""
    text: tuple[str, ...] = ()
    better: tuple[str, ...] = ()
    facts: str = ""
