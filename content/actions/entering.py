"""Entering a product's facts and changing them."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.errors import ActionRefused
from accounts.models import User
from accounts.roles import Right, require
from content.actions.revising import (
    Origin,
    add_revision,
    heed_approval,
    locked,
    record,
    search_text,
)
from content.errors import FactsConflict
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
    user: User,
    listing: Listing,
    facts: domain.Product,
    *,
    sku: str | None = None,
    seen: str | None = None,
    approval: str | None = None,
) -> Listing:
    """Give the product other facts; a text there is gets judged against them at once.

    `seen` is the product's version that the person had before them: FactsConflict where the
    facts have changed since. `approval` is the listing's that they had seen: ApprovedMeanwhile
    where there is another. None is for callers that show nobody a page.
    """
    require(user, Right.WRITE_LISTINGS)
    row = locked(listing)
    product = row.product
    if facts == product.facts() and sku in (None, product.sku):
        return row
    if seen is not None and seen != product.version:
        raise FactsConflict(product)
    heed_approval(row, approval)
    before = facts_as_json(product)
    _enter(product, facts, product.sku if sku is None else sku)
    changed: dict[str, Any] = {"before": before, "after": facts_as_json(product)}
    if row.number:
        origin = Origin(Revision.Kind.REJUDGED, author=user)
        add_revision(row, row.text(), origin, Event.Kind.FACTS, **changed)
    else:
        record(row, Event.Kind.FACTS, user, **changed)
        row.market, row.language, row.search = facts.market, facts.language, search_text(row)
        row.save()
    return row


def facts_as_json(product: Product) -> dict[str, Any]:
    """The facts and the SKU as the history keeps them."""
    return asdict(product.facts()) | {"sku": product.sku}


def sku_refusal(product: Product, sku: str) -> str:
    """Why `product` may not have this SKU, in one sentence; empty where it may."""
    other = Product.objects.of_skus([sku]).exclude(pk=product.pk).first() if sku else None
    if other is None:
        return ""
    return _(
        "SKU “%(sku)s” belongs to “%(product)s”: give this product its own, or leave it empty."
    ) % {"sku": sku, "product": other.name}


def _enter(product: Product, facts: domain.Product, sku: str) -> None:
    if refusal := sku_refusal(product, sku):
        raise ActionRefused("sku_taken", refusal)
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
    try:
        with transaction.atomic():
            product.save()
    except IntegrityError as clash:
        # Somebody else took the SKU between the look and the writing.
        if not (refusal := sku_refusal(product, sku)):
            raise
        raise ActionRefused("sku_taken", refusal) from clash
