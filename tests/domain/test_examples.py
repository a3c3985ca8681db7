"""Training examples: the document's own keys, and every fault of a bad one named."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain import examples
from domain.examples import DocumentError
from domain.judgement import Judgement, Scores
from domain.listing import Language, Listing, Product

DOCUMENT: dict[str, Any] = {
    "timestamp": "2025-08-14T10:30:00Z",
    "input": {
        "product_name": "Samsung Galaxy S24 Ultra",
        "features": ["6.8 inç Dynamic AMOLED 2X ekran", "200MP ana kamera sistemi"],
        "category": "Elektronik > Cep Telefonu",
        "user_context": {"model_used": "ollama", "language": "tr", "tone": "professional"},
    },
    "output": {
        "title": "Samsung Galaxy S24 Ultra - 200MP Kamerayla Profesyonel Fotoğrafçılık",
        "features_formatted": ['6.8" Dynamic AMOLED 2X', "200MP Ana Kamera"],
        "description": "<p>Samsung Galaxy S24 Ultra, 200MP kamera &amp; ekran.</p>",
        "metadata": {
            "word_count": 7,
            "character_count": 58,
            "seo_score": 85,
            "walmart_compliance": 92,
        },
    },
    "quality_metrics": {
        "title_length": 68,
        "features_count": 2,
        "description_words": 7,
        "overall_score": 88,
    },
}
JUDGEMENT = Judgement("walmart-tr", "1", Scores(88, 92, 85, 100, 70), (), (), ())
MOMENT = datetime(2025, 8, 14, 10, 30, 0, 123, tzinfo=UTC)


def test_a_written_example_is_exactly_the_documents():
    product, listing = examples.read(DOCUMENT)
    written = examples.document(product, listing, JUDGEMENT, timestamp=MOMENT, model_used="ollama")
    assert json.dumps(written) == json.dumps(DOCUMENT)


def test_reading_gives_facts_and_listing():
    product, listing = examples.read(DOCUMENT)
    assert product == Product(
        name="Samsung Galaxy S24 Ultra",
        features=("6.8 inç Dynamic AMOLED 2X ekran", "200MP ana kamera sistemi"),
        category="Elektronik > Cep Telefonu",
    )
    assert listing.features == ('6.8" Dynamic AMOLED 2X', "200MP Ana Kamera")


TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=40)
PRODUCTS = st.builds(
    Product,
    name=TEXT.filter(str.strip),
    features=st.lists(TEXT, max_size=4).map(tuple),
    brand=TEXT,
    category=TEXT,
    price_range=TEXT,
    competition=TEXT,
    keyword=TEXT,
    tone=st.sampled_from(["professional", "friendly"]),
    language=st.sampled_from(Language),
    market=st.sampled_from(["walmart-tr", "walmart-us"]),
)
LISTINGS = st.builds(
    Listing, title=TEXT, features=st.lists(TEXT, max_size=4).map(tuple), description=TEXT
)


@given(PRODUCTS, LISTINGS)
def test_what_is_written_reads_back_the_same(product: Product, listing: Listing):
    written = examples.document(product, listing, JUDGEMENT, timestamp=MOMENT, model_used="m")
    again = json.loads(json.dumps(written, ensure_ascii=False))
    assert examples.read(again) == (product, listing)
    assert examples.timestamp(again) == MOMENT.replace(microsecond=0)


def test_further_facts_stand_in_input_only_when_given():
    product, listing = examples.read(DOCUMENT)
    known = replace(
        product, brand="Samsung", keyword="telefon", price_range="50-70", competition="high"
    )
    written = examples.document(known, listing, JUDGEMENT, timestamp=MOMENT, model_used="m")
    assert list(written["input"])[:4] == list(DOCUMENT["input"])
    assert list(written["input"])[4:] == ["brand", "keyword", "price_range", "competition"]
    foreign = replace(product, market="walmart-us")
    written = examples.document(foreign, listing, JUDGEMENT, timestamp=MOMENT, model_used="m")
    assert written["input"]["market"] == "walmart-us"


def test_the_market_follows_the_language_when_not_given():
    item = copy.deepcopy(DOCUMENT)
    item["input"]["user_context"]["language"] = "en"
    assert examples.read(item)[0].market == "walmart-us"


def test_times_are_told_in_utc():
    product, listing = examples.read(DOCUMENT)
    istanbul = MOMENT.astimezone(timezone(timedelta(hours=3)))
    written = examples.document(product, listing, JUDGEMENT, timestamp=istanbul, model_used="m")
    assert written["timestamp"] == "2025-08-14T10:30:00Z"


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2025-08-14T10:30:00Z", datetime(2025, 8, 14, 10, 30, tzinfo=UTC)),
        ("2025-08-14T13:30:00+03:00", datetime(2025, 8, 14, 10, 30, tzinfo=UTC)),
        ("2025-08-14T10:30:00", datetime(2025, 8, 14, 10, 30, tzinfo=UTC)),
        ("2025-08-14T10:30:00.25Z", datetime(2025, 8, 14, 10, 30, 0, 250_000, tzinfo=UTC)),
    ],
)
def test_timestamps(text: str, moment: datetime):
    assert examples.timestamp({"timestamp": text}) == moment


def test_optional_parts_may_be_absent_and_others_may_be_there():
    item = copy.deepcopy(DOCUMENT)
    for key in ("timestamp", "quality_metrics"):
        del item[key]
    del item["output"]["metadata"], item["input"]["user_context"], item["input"]["category"]
    item["notes"] = {"by": "Ayşe"}
    item["output"]["extra"] = 1
    product, _listing = examples.read(item)
    assert product.language is Language.TR
    assert examples.timestamp(item) is None


def _set(path: str, value: object) -> Callable[[dict[str, Any]], None]:
    *parents, key = path.split(".")

    def change(item: dict[str, Any]) -> None:
        for parent in parents:
            item = item[parent]
        item[key] = value

    return change


def _drop(path: str) -> Callable[[dict[str, Any]], None]:
    *parents, key = path.split(".")

    def change(item: dict[str, Any]) -> None:
        for parent in parents:
            item = item[parent]
        del item[key]

    return change


@pytest.mark.parametrize(
    ("change", "field"),
    [
        (_drop("input"), "input"),
        (_drop("output"), "output"),
        (_drop("input.product_name"), "input.product_name"),
        (_drop("input.features"), "input.features"),
        (_drop("output.title"), "output.title"),
        (_drop("output.features_formatted"), "output.features_formatted"),
        (_drop("output.description"), "output.description"),
        (_set("input", []), "input"),
        (_set("output", "x"), "output"),
        (_set("input.user_context", []), "input.user_context"),
        (_set("input.user_context.language", "de"), "input.user_context.language"),
        (_set("input.user_context.language", ["tr"]), "input.user_context.language"),
        (_set("input.user_context.tone", 3), "input.user_context.tone"),
        (_set("input.user_context.model_used", 3), "input.user_context.model_used"),
        (_set("input.product_name", "  "), "input.product_name"),
        (_set("input.product_name", "x" * 201), "input.product_name"),
        (_set("input.features", "a, b"), "input.features"),
        (_set("input.features", ["a", None]), "input.features[1]"),
        (_set("input.features", ["a"] * 31), "input.features"),
        (_set("input.brand", {}), "input.brand"),
        (_set("input.market", "pazar"), "input.market"),
        (_set("output.title", 5), "output.title"),
        (_set("output.title", "a\x00b"), "output.title"),
        (_set("output.title", "\ud800"), "output.title"),
        (_set("output.features_formatted", ["a", "b", 5]), "output.features_formatted[2]"),
        (_set("output.features_formatted", ["x" * 1001]), "output.features_formatted[0]"),
        (_set("output.description", "x" * 20_001), "output.description"),
        (_set("output.metadata", 1), "output.metadata"),
        (_set("output.metadata.seo_score", "85"), "output.metadata.seo_score"),
        (_set("output.metadata.seo_score", 101), "output.metadata.seo_score"),
        (_set("output.metadata.word_count", -1), "output.metadata.word_count"),
        (_set("output.metadata.word_count", 10**400), None),
        (_set("quality_metrics", []), "quality_metrics"),
        (_set("quality_metrics.overall_score", float("nan")), "quality_metrics.overall_score"),
        (_set("quality_metrics.title_length", True), "quality_metrics.title_length"),
        (_set("timestamp", "dün"), "timestamp"),
        (_set("timestamp", "2025-13-40T10:30:00Z"), "timestamp"),
        (_set("timestamp", "2025-08-14"), "timestamp"),
        (_set("timestamp", 1723631400), "timestamp"),
    ],
)
def test_a_fault_is_named_by_its_path(change: Callable[[dict[str, Any]], None], field: str | None):
    item = copy.deepcopy(DOCUMENT)
    change(item)
    if field is None:
        examples.read(item)
        return
    with pytest.raises(DocumentError) as caught:
        examples.read(item)
    assert caught.value.field == field
    assert field in caught.value.message.tr
    assert field in caught.value.message.en
    assert caught.value.message.tr != caught.value.message.en


JSON = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text()),
    lambda inner: st.one_of(st.lists(inner), st.dictionaries(st.text(), inner)),
)
PATHS = st.sampled_from(
    [
        "timestamp",
        "input",
        "output",
        "quality_metrics",
        "input.product_name",
        "input.features",
        "input.user_context",
        "input.user_context.language",
        "input.market",
        "output.features_formatted",
        "output.metadata",
        "output.metadata.seo_score",
    ]
)


@given(JSON)
def test_no_json_at_all_makes_reading_fail_otherwise(item: object):
    with pytest.raises(DocumentError):
        examples.read(item)


@given(PATHS, JSON)
def test_any_value_anywhere_is_read_or_named(path: str, value: object):
    item = copy.deepcopy(DOCUMENT)
    _set(path, value)(item)
    fault = _fault(item)
    assert fault is None or fault.field.startswith(path)


def _fault(item: object) -> DocumentError | None:
    try:
        examples.read(item)
    except DocumentError as error:
        return error
    return None
