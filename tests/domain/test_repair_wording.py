"""Forbidden wording is taken out where what is left is a sentence, and else left to a person."""

from __future__ import annotations

from dataclasses import replace

import pytest

from domain.listing import Listing, Product
from domain.prompt.shown_en import SHOWN as SHOWN_EN
from domain.prompt.shown_tr import SHOWN as SHOWN_TR
from domain.quality import judge
from domain.repair import repair

FLASK, GOOD = SHOWN_TR[0]
VACUUM, GOOD_EN = SHOWN_EN[0]
TURKISH = [
    ("Çok satan çelik matara", "Çelik matara"),
    ("Serinin en çok satan matarası", "Serinin matarası"),
    ("En çok satılan matara ailesinden", "Matara ailesinden"),
    ("Ötekilerden daha ucuz matara", None),
    ("Sızdırmaz kapak. Ücretsiz kargo; kolay temizlik", "Sızdırmaz kapak. Kolay temizlik"),
    ("Sızdırmaz kapak. Orijinal ürün: çelik gövde", "Sızdırmaz kapak. Çelik gövde"),
    ("Orijinal ürün: çelik gövde", "Çelik gövde"),
    ("Sızdırmaz kapak, ücretsiz kargo", "Sızdırmaz kapak"),
    ("Dayanıklı, orijinal ürün", None),
    ("Bu bir dayanıklı, ücretsiz kargo", None),
]
ENGLISH = [
    ("Sturdy steel body, free shipping", "Sturdy steel body"),
    ("It is a durable, authentic product", None),
    ("Durable, light, authentic product", None),
    ("A most popular vacuum for homes", "A vacuum for homes"),
    ("One that is even more discounted today", None),
]


@pytest.mark.parametrize(
    ("product", "good", "written", "left"),
    [
        *((FLASK, GOOD, *pair) for pair in TURKISH),
        *((VACUUM, GOOD_EN, *pair) for pair in ENGLISH),
    ],
)
def test_what_is_left_is_a_sentence(
    product: Product, good: Listing, written: str, left: str | None
) -> None:
    broken = replace(good, features=(written, *good.features[1:]))
    assert any(finding.code.startswith("compliance") for finding in judge(product, broken).errors)
    found, _steps = repair(product, broken)
    assert found.features[0] == (left or written)


def test_a_phrase_is_found_with_the_word_that_belongs_to_it() -> None:
    features = ("Serinin en çok satan matarası", *GOOD.features[1:])
    (found,) = judge(FLASK, replace(GOOD, features=features)).errors
    assert found.text == "en çok satan"
