"""A judged listing as a training example, in exactly the document's keys and order."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from domain.examples.usual import usual_market
from domain.judgement import Judgement
from domain.listing import Listing, Product
from domain.markup import plain
from domain.turkish import tokens


def document(
    product: Product,
    listing: Listing,
    judgement: Judgement,
    *,
    timestamp: datetime,
    model_used: str,
) -> dict[str, Any]:
    """The example; facts that the document has no key for follow in `input` where given.

    Words are those a reader sees, characters those of the description as it stands.
    """
    words = len(tokens(plain(listing.description)))
    return {
        "timestamp": _moment(timestamp),
        "input": {
            "product_name": product.name,
            "features": list(product.features),
            "category": product.category,
            "user_context": {
                "model_used": model_used,
                "language": product.language.value,
                "tone": product.tone,
            },
            **_further(product),
        },
        "output": {
            "title": listing.title,
            "features_formatted": list(listing.features),
            "description": listing.description,
            "metadata": {
                "word_count": words,
                "character_count": len(listing.description),
                "seo_score": judgement.scores.seo_score,
                "walmart_compliance": judgement.scores.walmart_compliance,
            },
        },
        "quality_metrics": {
            "title_length": len(listing.title),
            "features_count": len(listing.features),
            "description_words": words,
            "overall_score": judgement.scores.overall_score,
        },
    }


def _further(product: Product) -> dict[str, str]:
    """The given facts beyond the document's own; the market only where it is not the usual."""
    facts = {
        "brand": product.brand,
        "keyword": product.keyword,
        "price_range": product.price_range,
        "competition": product.competition,
        "market": "" if product.market == usual_market(product.language) else product.market,
    }
    return {key: fact for key, fact in facts.items() if fact}


def _moment(timestamp: datetime) -> str:
    """Whole seconds of UTC, as `2025-08-14T10:30:00Z`."""
    return timestamp.astimezone(UTC).replace(microsecond=0, tzinfo=None).isoformat() + "Z"
