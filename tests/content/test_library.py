"""The library: who may see it, what its filters let through, its order and its pages."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import User
from content.actions import create_listing
from content.models import Listing
from content.queries import library
from content.queries.library import COUNTED, PAGE, Cursor, Sort, Wanted
from domain.turkish import fold
from tests.factories import S24, S24_TEXT, make_listing

pytestmark = pytest.mark.django_db
ClientOf = Callable[[User | None], Client]
ADDRESS = "/listings/"


@pytest.fixture(autouse=True)
def _forget_names() -> None:
    cache.clear()


@pytest.fixture
def shelf(author: User) -> list[Listing]:
    """Sixty listings with scores, ties among them, and some without any."""
    product = create_listing(author, S24).product
    Listing.objects.all().delete()
    now = timezone.now()
    rows = [
        Listing(
            product=product,
            owner=author,
            title=f"Ürün {number:02}",
            search=fold(f"Ürün {number:02}"),
            status="draft" if number % 3 else "empty",
            market="walmart-tr" if number % 2 else "walmart-us",
            language="tr",
            model="gemma" if number % 4 else "",
            overall=None if number % 5 == 0 else number % 7 * 15,
            errors=number % 2,
        )
        for number in range(60)
    ]
    Listing.objects.bulk_create(rows)
    for number, row in enumerate(Listing.objects.order_by("pk")):
        changed = now - timedelta(minutes=number // 2)
        Listing.objects.filter(pk=row.pk).update(updated_at=changed)
    return list(Listing.objects.order_by("pk"))


def titles(wanted: Wanted) -> list[list[str]]:
    """Every page from the first to the last."""
    pages, cursor = [], None
    while True:
        page = library.page(wanted, cursor)
        pages.append([row.title for row in page.rows])
        if not page.next:
            return pages
        cursor = Cursor.decoded(page.next, wanted.sort)
        assert cursor is not None


@pytest.mark.parametrize("sort", Sort)
def test_pages_hold_everything_once_and_in_order(sort: Sort, shelf: list[Listing]) -> None:
    pages = titles(Wanted(sort=sort))
    assert [len(page) for page in pages] == [PAGE, PAGE, 10]
    by_title = {row.title: row for row in shelf}
    keys = {
        Sort.NEWEST: lambda row: (-row.updated_at.timestamp(), -row.pk),
        Sort.BEST: lambda row: (-(-1 if row.overall is None else row.overall), -row.pk),
        Sort.WORST: lambda row: (-1 if row.overall is None else row.overall, row.pk),
        Sort.TITLE: lambda row: (row.search, row.pk),
    }
    fresh = Listing.objects.in_bulk([row.pk for row in shelf])
    in_order = sorted((fresh[row.pk] for row in shelf), key=keys[sort])
    assert [title for page in pages for title in page] == [row.title for row in in_order]
    assert set(by_title) == {title for page in pages for title in page}


@pytest.mark.parametrize("sort", Sort)
def test_going_back_shows_the_page_before(sort: Sort, shelf: list[Listing]) -> None:
    first = library.page(Wanted(sort=sort))
    second = library.page(Wanted(sort=sort), Cursor.decoded(first.next, sort))
    third = library.page(Wanted(sort=sort), Cursor.decoded(second.next, sort))
    assert (first.previous, third.next) == ("", "")
    back = library.page(Wanted(sort=sort), Cursor.decoded(third.previous, sort))
    assert [row.pk for row in back.rows] == [row.pk for row in second.rows]
    again = library.page(Wanted(sort=sort), Cursor.decoded(back.previous, sort))
    assert [row.pk for row in again.rows] == [row.pk for row in first.rows]
    assert again.previous == ""


@pytest.mark.parametrize(
    ("asked", "lets_through"),
    [
        ({"status": "draft"}, lambda row: row.status == "draft"),
        ({"market": "walmart-us"}, lambda row: row.market == "walmart-us"),
        ({"language": "en"}, lambda row: False),
        ({"model": "gemma"}, lambda row: row.model == "gemma"),
        ({"band": "good"}, lambda row: row.overall is not None and row.overall >= 80),
        ({"band": "fair"}, lambda row: row.overall is not None and 60 <= row.overall < 80),
        ({"band": "poor"}, lambda row: row.overall is not None and row.overall < 60),
        ({"band": "none"}, lambda row: row.overall is None),
        ({"has_errors": "yes"}, lambda row: row.errors > 0),
        ({"has_errors": "no"}, lambda row: row.errors == 0),
        ({"status": "draft", "market": "walmart-tr"}, lambda row: row.pk and row.status == "draft"
            and row.market == "walmart-tr"),
    ],
)  # fmt: skip
def test_a_filter_lets_through_what_it_says(
    asked: dict[str, str],
    lets_through: Callable[[Listing], bool],
    shelf: list[Listing],
    author: User,
    client_of: ClientOf,
) -> None:
    response = client_of(author).get(ADDRESS, asked)
    assert response.context["page"].total == len([row for row in shelf if lets_through(row)])


def test_the_owner_filter_names_people(author: User, colleague: User, client_of: ClientOf) -> None:
    mine = make_listing(author)
    make_listing(colleague)
    response = client_of(author).get(ADDRESS, {"owner": author.pk})
    assert [row.pk for row in response.context["page"].rows] == [mine.pk]


def test_who_may_see_it(
    author: User, colleague: User, manager: User, outsider: User, client_of: ClientOf
) -> None:
    make_listing(author, S24_TEXT)
    for person in (author, colleague, manager):
        response = client_of(person).get(ADDRESS)
        assert S24_TEXT.title in response.content.decode()
    assert client_of(outsider).get(ADDRESS).status_code == 403
    assert client_of(None).get(ADDRESS).headers["Location"] == "/sign-in/?next=/listings/"
    assert client_of(author).post(ADDRESS).status_code == 405


def test_htmx_gets_the_results_alone(author: User, client_of: ClientOf) -> None:
    response = client_of(author).get(ADDRESS, headers={"hx-request": "true"})
    assert "<html" not in response.content.decode()
    assert 'id="results"' in response.content.decode()
    assert "HX-Request" in response.headers["Vary"]


@pytest.mark.parametrize(
    "asked",
    [
        {"after": "x"},
        {"after": "W10"},
        {"after": "W1sxXSwxLDBd"},
        {"after": "🙂"},
        {"after": "A" * 5000},
        {"status": "'; DROP TABLE content_listing; --"},
        {"owner": "9" * 40},
        {"owner": "-1"},
        {"market": "../../x"},
        {"sort": "password"},
        {"band": "<script>"},
        {"q": "<script>alert(1)</script>"},
        {"q": "\0"},
        {"model": "nobody"},
    ],
)
def test_nonsense_counts_as_not_asked(
    asked: dict[str, str], author: User, client_of: ClientOf
) -> None:
    make_listing(author, S24_TEXT)
    response = client_of(author).get(ADDRESS, asked)
    assert response.status_code == 200
    assert "<script>alert" not in response.content.decode()


@pytest.mark.parametrize("sort", Sort)
@pytest.mark.parametrize(
    "key", [None, True, 1.5, [], {}, "2026", "2026-01-01", "0001-01-01T00:00:00+14:00", 10**30]
)
def test_a_forged_place_is_no_place(sort: Sort, key: object) -> None:
    forged = Cursor(key, 1).encoded()  # type: ignore[arg-type]
    cursor = Cursor.decoded(forged, sort)
    assert cursor is None or (sort is Sort.TITLE and isinstance(key, str))


def test_totals_are_counted_up_to_a_bound(author: User, client_of: ClientOf) -> None:
    product = create_listing(author, S24).product
    Listing.objects.bulk_create(
        Listing(product=product, owner=author, market="walmart-tr", language="tr", search="bol")
        for _ in range(COUNTED + 5)
    )
    page = client_of(author).get(ADDRESS).content.decode()
    assert "1.000+ ilan" in page
    client = client_of(author)
    client.cookies["django_language"] = "en"
    assert "1,000+ listings" in client.get(ADDRESS).content.decode()


def test_the_number_of_queries_does_not_grow(
    author: User, shelf: list[Listing], client_of: ClientOf
) -> None:
    client = client_of(author)
    # What a process asks once: the models' names, and whether the search index is there.
    client.get(ADDRESS, {"q": "urun"})
    seen = set()
    for asked in ({}, {"status": "draft"}, {"sort": "title"}, {"q": "urun"}, {"q": "urun 07"}):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            client.get(ADDRESS, asked)
        searching = "q" in asked and connection.vendor == "sqlite"
        seen.add(len(queries) - searching)
    assert len(seen) == 1
    assert seen.pop() <= 8


def test_an_empty_library_says_what_to_do(author: User, client_of: ClientOf) -> None:
    page = client_of(author).get(ADDRESS).content.decode()
    assert "Kütüphane boş" in page
    assert 'href="/studio/"' in page
    assert "Eşleşen ilan yok" in client_of(author).get(ADDRESS, {"q": "yok"}).content.decode()
    assert "en az iki harf" in client_of(author).get(ADDRESS, {"q": "a"}).content.decode()


def test_filters_that_are_set_can_be_taken_back_one_by_one(
    author: User, shelf: list[Listing], client_of: ClientOf
) -> None:
    asked = {"status": "draft", "market": "walmart-tr", "q": "urun"}
    response = client_of(author).get(ADDRESS, asked)
    assert dict(response.context["chips"]) == {
        "Taslak": "?market=walmart-tr&q=urun",
        "Walmart, Türkçe": "?status=draft&q=urun",
    }


def test_titles_sort_as_turkish_people_expect(author: User) -> None:
    for name in ("Zil", "Çanta", "Ağaç", "Işık", "İplik", "Cam"):
        create_listing(author, dataclasses.replace(S24, name=name))
    rows = library.page(Wanted(sort=Sort.TITLE)).rows
    assert [row.product.name for row in rows] == ["Ağaç", "Cam", "Çanta", "İplik", "Işık", "Zil"]
