"""The held-out products: what there is, and an order of which every beginning is a fair sample."""

from collections import Counter
from pathlib import Path

import pytest

from domain.categories import Category, category_of
from domain.listing import Language, Product
from evaluation.heldout import held_out, spread

PRODUCTS = held_out()
ORDER = spread(PRODUCTS)


def test_there_are_twelve_a_category_and_forty_eight_are_turkish():
    found = Counter(category_of(product.category) for product in PRODUCTS.values())
    assert found == dict.fromkeys(Category, 12)
    languages = Counter(str(product.language) for product in PRODUCTS.values())
    assert languages == {"tr": 48, "en": 12}


def test_the_order_has_every_product_once_and_is_always_the_same():
    assert sorted(ORDER) == sorted(PRODUCTS)
    backwards = dict(reversed(PRODUCTS.items()))
    assert spread(backwards) == ORDER


@pytest.mark.parametrize("count", range(5, 61))
def test_every_beginning_has_its_share_of_each_category_and_language(count: int):
    chosen = [PRODUCTS[key] for key in ORDER[:count]]
    categories = Counter(category_of(product.category) for product in chosen)
    assert max(categories.values()) - min(categories[one] for one in Category) <= 1
    english = sum(product.language is Language.EN for product in chosen)
    assert abs(english - count / 5) <= 1


def test_five_products_are_one_of_each_category_and_one_of_them_is_english():
    chosen = [PRODUCTS[key] for key in ORDER[:5]]
    assert {category_of(product.category) for product in chosen} == set(Category)
    assert [product.language for product in chosen].count(Language.EN) == 1


def test_products_of_no_category_have_their_place_too():
    products = {"a": Product("Kutu"), "b": Product("Bir", category="Elektronik")}
    assert sorted(spread(products)) == ["a", "b"]
    assert spread({}) == []


def test_an_unreadable_product_is_named(tmp_path: Path):
    (tmp_path / "heldout").mkdir()
    (tmp_path / "heldout" / "tr.json").write_text('[{"input": {}}]')
    with pytest.raises(ValueError, match=r"tr\.json, item 1"):
        held_out(tmp_path)
