"""Products looked for by their SKUs: the right ones, and by the index."""

from __future__ import annotations

import pytest
from django.db import connection

from accounts.models import User
from content.actions import create_listing
from content.models import Product
from tests.factories import S24

pytestmark = pytest.mark.django_db
ODD = ['A"1', "A'1", "Ürün-1", "a,b", "{x}", "NULL", "[]", "\\u0041", "%s", "😀"]


def test_those_with_one_of_the_skus(author: User) -> None:
    for sku in (*ODD, "", "other"):
        create_listing(author, S24, sku=sku)
    found = Product.objects.of_skus([*ODD, "missing", ""])
    assert sorted(row.sku for row in found) == sorted(ODD)
    assert not Product.objects.of_skus([]).exists()
    assert Product.objects.of_skus(ODD).filter(sku="Ürün-1").count() == 1


def test_letters_count_as_they_are(author: User) -> None:
    create_listing(author, S24, sku="abc")
    assert not Product.objects.of_skus(["ABC"]).exists()


def test_the_index_finds_them(author: User) -> None:
    create_listing(author, S24, sku="A-1")
    rows = Product.objects.of_skus(["A-1", "A-2"])
    if connection.vendor == "postgresql":  # of a table with one row it would rather read all
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL enable_seqscan = off")
    assert "product_sku_once" in rows.explain()
