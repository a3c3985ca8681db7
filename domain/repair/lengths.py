"""Too long, twice, empty: a shorter text that still is a whole phrase."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from domain import markets, turkish
from domain.judgement import Finding
from domain.listing import Language, Listing, Product
from domain.repair.values import field_text, with_field

_SHORTEST_FEATURE: Final = 12
_BRACKETED: Final = re.compile(r"\s*\([^()]*\)")
# In Turkish the word that governs a phrase comes last, so only punctuation ends one safely;
# English can also stop before "with …" or "for …".
_END: Final = {
    Language.TR: re.compile(r"\s*(?:[;,:](?=\s)|\s[–—|-](?=\s)|[.!](?=\s))"),
    Language.EN: re.compile(
        r"\s*(?:[;,:](?=\s)|\s[–—|-](?=\s)|[.!](?=\s)|\s(?=(?:with|for|while|so)\s))"
    ),
}
_JOINING: Final = (
    "ve ile veya ya da de hem için en bir daha çok "
    "and or with for the a an of to in on by plus more"
)
_DANGLING: Final = frozenset(_JOINING.split())


def shorten(product: Product, listing: Listing, finding: Finding) -> Iterable[Listing]:
    """The field without its brackets, else cut at the end of a phrase, the longest first."""
    text = field_text(listing, finding.place).strip()
    limits = markets.get(product.market).limits
    title = finding.place.field == "title"
    longest = limits.title_max if title else limits.feature_max
    shortest = limits.title_min if title else _SHORTEST_FEATURE
    for candidate in _shorter(text, product.language):
        if shortest <= len(candidate) <= longest and _whole(candidate):
            yield with_field(listing, finding.place, candidate)


def drop_repeated(_product: Product, listing: Listing, finding: Finding) -> Iterable[Listing]:
    """The list without a feature that says the same, letter for letter, as an earlier one."""
    index = finding.place.index
    if index is None:
        return
    own = turkish.fold(listing.features[index]).strip()
    if any(turkish.fold(other).strip() == own for other in listing.features[:index]):
        yield with_field(listing, finding.place, "")


def drop_empty(_product: Product, listing: Listing, finding: Finding) -> Iterable[Listing]:
    """The list without a feature that holds nothing."""
    kept = tuple(feature for feature in listing.features if feature.strip())
    if finding.place.index is not None and kept != listing.features:
        yield replace(listing, features=kept)


def _shorter(text: str, language: Language) -> list[str]:
    """Shorter forms of a text, the longest first."""
    ends = [found.start() for found in _END[language].finditer(text)]
    bare = _BRACKETED.sub("", text).strip()
    found = {text[:end].rstrip() for end in ends} | ({bare} if bare != text else set())
    found |= {bare[: end.start()].rstrip() for end in _END[language].finditer(bare)}
    return sorted(found, key=len, reverse=True)


def _whole(text: str) -> bool:
    """Whether a text can stand alone: brackets closed, no joining word left at its end."""
    words = turkish.tokens(text)
    return (
        text.count("(") == text.count(")")
        and bool(words)
        and turkish.lower(words[-1].text) not in _DANGLING
    )
