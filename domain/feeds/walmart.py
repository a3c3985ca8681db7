"""Walmart's item feed, MP_ITEM of item spec 5.0, and the gate before it.

`Orderable` says which item it is, `Visible` holds what shoppers read, under the item's product
type. What else Walmart wants of a new item (identifiers, price, images) is not ours to know:
whoever sends the feed adds it. The spec allows no fields beside its own, so none of ours is in it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from domain.forms.normal import one_line
from domain.judgement import Finding, Message
from domain.keeping import kept
from domain.listing import Listing, Product
from domain.quality import judge

SPEC: Final = "5.0.20240517-04_08_27-api"
"""The version of the item spec that the layout follows."""
BUSINESS_UNIT: Final = "WALMART_US"
MOST_ITEMS: Final = 10_000
"""How many items Walmart takes in one feed."""
LONGEST_SKU: Final = 50

NO_SKU: Final = "feed.sku_missing"
LONG_SKU: Final = "feed.sku_too_long"
NO_TYPE: Final = "feed.product_type_missing"


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a listing stays out of the feed: the rule, the SKU, and how to mend it."""

    code: str
    sku: str
    message: Message
    text: str = ""
    """The words that break the rule, where there are any."""


def header(language: str, market: str) -> dict[str, object]:
    """The feed's `MPItemFeedHeader`; a feed is of one market, so it has one language.

    Walmart itself publishes English only: a feed of `walmart-tr` has the same layout, with its
    own locale, for a channel that takes Turkish.
    """
    del market  # both markets that we know belong to the one business unit
    return {"businessUnit": BUSINESS_UNIT, "locale": language, "version": SPEC}


def product_type(product: Product) -> str:
    """The most particular part of the category: "Cell Phones" of "Electronics > Cell Phones"."""
    return one_line(product.category.rsplit(">", 1)[-1])


def feed_item(product: Product, sku: str, listing: Listing) -> dict[str, object]:
    """One member of the feed's `MPItem`; ask `refused` first, this refuses nothing."""
    text = kept(listing, product.market)
    sold_as, brand = product_type(product), one_line(product.brand)
    shown: dict[str, object] = {"productName": text.title}
    if brand:
        shown["brand"] = brand
    shown |= {"shortDescription": text.description, "keyFeatures": list(text.features)}
    return {
        "Orderable": {"sku": one_line(sku), "specProductType": sold_as},
        "Visible": {sold_as: shown},
    }


def refusals(
    product: Product,
    sku: str,
    listing: Listing,
    substantiated: frozenset[str] = frozenset(),
) -> tuple[Refusal, ...]:
    """Everything that keeps a listing out: what the feed needs, then the market's errors of today.

    An approval does not open the gate: rules may have come since, facts may have changed. Each
    rule is named once, with the first words that break it.
    """
    judged = judge(product, listing, substantiated=substantiated)
    return (*missing(product, sku), *of_findings(judged.errors, sku))


def refused(
    product: Product,
    sku: str,
    listing: Listing,
    substantiated: frozenset[str] = frozenset(),
) -> tuple[str, ...]:
    """The codes of `refusals`; empty where the listing may go."""
    return tuple(each.code for each in refusals(product, sku, listing, substantiated))


def missing(product: Product, sku: str) -> tuple[Refusal, ...]:
    """What the feed needs beside the text and does not get; cheap, it judges nothing."""
    sku = one_line(sku)
    found = []
    if not sku:
        found.append(Refusal(NO_SKU, sku, _NO_SKU))
    elif len(sku) > LONGEST_SKU:
        found.append(Refusal(LONG_SKU, sku, _LONG_SKU, sku))
    if not product_type(product):
        found.append(Refusal(NO_TYPE, sku, _NO_TYPE))
    return tuple(found)


def of_findings(errors: tuple[Finding, ...], sku: str) -> tuple[Refusal, ...]:
    """The errors of a judgement as refusals, each rule once."""
    first: dict[str, Finding] = {}
    for finding in errors:
        first.setdefault(finding.code, finding)
    return tuple(
        Refusal(code, one_line(sku), finding.message, finding.text)
        for code, finding in first.items()
    )


_NO_SKU: Final = Message(
    "Ürünün SKU'su yok; ürün bilgilerine ekleyin.",
    "The product has no SKU; add one to its facts.",
)
_LONG_SKU: Final = Message(
    f"SKU {LONGEST_SKU} karakterden uzun; Walmart daha uzununu almaz, kısaltın.",
    f"The SKU has more than {LONGEST_SKU} characters; Walmart takes no longer one, shorten it.",
)
_NO_TYPE: Final = Message(
    "Ürünün kategorisi yok; ilan onun altında yayımlanır, ürün bilgilerine ekleyin.",
    "The product has no category, which the feed needs as its product type; add one to its facts.",
)
