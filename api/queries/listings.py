"""Products and listings in pages that stay what they are when others are added meanwhile."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import TypeVar

from django.db.models import Model, QuerySet

from api.queries.finding import found
from content.models import Generation, Listing, Product
from content.models.ordering import SCORE_WALKED
from content.queries.library import Wanted, filtered
from content.queries.search import matching

M = TypeVar("M", bound=Model)


def page(rows: QuerySet[M], behind: int | None, limit: int) -> tuple[list[M], int | None]:
    """The newest rows, or those behind a row; and the last one's number where there are more.

    By their numbers, which never change: nothing comes twice, and nothing is left out that was
    there at the first page.
    """
    if behind is not None:
        rows = rows.filter(pk__lt=behind)
    found = list(rows.order_by("-pk")[: limit + 1])
    shown = found[:limit]
    return shown, shown[-1].pk if len(found) > limit else None


def listings(wanted: Wanted) -> QuerySet[Listing]:
    """What the filters let through, with everything that a row shows."""
    found = filtered(matching(Listing.objects.all(), wanted.words), wanted, SCORE_WALKED)
    return found.select_related("product", "owner", "approved_by").defer(
        *("title", "features", "description", "search", "product__features")
    )


def listing(pk: int) -> Listing:
    """One listing with what is shown of it; Http404 where there is none."""
    rows = Listing.objects.select_related("product", "owner", "approved_by")
    return found(rows.filter(pk=pk).first())


def products(sku: str | None, market: str | None) -> QuerySet[Product]:
    """All products, or what is asked for."""
    rows = Product.objects.all()
    if sku is not None:
        rows = rows.of_skus([sku]) if sku else rows.filter(sku="")
    return rows.filter(market=market) if market else rows


def product(pk: int) -> Product:
    """One product; Http404 where there is none."""
    return found(Product.objects.filter(pk=pk).first())


def listings_of(rows: Iterable[Product]) -> dict[int, list[int]]:
    """By product, the numbers of its listings: one query."""
    of: dict[int, list[int]] = defaultdict(list)
    pairs = Listing.objects.filter(product__in=[row.pk for row in rows]).order_by("pk")
    for key, number in pairs.values_list("product_id", "pk"):
        of[key].append(number)
    return of


def jobs(user: int, *, active: bool | None) -> QuerySet[Generation]:
    """The drafts that a person asked for."""
    rows = Generation.objects.filter(requested_by=user).select_related("listing")
    if active is None:
        return rows
    return (rows.filter if active else rows.exclude)(status__in=Generation.ACTIVE)


def job(pk: int) -> Generation:
    """One draft; Http404 where there is none."""
    return found(Generation.objects.select_related("listing").filter(pk=pk).first())
