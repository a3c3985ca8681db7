"""The form in which a listing's text is kept, so that what it says is the same everywhere.

A market that allows tags takes HTML: there `&` is written `&amp;`, in the editor, the copy, the
JSON and the examples alike. A market that allows none takes plain text: there `&` is `&`, and
neither a tag nor an entity is ever kept. Judging, showing and keeping again change neither.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Final

from domain.forms.normal import many_lines, normal
from domain.listing import Listing
from domain.markets import get as get_market
from domain.markup import bare, clean

_MOST_ROUNDS: Final = 8
"""Markup inside markup is taken out layer by layer; more layers than that are an attack."""
_NO_MARKUP: Final = str.maketrans("<&", "  ")


def kept(listing: Listing, market: str) -> Listing:
    """The listing as it may be stored: the market's tags only, no features that say nothing."""
    plain = normal(listing)
    return replace(plain, description=kept_description(listing.description, market))


def kept_description(text: str, market: str) -> str:
    """The description as it may be stored; asking again changes nothing."""
    allowed = get_market(market).allowed_tags
    return _settled(text, (lambda html: clean(html, allowed)) if allowed else bare)


def _settled(text: str, step: Callable[[str], str]) -> str:
    """What `step` and the plain form of letters and line ends leave as it is."""
    for _round in range(_MOST_ROUNDS):
        before, text = text, many_lines(step(many_lines(text)))
        if text == before:
            return text
    return many_lines(step(text.translate(_NO_MARKUP)))
