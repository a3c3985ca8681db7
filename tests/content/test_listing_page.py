"""A listing's own page: who may see and do what, and that its history says everything."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from html import unescape

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from content.actions import approve_listing, edit_listing, request_draft, substantiate
from content.generation import generating
from content.models import Listing, Revision
from content.presentation.names import pack_date
from content.queries.history import SHOWN, history
from domain.listing import Listing as Text
from engines.scripted import ScriptedEngine
from tests.factories import S24_TEXT, make_listing

pytestmark = pytest.mark.django_db
ClientOf = Callable[[User | None], Client]
FLAWED = Text("Samsung Galaxy S24 Ultra 300MP", ("5000mAh batarya",), "<p>Kısa.</p>")


@pytest.fixture
def listing(author: User) -> Listing:
    """A listing with an earlier, flawed version."""
    made = make_listing(author, FLAWED, sku="TEL-1")
    edit_listing(author, made, S24_TEXT, seen=1)
    made.refresh_from_db()
    return made


def page_of(person: User, listing: Listing, client_of: ClientOf, tail: str = "") -> str:
    response = client_of(person).get(f"/listings/{listing.pk}/{tail}")
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.parametrize("tail", ["", "compare/", "before/99999/"])
def test_who_may_see_it(
    tail: str,
    listing: Listing,
    author: User,
    colleague: User,
    manager: User,
    outsider: User,
    client_of: ClientOf,
) -> None:
    for person in (author, colleague, manager):
        assert "Samsung Galaxy S24 Ultra" in page_of(person, listing, client_of, tail)
    address = f"/listings/{listing.pk}/{tail}"
    assert client_of(outsider).get(address).status_code == 403
    assert client_of(None).get(address).headers["Location"].startswith("/sign-in/?next=")
    assert client_of(author).post(address).status_code == 405


@pytest.mark.parametrize("tail", ["", "compare/", "before/1/"])
@pytest.mark.parametrize("pk", [0, 999_999, 10**25])
def test_a_bad_id_is_not_found(tail: str, pk: int, author: User, client_of: ClientOf) -> None:
    assert client_of(author).get(f"/listings/{pk}/{tail}").status_code == 404


@pytest.mark.parametrize("act", ["restore", "reopen"])
def test_acting_takes_a_post_and_a_role(
    act: str, listing: Listing, author: User, outsider: User, client_of: ClientOf
) -> None:
    address = f"/listings/{listing.pk}/{act}/"
    data = {"number": 1, "seen": 2}
    assert client_of(author).get(address).status_code == 405
    assert client_of(outsider).post(address, data).status_code == 403
    assert client_of(None).post(address, data).status_code == 302
    assert client_of(author).post(f"/listings/999999/{act}/", data).status_code == 404
    listing.refresh_from_db()
    assert (listing.number, listing.status) == (2, "draft")


def test_a_colleague_restores_an_earlier_version(
    listing: Listing, colleague: User, client_of: ClientOf
) -> None:
    client = client_of(colleague)
    data = {"number": 1, "seen": 2}
    response = client.post(f"/listings/{listing.pk}/restore/", data, follow=True)
    assert "1. sürüm yeniden geçerli metin oldu." in response.content.decode()
    listing.refresh_from_db()
    assert (listing.title, listing.number) == (FLAWED.title, 3)
    assert listing.revisions.get(number=3).author == colleague


def test_restoring_over_an_unseen_change_is_refused(
    listing: Listing, author: User, client_of: ClientOf
) -> None:
    data = {"number": 1, "seen": 1}
    response = client_of(author).post(f"/listings/{listing.pk}/restore/", data, follow=True)
    assert "sayfayı açmanızdan sonra değişti" in response.content.decode()
    listing.refresh_from_db()
    assert listing.number == 2


@pytest.mark.parametrize(
    "data", [{}, {"number": "x", "seen": "2"}, {"number": "1", "seen": "-2"}, {"number": "9" * 30}]
)
def test_a_forged_version_is_not_found(
    data: dict[str, str], listing: Listing, author: User, client_of: ClientOf
) -> None:
    assert client_of(author).post(f"/listings/{listing.pk}/restore/", data).status_code == 404


def test_an_approval_is_shown_and_taken_back(
    listing: Listing, author: User, colleague: User, client_of: ClientOf
) -> None:
    approve_listing(author, listing, seen=2)
    assert "author onayladı" in page_of(colleague, listing, client_of)
    client = client_of(colleague)
    response = client.post(f"/listings/{listing.pk}/reopen/", follow=True)
    assert "İlan yeniden taslak durumunda." in response.content.decode()
    again = client.post(f"/listings/{listing.pk}/reopen/", follow=True)
    assert "Yalnızca onaylanmış bir ilan" in again.content.decode()


def test_findings_are_told_in_the_readers_language(author: User, client_of: ClientOf) -> None:
    listing = make_listing(author, FLAWED)
    finding = listing.revisions.get().judgement["findings"][0]
    client = client_of(author)
    client.cookies["django_language"] = "tr"
    page = client.get(f"/listings/{listing.pk}/")
    assert finding["message"]["tr"] in unescape(page.content.decode())
    author.language = "en"
    author.save()
    page = client.get(f"/listings/{listing.pk}/")
    assert finding["message"]["en"] in unescape(page.content.decode())


def test_each_claim_names_its_fact_its_voucher_or_that_it_has_none(
    author: User, client_of: ClientOf
) -> None:
    text = dataclasses.replace(FLAWED, features=("5000mAh batarya", "IP69 koruma"))
    listing = make_listing(author, text)
    open_claims = {
        evidence["text"]: evidence["key"]
        for evidence in listing.revisions.get().judgement["evidence"]
        if evidence["fact"] is None
    }
    assert {"300MP", "IP69"} <= set(open_claims)
    substantiate(author, listing, open_claims["IP69"], "Veri sayfası, 12 Mayıs, sayfa 3")
    claims = {
        claim.text: claim
        for claim in client_of(author).get(f"/listings/{listing.pk}/").context["claims"]
    }
    assert (claims["5000mAh"].state, claims["5000mAh"].fact) == ("fact", "5000mAh batarya")
    assert claims["300MP"].state == "missing"
    assert claims["IP69"].state == "vouched"
    page = page_of(author, listing, client_of)
    assert "Veri sayfası, 12 Mayıs, sayfa 3" in page
    assert "Kaynağı yok" in page
    assert "200MP ana kamera sistemi" in page


def test_markup_in_a_text_never_reaches_the_page(
    listing: Listing, author: User, client_of: ClientOf
) -> None:
    nasty = '<script>alert(1)</script><img src=x onerror="alert(2)"><p onclick="x()">Metin</p>'
    # Past the action, as an old row or another program might leave it.
    Revision.objects.filter(listing=listing, number=2).update(
        title="<b>Kalın</b>", features=["<i>x</i>"], description=nasty
    )
    page = page_of(author, listing, client_of)
    assert "<script>alert" not in page
    assert "<img" not in page
    assert "<p>Metin</p>" in page
    assert "<b>Kalın</b>" not in page
    assert "&lt;b&gt;Kalın" in page
    assert "&lt;script&gt;alert(1)" in page  # in the source view, as text


def test_the_history_tells_how_a_draft_came_about(
    author: User, scripted: ScriptedEngine, answer: Callable[[Text], str], client_of: ClientOf
) -> None:
    listing = make_listing(author)
    scripted.enqueue("hiç ilan değil")
    scripted.enqueue(answer(S24_TEXT))
    job = request_draft(author, listing)
    generating.run(job.pk)
    listing.refresh_from_db()
    approve_listing(author, listing, seen=listing.number)
    page = page_of(author, listing, client_of)
    job.refresh_from_db()
    for told in (
        "Ürün girildi",
        "Taslak istendi",
        "Taslak yazıldı",
        "Onaylandı",
        job.model,
        job.prompt_version,
        "İlan biçiminde değil",
        "Kullanıma uygun",
        "2. deneme",
        # Draws and versions count apart: which draw became which version is said.
        "1. sürüm olarak saklandı",
        pack_date(listing.revisions.get(number=listing.number).pack_version),
    ):
        assert told in page
    assert pack_date("2026-06-05") == "5 Haziran 2026"


def test_a_long_history_is_told_in_parts(author: User, client_of: ClientOf) -> None:
    listing = make_listing(author)
    for number in range(SHOWN + 3):
        edit_listing(author, listing, Text(f"Başlık {number}", (), ""), seen=number)
    first = history(listing)
    assert len(first.moments) == SHOWN
    assert first.older is not None
    rest = history(listing, first.older)
    assert (len(rest.moments), rest.older) == (4, None)
    assert first.moments[-1].event.pk > rest.moments[0].event.pk
    tail = f"before/{first.older}/"
    assert "Ürün girildi" in page_of(author, listing, client_of, tail)
    address = f"/listings/{listing.pk}/{tail}"
    part = client_of(author).get(address, headers={"hx-request": "true"})
    assert "<html" not in part.content.decode()


def test_comparing_marks_what_changed(listing: Listing, author: User, client_of: ClientOf) -> None:
    page = page_of(author, listing, client_of, "compare/?from=1&to=2")
    assert "<del>300MP</del>" in page
    assert "<ins>" in page
    same = page_of(author, listing, client_of, "compare/?from=2&to=2")
    assert "İki sürümün metni aynı." in same


def test_markup_in_a_compared_text_is_shown_and_not_run(author: User, client_of: ClientOf) -> None:
    listing = make_listing(author, S24_TEXT)
    hostile = Text("<script>x()</script>", ("<img src=x>",), "<p>a</p>")
    edit_listing(author, listing, hostile, seen=1)
    comparison = page_of(author, listing, client_of, "compare/").split('id="compare"')[1]
    assert "<script>x()" not in comparison
    assert "<img" not in comparison


def test_one_version_is_said_to_be_the_only_one(author: User, client_of: ClientOf) -> None:
    listing = make_listing(author, S24_TEXT)
    assert "Şimdilik tek sürüm var" in page_of(author, listing, client_of, "compare/")


def test_a_version_restored_from_the_studio_leads_back_there(
    listing: Listing, author: User, client_of: ClientOf
) -> None:
    compared = page_of(author, listing, client_of, "compare/?from=1&back=studio")
    assert '<input type="hidden" name="back" value="studio">' in compared
    data = {"number": 1, "seen": 2, "back": "studio"}
    answer = client_of(author).post(f"/listings/{listing.pk}/restore/", data)
    assert answer["Location"] == f"/studio/{listing.pk}/"


@pytest.mark.parametrize("asked", ["from=9", "to=x", "from=-1", "to=" + "9" * 40])
def test_versions_there_are_not_are_not_found(
    asked: str, listing: Listing, author: User, client_of: ClientOf
) -> None:
    assert client_of(author).get(f"/listings/{listing.pk}/compare/?{asked}").status_code == 404


def test_a_listing_without_a_text_leads_to_the_studio(author: User, client_of: ClientOf) -> None:
    listing = make_listing(author)
    page = page_of(author, listing, client_of)
    assert "Henüz yazılmadı" in page
    assert f"/studio/{listing.pk}/" in page


def test_the_number_of_queries_does_not_grow(author: User, client_of: ClientOf) -> None:
    listing = make_listing(author, S24_TEXT)
    client = client_of(author)
    with CaptureQueriesContext(connection) as few:
        client.get(f"/listings/{listing.pk}/")
    for number in range(1, 12):
        edit_listing(author, listing, Text(f"Başlık {number}", (), ""), seen=number)
    with CaptureQueriesContext(connection) as many:
        client.get(f"/listings/{listing.pk}/")
    assert len(many) == len(few)
