"""Approved listings for the tests of exports, made as people make them."""

from __future__ import annotations

from dataclasses import replace
from typing import TypeVar

from django.db.models import Model

from accounts.models import User
from content.actions import approve_listing, create_listing, substantiate
from content.models import Listing
from domain.listing import Product
from tests.factories import S24, S24_TEXT, make_listing

Row = TypeVar("Row", bound=Model)
INVENTED = replace(S24_TEXT, title=S24_TEXT.title.replace("200MP", "120 MP"))
"""A text with a claim that no fact carries."""
EVIDENCE = "Üreticinin veri sayfası, sayfa 3"


def make_approved(owner: User, sku: str = "", facts: Product = S24) -> Listing:
    """An approved listing with the text of S24."""
    listing = make_listing(owner, S24_TEXT, facts, sku=sku)
    return approve_listing(owner, listing, seen=listing.number)


def make_vouched(owner: User, by: User, sku: str = "") -> Listing:
    """An approved listing with a claim that `by` answers for."""
    listing = make_listing(owner, INVENTED, sku=sku)
    evidence = listing.revisions.latest("number").judgement["evidence"]
    key = next(one["key"] for one in evidence if one["fact"] is None)
    substantiate(by, listing, key, EVIDENCE)
    listing.refresh_from_db()
    return approve_listing(owner, listing, seen=listing.number)


def make_many(owner: User, count: int) -> None:
    """That many approved rows, each with its own product and revision, without the actions."""
    pattern = make_approved(owner)
    revision = pattern.revisions.get(number=pattern.number)
    product = create_listing(owner, S24).product
    Listing.objects.filter(product=product).delete()
    listings = Listing.objects.bulk_create(
        _copied(pattern, pk=None, product=product) for _ in range(count)
    )
    type(revision).objects.bulk_create(
        _copied(revision, pk=None, listing=listing) for listing in listings
    )


def _copied(row: Row, **changed: object) -> Row:
    names = [field.attname for field in row._meta.concrete_fields]
    copy = type(row)(**{name: getattr(row, name) for name in names})
    for name, value in changed.items():
        setattr(copy, name, value)
    return copy
