"""What a line states, put over what is known of the product."""

from __future__ import annotations

from dataclasses import asdict, fields
from functools import cache
from typing import Any, Final

from domain import markets
from domain.examples.usual import usual_market
from domain.listing import Language, Product
from domain.products_file.faults import Fault
from domain.products_file.stating import LANGUAGES, Stated

_NAMES: Final = tuple(field.name for field in fields(Product))
_NEW: Final = asdict(Product(name=""))


def complete(stated: Stated, before: Product | None) -> Product | list[Fault]:
    """The product's facts after the line: `before`, or a new product's, where it states nothing.

    The market decides the language, as on the product's page; a language without a market names
    the first market in it.
    """
    if before is None and (missing := _missing(stated)):
        return missing
    facts: dict[str, Any] = _NEW if before is None else _as_dict(before)
    usual = facts["market"]
    facts = {**facts, **stated.facts}
    language = _word(stated, "language")
    market = _word(stated, "market")
    if market is None:
        market = usual
        if language is not None and _spoken(market) != language:
            market = usual_market(LANGUAGES[language])
    spoken = _spoken(market)
    if language is not None and language != spoken:
        said = {"market": market, "language": spoken.value}
        return [Fault(stated.row, "language", "language_of_market", said)]
    facts["market"], facts["language"] = market, spoken
    return Product(**facts)


def _as_dict(product: Product) -> dict[str, Any]:
    """By name; `dataclasses.asdict` would copy each value."""
    return {name: getattr(product, name) for name in _NAMES}


def _word(stated: Stated, name: str) -> str | None:
    """A fact that is one word; none where the line does not state it."""
    value = stated.facts.get(name)
    return value if isinstance(value, str) else None


def _missing(stated: Stated) -> list[Fault]:
    """What a product that is not there yet cannot do without."""
    return [
        Fault(stated.row, field, f"no_{field}")
        for field in ("name", "features")
        if not stated.facts.get(field)
    ]


@cache
def _spoken(market: str) -> Language:
    try:
        return markets.get(market).language
    except markets.UnknownMarket:  # of a product of long ago
        return Language.TR
