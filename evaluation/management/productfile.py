"""Products that a person brings along: a file in the document's JSON, with or without listings."""

from __future__ import annotations

from django.utils.translation import gettext as _

from accounts.errors import ActionRefused
from content.examples.exchange import FileRefused, read_products
from domain.listing import Product

LONGEST_KEY = 80


def products_in(name: str) -> dict[str, Product]:
    """The products of the file called `name` (`-`: standard input) by their ids, or by their
    numbers where they have none of their own; ActionRefused says what cannot be read."""
    try:
        items = read_products(name)
    except FileRefused as refused:
        raise ActionRefused("file", str(refused)) from refused
    if not items:
        raise ActionRefused("file", _("The file has no products: give it at least one item."))
    found: dict[str, Product] = {}
    for number, (key, product) in enumerate(items, 1):
        fits = key and len(key) <= LONGEST_KEY and key not in found
        found[key if fits else f"#{number}"] = product
    return found
