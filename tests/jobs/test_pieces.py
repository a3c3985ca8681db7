"""Rows are read in pieces, so that whoever reads them may write between two of them."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from accounts.models import User
from jobs.pieces import in_pieces

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("size", [1, 3, 7, 50])
def test_each_row_comes_once_in_order(size: int) -> None:
    User.objects.bulk_create(User(username=f"u{number}") for number in range(7))
    rows = User.objects.filter(username__startswith="u").order_by("-username")
    names = [one.username for one in in_pieces(rows, size)]
    assert names == [f"u{number}" for number in range(7)]


def test_there_may_be_none() -> None:
    assert not list(in_pieces(User.objects.none(), 3))


def test_between_two_rows_others_write_and_the_reader_too() -> None:
    User.objects.bulk_create(User(username=f"u{number}") for number in range(9))
    with ThreadPoolExecutor(1) as others:

        def write(number: int) -> None:
            User.objects.filter(username="u0").update(first_name=f"Name {number}")

        try:
            for number, one in enumerate(in_pieces(User.objects.all(), 4)):
                others.submit(write, number).result()
                User.objects.filter(pk=one.pk).update(last_name="seen")
        finally:
            others.submit(lambda: connection.close()).result()
    assert User.objects.filter(last_name="seen").count() == 9
