"""Reading for exports: every listing once, by short queries, in memory that does not grow."""

from __future__ import annotations

import tracemalloc
from itertools import chain

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from bulk.exporting.forms import Form, file_of
from bulk.presentation.exports import offer_of
from bulk.queries import approved as reading
from bulk.queries.approved import approved, counted, pieces
from content.models import Listing
from content.queries.library import Wanted
from files import lines
from tests.bulk.exported import make_approved, make_many, make_vouched
from tests.factories import S24_TEXT, make_listing

pytestmark = pytest.mark.django_db


def test_each_piece_is_three_queries_whatever_it_holds(
    author: User,
    colleague: User,
    monkeypatch: pytest.MonkeyPatch,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for number in range(4):
        make_vouched(author, colleague, f"TEL-{number}")
    with django_assert_num_queries(4):  # the keys, the listings, their claims; that is all
        assert len(list(chain.from_iterable(pieces(approved(Wanted()))))) == 4
    monkeypatch.setattr(reading, "PIECE", 2)
    with django_assert_num_queries(2 * 3 + 1):
        assert [len(piece) for piece in pieces(approved(Wanted()))] == [2, 2]


@pytest.mark.parametrize("form", list(Form))
def test_no_form_asks_more(
    author: User, form: Form, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    make_many(author, 20)
    with django_assert_num_queries(4):
        for _piece in file_of(form, approved(Wanted()), "walmart-tr").pieces:
            pass


def test_the_page_asks_as_much_of_many_as_of_few(author: User) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            offer_of(Wanted())
        return len(queries)

    make_many(author, 1)
    few = asked()
    make_many(author, 30)
    assert asked() == few


def test_each_listing_comes_once_and_in_order(
    author: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "PIECE", 3)
    make_many(author, 10)
    drafts = [make_listing(author, S24_TEXT) for _ in range(4)]
    last = make_approved(author, "LAST")
    found = [one.listing.pk for one in chain.from_iterable(pieces(approved(Wanted())))]
    expected = Listing.objects.filter(status="approved").order_by("pk")
    assert found == list(expected.values_list("pk", flat=True))
    assert found[-1] == last.pk
    assert not {draft.pk for draft in drafts} & set(found)


def test_what_comes_and_goes_meanwhile_disturbs_nothing(
    author: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "PIECE", 2)
    make_many(author, 6)
    before = list(Listing.objects.order_by("pk").values_list("pk", flat=True))
    coming = pieces(approved(Wanted()))
    found = [one.listing.pk for one in next(coming)]
    Listing.objects.filter(pk=before[0]).update(status="draft")  # told already
    Listing.objects.filter(pk=before[3]).update(status="draft")
    found += [one.listing.pk for one in chain.from_iterable(coming)]
    assert found == [*before[:3], *before[4:]]


def test_the_text_comes_with_its_own_judgement(author: User, colleague: User) -> None:
    listing = make_vouched(author, colleague)
    assert listing.number == 2
    [one] = next(pieces(approved(Wanted())))
    assert one.kind == "rejudged"
    assert one.is_judged_of(one.rules)
    assert not one.is_judged_of("2001-01-01")


def test_they_are_counted_by_market(author: User) -> None:
    make_many(author, 2)
    Listing.objects.filter(pk=Listing.objects.latest("pk").pk).update(market="walmart-us")
    assert counted(approved(Wanted())) == {"walmart-tr": 2, "walmart-us": 1}


@pytest.mark.parametrize("form", [Form.CSV, Form.XLSX, Form.JSON, Form.FEED])
def test_five_times_the_listings_take_no_more_memory(
    author: User, form: Form, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "PIECE", 20)
    monkeypatch.setattr(lines, "_TOGETHER", 20)

    def most() -> int:
        tracemalloc.start()
        for _piece in file_of(form, approved(Wanted()), "walmart-tr").pieces:
            pass
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return peak

    make_many(author, 60)
    most()
    few = most()
    make_many(author, 400)
    assert most() < few + 400_000, "400 listings with their texts are some megabytes"
