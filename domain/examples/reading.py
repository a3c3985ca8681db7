"""Reading a training example: every field's type and size is checked and named when wrong.

Keys that are not known are passed over; who must keep them keeps the text they came in.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Final

from domain import bounds, markets
from domain.examples.fields import (
    DocumentError,
    mapping,
    number,
    optional_text,
    required,
    text,
    texts,
    wrong,
)
from domain.examples.usual import usual_market
from domain.judgement import Message
from domain.listing import Language, Listing, Product
from domain.markets import UnknownMarket

LONGEST_TITLE: Final = 1_000
LONGEST_FEATURE: Final = 1_000
LONGEST_DESCRIPTION: Final = 20_000
MOST_FEATURES: Final = 50
"""Wider than any market's limits: a listing that breaks those is still read, and judged."""

_MOMENT: Final = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d\S*")
_SCORES: Final = ("output.metadata.seo_score", "output.metadata.walmart_compliance")
_COUNTS: Final = ("output.metadata.word_count", "output.metadata.character_count")
_METRIC_SCORE: Final = "quality_metrics.overall_score"
_METRIC_COUNTS: Final = (
    "quality_metrics.title_length",
    "quality_metrics.features_count",
    "quality_metrics.description_words",
)
_HIGHEST_SCORE: Final = 100


def read(item: object) -> tuple[Product, Listing]:
    """The product facts and the listing of one example; DocumentError names the first fault."""
    example = mapping(item, "")
    timestamp(example)
    product = _product(mapping(required(example, "input"), "input"))
    listing = _listing(mapping(required(example, "output"), "output"))
    for field in (*_SCORES, _METRIC_SCORE):
        number(example, field, _HIGHEST_SCORE)
    for field in (*_COUNTS, *_METRIC_COUNTS):
        number(example, field, None)
    return product, listing


def read_facts(item: object) -> Product:
    """The product facts of an example, whether or not it has a listing too."""
    return _product(mapping(required(mapping(item, ""), "input"), "input"))


def timestamp(item: object) -> datetime | None:
    """When the example was made, in UTC where it names no zone; None where it does not say."""
    value = mapping(item, "").get("timestamp")
    if value is None:
        return None
    written = text(value, "timestamp", 64)
    try:
        if not _MOMENT.fullmatch(written):
            raise ValueError(written)
        moment = datetime.fromisoformat(written)
    except ValueError:
        raise DocumentError(
            "timestamp",
            Message(
                tr="“timestamp” ISO 8601 biçiminde olmalı, örneğin 2025-08-14T10:30:00Z.",
                en="“timestamp” must be in ISO 8601 form, such as 2025-08-14T10:30:00Z.",
            ),
        ) from None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _product(given: Mapping[str, Any]) -> Product:
    asked = given.get("user_context")
    context = mapping({} if asked is None else asked, "input.user_context")
    language = _language(context.get("language", "tr"))
    optional_text(context, "model_used", "input.user_context.model_used", 200)
    product = Product(
        name=text(
            required(given, "product_name", "input."), "input.product_name", bounds.LONGEST["name"]
        ),
        features=texts(
            required(given, "features", "input."),
            "input.features",
            bounds.MOST_FEATURES,
            bounds.LONGEST_FEATURE,
        ),
        language=language,
        tone=optional_text(context, "tone", "input.user_context.tone", bounds.LONGEST["tone"])
        or "professional",
        market=_market(given, language),
        category=_fact(given, "category"),
        brand=_fact(given, "brand"),
        keyword=_fact(given, "keyword"),
        price_range=_fact(given, "price_range"),
        competition=_fact(given, "competition"),
    )
    if not product.name.strip():
        raise wrong("input.product_name", "boş olamaz", "must not be empty")
    return product


def _listing(given: Mapping[str, Any]) -> Listing:
    key = "features_formatted" if "features_formatted" in given else "features"
    features = given.get(key)
    if key not in given:
        features = required(given, "features_formatted", "output.")
    return Listing(
        title=text(required(given, "title", "output."), "output.title", LONGEST_TITLE),
        features=texts(features, f"output.{key}", MOST_FEATURES, LONGEST_FEATURE),
        description=text(
            required(given, "description", "output."), "output.description", LONGEST_DESCRIPTION
        ),
    )


def _fact(given: Mapping[str, Any], key: str) -> str:
    return optional_text(given, key, f"input.{key}", bounds.LONGEST[key])


def _language(value: object) -> Language:
    if not isinstance(value, str) or value not in tuple(Language):
        raise wrong("input.user_context.language", "“tr” ya da “en” olmalı", "must be “tr” or “en”")
    return Language(value)


def _market(given: Mapping[str, Any], language: Language) -> str:
    code = optional_text(given, "market", "input.market", 200) or usual_market(language)
    try:
        return markets.get(code).code
    except UnknownMarket as error:
        raise DocumentError(
            "input.market",
            Message(
                tr=f"“input.market”: {error.message.tr}", en=f"“input.market”: {error.message.en}"
            ),
        ) from None
