"""Listings that a version of the registry wrote, and what people make of them."""

from __future__ import annotations

from dataclasses import replace

from accounts.models import User
from content.actions import create_listing
from content.actions.revising import Origin, add_revision
from content.models import Event, Generation, Listing, Revision
from domain.listing import Listing as Text
from domain.listing import Product
from models_registry.models import Version
from tests.factories import S24, S24_TEXT

BARRED = replace(S24_TEXT, title="SAMSUNG GALAXY S24 ULTRA")
"""What no rule lets anybody approve."""


def written(
    owner: User,
    version: Version | None,
    text: Text = S24_TEXT,
    facts: Product = S24,
    sku: str = "",
) -> Listing:
    """A listing of `owner` whose text is a draft of `version`."""
    listing = create_listing(owner, facts, sku=sku)
    draft(listing, version, text)
    listing.refresh_from_db()
    return listing


def draft(listing: Listing, version: Version | None, text: Text = S24_TEXT) -> Revision:
    """What `version` wrote becomes the listing's text."""
    listing.refresh_from_db()
    generation = Generation.objects.create(
        listing=listing,
        requested_by=listing.owner,
        version=version,
        level="basic",
        model=version.name if version else "scripted",
        status=Generation.Status.DONE,
    )
    origin = Origin(Revision.Kind.DRAFT, listing.owner, generation=generation, draw=1)
    return add_revision(listing, text, origin, Event.Kind.DRAFTED, generation=generation.pk)
