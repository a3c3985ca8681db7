"""Walmart's feed: its layout, and what the gate before it keeps out."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.feeds.walmart import feed_item, header, product_type, refusals, refused
from domain.listing import Language, Listing, Product
from domain.quality import judge
from tests.factories import S24, S24_TEXT


def test_an_item_has_walmart_s_own_layout() -> None:
    product = replace(S24, category="Electronics > Cell Phones")
    assert feed_item(product, " S24-U ", S24_TEXT) == {
        "Orderable": {"sku": "S24-U", "specProductType": "Cell Phones"},
        "Visible": {
            "Cell Phones": {
                "productName": S24_TEXT.title,
                "brand": "Samsung",
                "shortDescription": S24_TEXT.description,
                "keyFeatures": list(S24_TEXT.features),
            }
        },
    }


def test_a_header_says_the_language_of_its_market() -> None:
    english, turkish = header("en", "walmart-us"), header("tr", "walmart-tr")
    assert english["businessUnit"] == "WALMART_US"
    assert (english["locale"], turkish["locale"]) == ("en", "tr")
    assert str(english["version"]).startswith("5.0.")


def test_no_brand_is_no_field() -> None:
    shown = feed_item(replace(S24, brand=" "), "A", S24_TEXT)["Visible"]
    assert isinstance(shown, dict)
    assert "brand" not in shown["Cep Telefonu"]


def test_plain_text_markets_get_no_markup() -> None:
    product = replace(S24, market="walmart-us", language=Language.EN)
    listing = Listing("Phone", ("A & B",), "<p>Salt &amp; pepper</p>")
    shown = feed_item(product, "A", listing)["Visible"]
    assert isinstance(shown, dict)
    assert shown["Cep Telefonu"]["shortDescription"] == "Salt & pepper"
    assert shown["Cep Telefonu"]["keyFeatures"] == ["A & B"]


@pytest.mark.parametrize(
    ("category", "expected"),
    [("Cell Phones", "Cell Phones"), ("A > B > C ", "C"), ("A >", ""), ("", "")],
)
def test_the_product_type_is_the_most_particular_category(category: str, expected: str) -> None:
    assert product_type(Product("x", category=category)) == expected


def test_what_breaks_no_rule_may_go() -> None:
    assert refused(S24, "S24-U", S24_TEXT) == ()


@pytest.mark.parametrize(
    ("sku", "category", "codes"),
    [
        ("", S24.category, ("feed.sku_missing",)),
        (" \n", S24.category, ("feed.sku_missing",)),
        ("x" * 51, S24.category, ("feed.sku_too_long",)),
        ("x" * 50, S24.category, ()),
        ("A", "", ("feed.product_type_missing",)),
        ("", "", ("feed.sku_missing", "feed.product_type_missing")),
    ],
)
def test_what_the_feed_needs(sku: str, category: str, codes: tuple[str, ...]) -> None:
    assert refused(replace(S24, category=category), sku, S24_TEXT) == codes


def test_a_refusal_names_the_rule_the_sku_and_the_words() -> None:
    promised = (*S24_TEXT.features, "Ücretsiz kargo ile kapınızda", "Bedava kargo fırsatı")
    (only,) = refusals(S24, "S24-U", replace(S24_TEXT, features=promised))
    assert (only.code, only.sku) == ("compliance.promotional_claim", "S24-U")
    assert "Ücretsiz kargo" in only.text
    assert "Promotional claims" in only.message.in_language("en")


def test_a_claim_without_a_fact_stays_out_until_somebody_answers_for_it() -> None:
    charger = "45W hızlı şarj ile kısa sürede dolar"
    claimed = replace(S24_TEXT, features=(*S24_TEXT.features, charger))
    (only,) = refusals(S24, "S24-U", claimed)
    keys = frozenset(e.key for e in judge(S24, claimed).evidence if e.fact is None)
    assert only.code.startswith("grounding.")
    assert refused(S24, "S24-U", claimed, keys) == ()


@settings(max_examples=30, deadline=None)
@given(
    sku=st.text(max_size=60),
    title=st.text(max_size=60),
    feature=st.text(max_size=40),
    description=st.text(max_size=80),
    category=st.text(max_size=40),
)
def test_any_text_makes_json_and_is_judged(
    sku: str, title: str, feature: str, description: str, category: str
) -> None:
    product = Product("x", category=category)
    listing = Listing(title, (feature,), description)
    item = feed_item(product, sku, listing)
    assert json.loads(json.dumps(item)) == item
    codes = refused(product, sku, listing)
    assert len(codes) == len(set(codes)) > 0
