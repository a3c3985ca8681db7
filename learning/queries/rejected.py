"""Which text the marketplace spoke of: the one that was approved last for a SKU."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db.models import F

from content.models import Event, Product, Revision
from domain.rejections import Rejection
from learning.models import Feedback
from learning.queries.chunking import chunks


@dataclass(slots=True)
class Matched:
    """Rejections by what there is of their SKU here."""

    met: list[tuple[Rejection, Revision]] = field(default_factory=list)
    """With the text that was rejected."""
    known: list[Rejection] = field(default_factory=list)
    """Kept before of the same text, or twice in the same paste."""
    unknown: list[Rejection] = field(default_factory=list)
    """Of no product here."""
    unwritten: list[Rejection] = field(default_factory=list)
    """Of a product that has no text yet."""


def key_of(rejection: Rejection, revision: Revision) -> str:
    """What a rejection is kept as: the same content about the same text is one row."""
    return f"rejection:{revision.pk}:{rejection.digest}"


def match(rejections: Sequence[Rejection]) -> Matched:
    """Find the text of each; a fixed number of queries for so many SKUs."""
    products = _products({one.sku for one in rejections})
    texts = _texts(list(products.values()))
    found = Matched()
    about: list[tuple[Rejection, Revision]] = []
    for one in rejections:
        product = products.get(one.sku)
        revision = texts.get(product) if product is not None else None
        if product is None:
            found.unknown.append(one)
        elif revision is None:
            found.unwritten.append(one)
        else:
            about.append((one, revision))
    seen = _kept([key_of(one, revision) for one, revision in about])
    for one, revision in about:
        key = key_of(one, revision)
        if key in seen:
            found.known.append(one)
        else:
            seen.add(key)
            found.met.append((one, revision))
    return found


def _products(skus: set[str]) -> dict[str, int]:
    return {
        sku: pk
        for some in chunks(sorted(skus))
        for sku, pk in Product.objects.of_skus(some).values_list("sku", "pk")
    }


def _texts(products: list[int]) -> dict[int, Revision]:
    """By product, the text that was approved last; where none was, the one that there is."""
    keys: dict[int, int] = {}
    for some in chunks(products):
        now = Revision.objects.filter(
            listing__product__in=some, number=F("listing__number")
        ).order_by("pk")
        keys |= dict(now.values_list("listing__product", "pk"))
        last = Event.objects.filter(
            listing__product__in=some, kind=Event.Kind.APPROVED, revision__isnull=False
        ).order_by("pk")
        approved = last.values_list("listing__product", "revision_id")
        keys |= {product: key for product, key in approved if key is not None}
    revisions: dict[int, Revision] = {}
    for chosen in chunks(list(keys.values())):
        revisions |= Revision.objects.select_related("listing").in_bulk(chosen)
    return {product: revisions[key] for product, key in keys.items()}


def _kept(keys: list[str]) -> set[str]:
    return {
        key
        for some in chunks(keys)
        for key in Feedback.objects.filter(key__in=some).values_list("key", flat=True)
    }
