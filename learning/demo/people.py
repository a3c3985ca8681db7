"""People who do not exist: what they think of a text follows from one stated rule and a seed.

The rule knows nothing of any fault that was put in. Advertising puts people off: who meets wording
that the market forbids (a rule of `compliance`) gives 1 or 2 stars and says what disturbed. All
others give 4 or 5, now and then 3. One in thirty is in a mood, and gives any number of stars
whatever the text says. Whoever wrote the facts takes such wording out before approving the text.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, replace
from typing import Final

from domain.judgement import Finding, Judgement, Place, Severity
from domain.listing import Language, Listing

MOOD: Final = 1 / 30
MIDDLING: Final = 0.1
"""Of those who have nothing against a text, how many give it 3 stars."""
PUT_OFF_BY: Final = "compliance."
_SAID: Final = {
    Language.TR: (
        "“{text}” gibi reklam sözleri güven vermiyor.",
        "Ürünü değil fiyatı övüyor: “{text}”.",
        "“{text}” ifadesi gereksiz, silinsin.",
    ),
    Language.EN: (
        "“{text}” reads like an advertisement.",
        "It praises itself instead of the product: “{text}”.",
        "“{text}” has no place here, take it out.",
    ),
}
_ENDS: Final = ".!?…\n"
_CLAUSES: Final = ",;:"
_JOINING: Final = ("ve", "and")


@dataclass(frozen=True, slots=True)
class Opinion:
    """Stars from 1 to 5, and a comment or none."""

    stars: int
    comment: str = ""


def opinion(judgement: Judgement, language: Language, draw: random.Random) -> Opinion:
    """What one person thinks of a text that is judged so."""
    if draw.random() < MOOD:
        return Opinion(draw.randint(1, 5))
    disturbing = disturbances(judgement)
    if disturbing:
        comment = draw.choice(_SAID[language]).format(text=disturbing[0].text)
        return Opinion(draw.randint(1, 2), comment)
    return Opinion(3 if draw.random() < MIDDLING else draw.randint(4, 5))


def disturbances(judgement: Judgement) -> tuple[Finding, ...]:
    """What of a text puts people off."""
    return tuple(
        finding
        for finding in judgement.findings
        if finding.severity is Severity.ERROR and finding.code.startswith(PUT_OFF_BY)
    )


def edited(listing: Listing, judgement: Judgement) -> Listing:
    """The text without what puts people off: the words up to it, back to where a clause begins, in
    titles and key features; the whole sentence in the description."""
    places = sorted(
        (one.place for one in disturbances(judgement)),
        key=lambda place: place.start or 0,
        reverse=True,
    )
    for place in places:
        listing = _without(listing, place)
    return listing


def _without(listing: Listing, place: Place) -> Listing:
    start, end = place.start, place.end
    if start is None or end is None:
        return listing
    match place.field:
        case "title":
            return replace(listing, title=_without_clause(listing.title, start, end))
        case "description":
            return replace(listing, description=_without_sentence(listing.description, start, end))
        case "features" if place.index is not None:
            features = list(listing.features)
            features[place.index] = _without_clause(features[place.index], start, end)
            return replace(listing, features=tuple(features))
        case _:
            return listing


def _without_clause(text: str, start: int, end: int) -> str:
    left = max(text.rfind(mark, 0, start) for mark in _CLAUSES) + 1
    rest = text[end:].lstrip(" ,;:")
    for word in _JOINING:
        rest = rest.removeprefix(f"{word} ")
    return f"{text[:left].rstrip()} {rest}".strip()


def _without_sentence(text: str, start: int, end: int) -> str:
    """Within its paragraph."""
    left = max(text.rfind(mark, 0, start) for mark in (*_ENDS, ">")) + 1
    ends = [at for mark in (*_ENDS, "<") if (at := text.find(mark, end)) >= 0]
    right = min(ends, default=len(text))
    right += right < len(text) and text[right] != "<"
    return (text[:left].rstrip(" ") + " " + text[right:].lstrip(" ")).replace("> ", ">").strip()
