"""The market an example belongs to when it does not say."""

from __future__ import annotations

from functools import cache

from domain import markets
from domain.listing import Language


@cache
def usual_market(language: Language) -> str:
    """The first market in that language."""
    return next(code for code in markets.codes() if markets.get(code).language is language)
