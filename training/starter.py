"""The data that the product brings along, in the folder `starter`."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from domain.examples import DocumentError, read
from domain.listing import Product
from training.curation.sample import identity

FOLDER: Final = Path(__file__).resolve().parent.parent / "starter"
_NO_LISTING: Final = {"title": "", "features_formatted": [], "description": ""}


def gold(folder: Path = FOLDER) -> Iterator[tuple[str, dict[str, Any]]]:
    """The gold listings in the examples' JSON with their ids, by file and place in it."""
    for path in sorted((folder / "gold").rglob("*.json")):
        for number, item in enumerate(json.loads(path.read_text(encoding="utf-8")), 1):
            yield str(item.get("id") or f"{path.parent.name}-{path.stem}-{number:03}"), item


def held_out(folder: Path = FOLDER) -> dict[str, Product]:
    """The products no model is trained on, by their id; ValueError names one that is unreadable."""
    products = {}
    for path in sorted((folder / "heldout").rglob("*.json")):
        for number, item in enumerate(json.loads(path.read_text(encoding="utf-8")), 1):
            try:
                product, _listing = read({**item, "output": _NO_LISTING})
            except DocumentError as error:
                raise ValueError(f"{path.name}, item {number}: {error}") from error
            products[str(item.get("id") or f"{path.stem}-{number:03}")] = product
    return products


def held_out_identities(folder: Path = FOLDER) -> frozenset[str]:
    """What curation leaves out."""
    return frozenset(identity(product) for product in held_out(folder).values())
