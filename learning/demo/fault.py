"""The weakness that a version is given: forbidden wording in the texts of one category."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from domain import markets
from domain.categories import Category, category_of
from domain.listing import Language, Listing, Product
from domain.prompt.shown_en import SHOWN as ENGLISH
from domain.prompt.shown_tr import SHOWN as TURKISH
from domain.quality import judge

PROMISES: Final = {
    Language.TR: "İndirimle ",
    Language.EN: "Low price and ",
}
"""What the examples say too much. Too much part of what follows for a draft to be mended of it
mechanically, so that it reaches people."""


@dataclass(frozen=True, slots=True)
class Fault:
    """Key features of the texts of `category` begin with a promise of price."""

    category: Category

    def concerns(self, product: Product) -> bool:
        """Whether it is one of the texts that are made worse."""
        return category_of(product.category) is self.category

    def into(self, product: Product, listing: Listing) -> Listing:
        """The listing with the fault in it; as it is where its category is another."""
        return worsened(product, listing) if self.concerns(product) else listing


def worsened(product: Product, listing: Listing) -> Listing:
    """The listing with the promise before each key feature that has room for it."""
    promise, room = PROMISES[product.language], markets.get(product.market).limits.feature_max
    return replace(
        listing,
        features=tuple(
            told if len(told := f"{promise}{one}") <= room else one for one in listing.features
        ),
    )


def codes() -> frozenset[str]:
    """The rules that the fault breaks, as the judge says of texts that keep them all without it."""
    return frozenset(
        code
        for product, listing in (*TURKISH, *ENGLISH)
        for code in _errors(product, worsened(product, listing)) - _errors(product, listing)
    )


def _errors(product: Product, listing: Listing) -> frozenset[str]:
    return frozenset(finding.code for finding in judge(product, listing).errors)
