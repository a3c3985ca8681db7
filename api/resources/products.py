"""Products: list, look up, enter, change."""

from __future__ import annotations

from ninja import Query

from accounts.roles import Right, require
from api.http.authentication import ApiRequest
from api.http.cursors import read, written
from api.http.replies import Reply, reply
from api.http.serving import Resource
from api.queries import listings as queries
from api.schemas.products import (
    FACTS,
    PRODUCT,
    FactsChanged,
    ProductFilter,
    ProductIn,
    ProductOut,
    ProductPage,
)
from api.schemas.values import Id
from content.actions import change_facts, create_listing
from content.models import Listing, Product

resource = Resource("products")
_LIST = "products"


@resource.get("/products", gives=ProductPage, told={"items": [PRODUCT], "next": None})
def list_products(request: ApiRequest, wanted: Query[ProductFilter]) -> ProductPage:
    """List products.

    The newest first.
    """
    require(request.auth.user, Right.READ_LISTINGS)
    rows = queries.products(wanted.sku, wanted.market)
    found, last = queries.page(rows, read(_LIST, wanted.cursor), wanted.limit)
    of = queries.listings_of(found)
    return ProductPage(
        items=[ProductOut.of(row, of[row.pk]) for row in found],
        next=written(_LIST, last),
    )


@resource.get("/products/{product}", gives=ProductOut, told=PRODUCT)
def get_product(request: ApiRequest, product: Id) -> ProductOut:
    """Get a product."""
    require(request.auth.user, Right.READ_LISTINGS)
    return _shown(queries.product(product))


@resource.post(
    "/products",
    gives=ProductOut,
    status=201,
    asked={"sku": PRODUCT["sku"], "facts": FACTS},
    told=PRODUCT,
)
def create_product(request: ApiRequest, sent: ProductIn) -> Reply:
    """Enter a product.

    It comes with an empty listing; POST /listings has that written.
    """
    made = create_listing(request.auth.user, sent.facts.value(), sku=sent.sku)
    return reply(_shown(made.product), 201, at=f"/api/v1/products/{made.product_id}")


@resource.patch(
    "/products/{product}",
    gives=ProductOut,
    asked={"price_range": "40.000-50.000 TL", "version": PRODUCT["version"]},
    told=PRODUCT,
)
def change_product(request: ApiRequest, product: Id, sent: FactsChanged) -> ProductOut:
    """Change a product’s facts.

    A text that is there is judged against them at once, and its approval ends. Where somebody else
    changes them at the same moment, nothing is changed.
    """
    user = require(request.auth.user, Right.WRITE_LISTINGS)
    row = queries.product(product)
    listing = Listing.objects.filter(product=row).order_by("pk").first()
    assert listing is not None  # noqa: S101 - products are entered with one
    # What is not sent is filled in from the row as it was read: it must be that one still.
    seen = sent.version or row.version
    change_facts(user, listing, sent.over(row), sku=sent.sku, seen=seen)
    return _shown(queries.product(product))


def _shown(row: Product) -> ProductOut:
    return ProductOut.of(row, queries.listings_of([row])[row.pk])
