"""A step of a repair, and how a field of a listing is read and replaced."""

from __future__ import annotations

from dataclasses import dataclass, replace

from domain.judgement import Message, Place
from domain.listing import Listing


@dataclass(frozen=True, slots=True)
class Repair:
    """One step: `place` is the field in the listing before the step, `after` is empty where
    something was taken out. Of a description only the stretch that changed is told."""

    code: str
    place: Place
    before: str
    after: str
    message: Message


def field_text(listing: Listing, place: Place) -> str:
    """The text of the field that a place is in."""
    if place.field == "title":
        return listing.title
    if place.field == "description":
        return listing.description
    return "" if place.index is None else listing.features[place.index]


def with_field(listing: Listing, place: Place, text: str) -> Listing:
    """The listing with another text in that field; an empty feature leaves the list."""
    if place.field == "title":
        return replace(listing, title=text)
    if place.field == "description":
        return replace(listing, description=text)
    features = list(listing.features)
    if place.index is not None:
        features[place.index : place.index + 1] = [text] if text else []
    return replace(listing, features=tuple(features))
