"""The page of exports: who may see it, what it offers, and downloads that begin at once."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace

import pytest
from asgiref.sync import sync_to_async
from django.test import AsyncClient, Client

from accounts.models import User
from accounts.roles import Role
from bulk.presentation import exports
from bulk.queries import approved as reading
from tests.bulk.exported import make_approved
from tests.factories import S24, make_user

pytestmark = pytest.mark.django_db
ClientOf = Callable[[User | None], Client]
FORMS = ["csv", "xlsx", "json", "mp_item?feed=walmart-tr", "refused?feed=walmart-tr"]


@pytest.fixture
def english(author: User, client_of: ClientOf) -> Client:
    client = client_of(author)
    client.cookies["language"] = "en"
    author.language = "en"
    author.save()
    return client


@pytest.mark.parametrize("address", ["/exports/", *(f"/exports/listings.{f}" for f in FORMS)])
def test_whoever_reads_listings_may_export_them(
    author: User,
    colleague: User,
    manager: User,
    outsider: User,
    client_of: ClientOf,
    address: str,
) -> None:
    make_approved(author)
    for person in (author, colleague, manager):
        assert client_of(person).get(address).status_code == 200
    assert client_of(outsider).get(address).status_code == 403
    assert client_of(make_user(None)).get(address).status_code == 403
    assert client_of(None).get(address).status_code == 302
    assert client_of(author).post(address).status_code == 405


@pytest.mark.parametrize(
    "form", ["xls", "csv.exe", "mp_item", "mp_item?feed=walmart-xx", "refused"]
)
def test_an_unknown_form_leads_nowhere(author: User, client_of: ClientOf, form: str) -> None:
    assert client_of(author).get(f"/exports/listings.{form}").status_code == 404


def test_the_library_leads_here_with_its_filter(author: User, client_of: ClientOf) -> None:
    make_approved(author)
    page = client_of(author).get("/listings/?q=samsung&status=approved&sort=best").content.decode()
    assert 'href="/exports/?q=samsung"' in page
    assert 'href="/exports/' in client_of(author).get("/listings/").content.decode()


def test_the_page_says_how_many_and_hands_the_filter_on(author: User, english: Client) -> None:
    make_approved(author, "TEL-1")
    make_approved(author, "TEL-2", replace(S24, category="Işıklı Telefon"))
    page = english.get("/exports/").content.decode()
    assert "2 approved listings" in page
    assert "<title>Export of listings" in page
    for form in ("csv", "xlsx", "json", "mp_item"):
        assert f'formaction="/exports/listings.{form}"' in page
    assert "All of them may go." in page
    page = english.get("/exports/?q=ışıklı&status=draft&market=walmart-tr").content.decode()
    assert "1 approved listing<" in page
    assert '<input type="hidden" name="q" value="ışıklı">' in page
    assert '<input type="hidden" name="market" value="walmart-tr">' in page
    assert 'name="status"' not in page


def test_the_page_says_what_stays_out_and_why(author: User, english: Client) -> None:
    make_approved(author, "TEL-1")
    listing = make_approved(author, "TEL-2", replace(S24, category=""))
    page = english.get("/exports/").content.decode()
    assert "1 of them stays out, for the reason below." in page
    assert "feed.product_type_missing" in page
    assert "TEL-2" in page
    assert f'href="/listings/{listing.pk}/"' in page
    assert 'formaction="/exports/listings.refused"' in page


def test_of_very_many_the_page_looks_at_the_first(
    author: User, english: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exports, "LOOKED_AT", 1)
    monkeypatch.setattr(exports, "MOST_ITEMS", 1)
    make_approved(author, "TEL-1")
    make_approved(author, "")
    page = english.get("/exports/").content.decode()
    assert "The first 1 may go; the others are looked at while the file is written." in page
    assert 'formaction="/exports/listings.mp_items"' in page
    assert 'formaction="/exports/listings.refused"' in page


def test_without_approved_listings_the_page_says_so(english: Client) -> None:
    page = english.get("/exports/").content.decode()
    assert "None of these is approved yet" in page
    assert "mp_item" not in page


@pytest.mark.parametrize(
    ("form", "kind", "ending"),
    [
        ("csv", "text/csv; charset=utf-8", ".csv"),
        ("json", "application/json", ".json"),
        (
            "xlsx",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            ".xlsx",
        ),
        ("mp_items?feed=walmart-us", "application/zip", ".zip"),
    ],
)
def test_a_file_has_its_name_and_kind(
    author: User, client_of: ClientOf, form: str, kind: str, ending: str
) -> None:
    response = client_of(author).get(f"/exports/listings.{form}")
    assert response["Content-Type"] == kind
    assert response["Content-Disposition"].startswith('attachment; filename="walmartgpt-')
    assert response["Content-Disposition"].endswith(f'{ending}"')
    assert response["X-Content-Type-Options"] == "nosniff"


@pytest.mark.django_db(transaction=True)
async def test_an_asynchronous_server_sends_a_piece_before_it_reads_the_next(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from files import lines

    monkeypatch.setattr(reading, "PIECE", 1)
    monkeypatch.setattr(lines, "_TOGETHER", 1)
    read: list[int] = []
    looked_up = reading._piece

    def noted(found: object, keys: list[int]) -> object:
        read.append(keys[0])
        return looked_up(found, keys)  # type: ignore[arg-type]

    monkeypatch.setattr(reading, "_piece", noted)

    def prepare() -> tuple[list[int], User]:
        author = make_user(Role.AUTHOR)
        return [make_approved(author, f"TEL-{number}").pk for number in range(3)], author

    numbers, author = await sync_to_async(prepare)()
    client = AsyncClient()
    await sync_to_async(client.force_login)(
        author, backend="django.contrib.auth.backends.ModelBackend"
    )
    response = await client.get("/exports/listings.json")
    pieces = response.streaming_content  # type: ignore[attr-defined]
    seen = [(piece, len(read)) async for piece in pieces]
    assert json.loads(b"".join(piece for piece, _read in seen))
    assert [count for _piece, count in seen] == [1, 2, 3, 3]
    assert read == numbers
