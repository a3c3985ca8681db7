"""A listing as a row of a table: the product's facts, the text, and its record."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Final

from bulk.queries.approved import Approved, Vouched
from files.lines import moment

Row = dict[str, Any]
BETWEEN: Final = " | "
"""What stands between features, in the files that an import reads too."""
FACTS: Final = (
    *("sku", "name", "brand", "category", "features", "price_range", "competition", "keyword"),
    *("tone", "language", "market"),
)
"""Called as an import knows them, so that an exported table can be imported again."""
SCORES: Final = ("overall", "compliance", "seo", "grounding", "readability")
COLUMNS: Final = (
    *FACTS,
    *("listing_title", "listing_features", "listing_description"),
    *(f"score_{name}" for name in SCORES),
    *("listing", "version", "version_kind", "model", "rules"),
    *("approved_by", "approved_by_name", "approved_at", "substantiated"),
)


def rows(approved: Iterable[Approved]) -> Iterator[Row]:
    """A row a listing, with `COLUMNS`."""
    return map(row, approved)


def row(one: Approved) -> Row:
    """One listing; who wrote what, and who answers for it, in its last columns."""
    listing, product = one.listing, one.listing.product
    by = listing.approved_by
    return {
        **{name: getattr(product, name) for name in FACTS},
        "features": BETWEEN.join(product.features),
        "listing_title": listing.title,
        "listing_features": BETWEEN.join(listing.features),
        "listing_description": listing.description,
        **{f"score_{name}": getattr(listing, name) for name in SCORES},
        "listing": listing.pk,
        "version": listing.number,
        "version_kind": one.kind,
        "model": listing.model,
        "rules": one.rules,
        "approved_by": by.username if by else "",
        "approved_by_name": str(by) if by else "",
        "approved_at": listing.approved_at,
        "substantiated": "\n".join(map(_told, one.vouched)),
    }


def _told(one: Vouched) -> str:
    return f"{one.claim}: {one.evidence} ({one.by}, {moment(one.at)})"
