"""Examples for the tests of training: good listings in both languages, and products at will."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from domain.examples import document
from domain.judgement import Scores
from domain.listing import Language, Listing, Product
from domain.prompt.shown_en import SHOWN as SHOWN_EN
from domain.prompt.shown_tr import SHOWN as SHOWN_TR
from domain.quality import judge
from tests.factories import S24, S24_TEXT
from training.curation import Sample, Source

MADE = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
_GOLD = Path(__file__).parent.parent / "domain" / "quality" / "gold.json"
GOOD = Scores(95, 95, 95, 95, 95)


def _gold() -> Iterator[tuple[Product, Listing]]:
    for item in json.loads(_GOLD.read_text("utf-8")):
        facts, written = item["product"], item["listing"]
        facts |= {"features": tuple(facts["features"]), "language": Language(facts["language"])}
        yield Product(**facts), Listing(**{**written, "features": tuple(written["features"])})


PAIRS = [*SHOWN_TR, *SHOWN_EN, (S24, S24_TEXT), *_gold()]


def sample(
    product: Product, listing: Listing, *, key: str = "", source: Source = Source.GOLD, **more: Any
) -> Sample:
    """The pair as an example with its true scores, unless others are given."""
    judgement = judge(product, listing)
    return Sample(
        key=key or product.name,
        source=source,
        product=product,
        listing=listing,
        document=document(product, listing, judgement, timestamp=MADE, model_used="test"),
        **{"scores": judgement.scores, **more},
    )


def made(number: int, words: str = "", *, model: str = "", **more: Any) -> Sample:
    """A short example of its own: no sequence of words is that of another number."""
    model = model or f"M{number}"
    product = Product(
        name=f"Acme {model}", brand="Acme", features=("a",), category="Elektronik", keyword=model
    )
    said = words or " ".join(f"w{number}x{place}" for place in range(30))
    listing = Listing(f"Acme {model}", ("bir", "iki", "üç"), f"<p>{said}</p>")
    return replace(
        Sample(f"k{number:04}", Source.GOLD, product, listing, GOOD, _document(product, listing)),
        **more,
    )


def _document(product: Product, listing: Listing) -> dict[str, Any]:
    return {
        "input": {"product_name": product.name, "features": list(product.features)},
        "output": {
            "title": listing.title,
            "features_formatted": list(listing.features),
            "description": listing.description,
        },
    }
