"""Entering a product's facts and changing them."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.roles import Right, require
from content.actions.revising import Origin, add_revision, locked, record, search_text
from content.errors import ActionRefused
from content.models import Event, Listing, Product, Revision
from domain import listing as domain


@transaction.atomic
def create_listing(user: User, facts: domain.Product, *, sku: str = "") -> Listing:
    """A new product with an empty listing of its own."""
    require(user, Right.WRITE_LISTINGS)
    product = Product(created_by=user)
    _enter(product, facts, sku)
    listing = Listing(product=product, owner=user, market=facts.market, language=facts.language)
    listing.search = search_text(listing)
    listing.save()
    record(listing, Event.Kind.CREATED, user)
    return listing


@transaction.atomic
def change_facts(
    user: User, listing: Listing, facts: domain.Product, *, sku: str | None = None
) -> Listing:
    """Give the product other facts; a text there is gets judged against them at once."""
    require(user, Right.WRITE_LISTINGS)
    row = locked(listing)
    product = row.product
    if facts == product.facts() and sku in (None, product.sku):
        return row
    _enter(product, facts, product.sku if sku is None else sku)
    if row.number:
        origin = Origin(Revision.Kind.REJUDGED, author=user)
        add_revision(row, row.text(), origin, Event.Kind.FACTS)
    else:
        record(row, Event.Kind.FACTS, user)
        row.market, row.language, row.search = facts.market, facts.language, search_text(row)
        row.save()
    return row


def _enter(product: Product, facts: domain.Product, sku: str) -> None:
    if sku and Product.objects.filter(sku=sku).exclude(pk=product.pk).exists():
        raise ActionRefused(
            "sku_taken",
            _("SKU “%(sku)s” belongs to another product: give this one its own, or leave it empty.")
            % {"sku": sku},
        )
    product.sku = sku
    product.name = facts.name
    product.features = list(facts.features)
    product.brand = facts.brand
    product.category = facts.category
    product.price_range = facts.price_range
    product.competition = facts.competition
    product.keyword = facts.keyword
    product.tone = facts.tone
    product.language = facts.language
    product.market = facts.market
    product.save()
