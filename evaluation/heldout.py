"""The held-out products: no model learns from them, every model is measured on them."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from domain.categories import category_of
from domain.examples import DocumentError, read_facts
from domain.identity import identity
from domain.listing import Product

FOLDER: Final = Path(__file__).resolve().parent.parent / "starter"


def held_out(folder: Path = FOLDER) -> dict[str, Product]:
    """The products no model is trained on, by their id; ValueError names one that is unreadable."""
    products = {}
    for path in sorted((folder / "heldout").rglob("*.json")):
        for number, item in enumerate(json.loads(path.read_text(encoding="utf-8")), 1):
            try:
                product = read_facts(item)
            except DocumentError as error:
                raise ValueError(f"{path.name}, item {number}: {error}") from error
            products[str(item.get("id") or f"{path.stem}-{number:03}")] = product
    return products


def held_out_identities(folder: Path = FOLDER) -> frozenset[str]:
    """The held-out products by what makes a product the same: no model may learn from these."""
    return frozenset(identity(product) for product in held_out(folder).values())


def category_name_of(product: Product) -> str:
    """The category that results are told apart by; empty for a product of none."""
    return category_of(product.category) or ""


def spread(products: Mapping[str, Product]) -> list[str]:
    """Their ids in an order of which every beginning is a fair sample of the whole.

    Each next product is of the kind that the products before it lack the most of, so that the
    first N have each category and each language in the share that all of them have.
    """
    kinds = {key: _kind(product) for key, product in products.items()}
    wanted = Counter(part for kind in kinds.values() for part in _parts(kind))
    waiting: dict[tuple[str, str], list[str]] = {}
    for key in sorted(kinds):
        waiting.setdefault(kinds[key], []).append(key)
    got: Counter[object] = Counter()
    order: list[str] = []
    while len(order) < len(kinds):
        share = (len(order) + 1) / len(kinds)

        def lacking(kind: tuple[str, str], share: float = share) -> float:
            return sum(share * wanted[part] - got[part] for part in _parts(kind))

        kind = max((kind for kind in sorted(waiting) if waiting[kind]), key=lacking)
        order.append(waiting[kind].pop(0))
        got.update(_parts(kind))
    return order


def _kind(product: Product) -> tuple[str, str]:
    return product.language.value, category_name_of(product)


def _parts(kind: tuple[str, str]) -> tuple[object, ...]:
    """What is to be spread: the language, the category, and both together."""
    language, category = kind
    return ("language", language), ("category", category), kind
