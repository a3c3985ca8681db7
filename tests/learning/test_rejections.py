"""What the marketplace rejected: looked at, kept once, and told where it cannot be kept."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from content.actions import approve_listing, create_listing, edit_listing, reopen_listing
from content.models import Listing
from domain.rejections import Rejection
from learning.actions.rejecting import keep_rejections
from learning.forms_rejections import name_of
from learning.models import Feedback, Policy
from models_registry.models import Version
from tests.domain.test_rejections import FEED
from tests.evaluation.registry import make_version
from tests.factories import S24, S24_TEXT
from tests.learning.given import draft, written

pytestmark = pytest.mark.django_db
ClientOf = Callable[[User | None], Client]
PATH = "/learning/rejections/"
TABLE = "sku;alan;kod;açıklama\nTEL-1;title;E1;Başlık çok uzun\nYOK-9;title;E1;Başlık çok uzun\n"


@pytest.fixture
def version(db: None) -> Version:
    return make_version()


@pytest.fixture
def listing(author: User, version: Version) -> Listing:
    """A draft of `version` that was edited and approved, and is being worked on again."""
    made = written(author, version, replace(S24_TEXT, title="Taslak"), sku="TEL-1")
    edit_listing(author, made, S24_TEXT, seen=1)
    made.refresh_from_db()
    approve_listing(author, made, seen=2)
    reopen_listing(author, made)
    edit_listing(author, made, replace(S24_TEXT, title="Yarım kalan"), seen=2)
    Feedback.objects.all().delete()
    return made


def test_a_rejection_is_about_the_text_that_was_approved(
    author: User, colleague: User, listing: Listing, version: Version
) -> None:
    said = Rejection(2, "TEL-1", "productName", "ERR_1", "Too long")
    keep_rejections(colleague, [said])
    row = Feedback.objects.get()
    approved = listing.revisions.get(number=2)
    assert (row.key, row.source) == (f"rejection:{approved.pk}:{said.digest}", "rejection")
    assert (row.field, row.code, row.comment) == ("productName", "ERR_1", "Too long")
    assert (row.person, row.subject, row.listing) == (colleague, f"listing:{listing.pk}", listing)
    assert (row.version, row.is_negative, row.rating) == (version, True, None)
    assert row.written() == S24_TEXT
    assert row.policy == Policy.objects.get(family=version.family)


def test_without_an_approval_it_is_about_the_text_there_is(author: User, version: Version) -> None:
    written(author, version, sku="TEL-2")
    keep_rejections(author, [Rejection(1, "TEL-2", code="E")])
    assert Feedback.objects.get().written() == S24_TEXT


def test_the_same_content_twice_is_one_row(author: User, listing: Listing) -> None:
    said = Rejection(2, "TEL-1", "title", "E1", "Uzun")
    first = keep_rejections(author, [said, replace(said, row=3), replace(said, text="Kısa")])
    assert (len(first.met), len(first.known)) == (2, 1)
    again = keep_rejections(author, [said])
    assert (len(again.met), len(again.known)) == (0, 1)
    assert Feedback.objects.count() == 2


def test_the_same_of_a_text_that_was_written_anew_is_kept_too(
    author: User, listing: Listing, version: Version
) -> None:
    said = Rejection(2, "TEL-1", "title", "E1", "Uzun")
    keep_rejections(author, [said])
    listing.refresh_from_db()
    fresh = draft(listing, version, replace(S24_TEXT, features=S24_TEXT.features[::-1]))
    approve_listing(author, listing, seen=fresh.number)
    found = keep_rejections(author, [said])
    assert (len(found.met), len(found.known)) == (1, 0)
    assert {row.written() for row in Feedback.objects.filter(source="rejection")} == {
        S24_TEXT,
        fresh.text(),
    }
    assert len(keep_rejections(author, [said]).known) == 1


def test_what_is_not_known_is_told(author: User, listing: Listing) -> None:
    create_listing(author, S24, sku="BOS-1")
    said = [Rejection(1, "YOK", code="E"), Rejection(2, "BOS-1", code="E")]
    found = keep_rejections(author, said)
    assert (found.unknown, found.unwritten) == ([said[0]], [said[1]])
    assert not Feedback.objects.exists()


def test_raters_enter_none(outsider: User) -> None:
    with pytest.raises(PermissionDenied):
        keep_rejections(outsider, [])


def test_many_take_a_fixed_number_of_queries(author: User, version: Version) -> None:
    for number in range(6):
        written(author, version, sku=f"S-{number}")

    def count(skus: range) -> int:
        with CaptureQueriesContext(connection) as captured:
            keep_rejections(author, [Rejection(1, f"S-{sku}", code=f"E{skus}") for sku in skus])
        return len(captured)

    count(range(1))  # makes the policy
    assert count(range(2)) == count(range(6))


def test_more_than_one_query_takes_are_asked_for_in_parts(
    author: User, version: Version, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("learning.queries.chunking.CHUNK", 2)
    for number in range(5):
        made = written(author, version, replace(S24_TEXT, title="Taslak"), sku=f"S-{number}")
        edit_listing(author, made, S24_TEXT, seen=1)
    found = keep_rejections(author, [Rejection(1, f"S-{sku}", code="E") for sku in range(5)])
    assert len(found.met) == 5
    assert set(Feedback.objects.values_list("version", flat=True)) == {version.pk}


def post(client: Client, **said: Any) -> tuple[int, str]:
    response = client.post(PATH, said)
    return response.status_code, response.content.decode()


def test_it_is_looked_at_before_it_is_kept(
    author: User, listing: Listing, client_of: ClientOf
) -> None:
    client = client_of(author)
    status, page = post(client, text=TABLE, look="1")
    assert status == 200
    assert "Saklanacak 1 ret" in page
    assert "3. satır: burada SKU’su YOK-9 olan bir ürün yok." in page
    assert not Feedback.objects.exists()
    status, page = post(client, text=TABLE, seen=name_of(TABLE), keep="1")
    assert "1 ret saklandı." in page
    # What could not be kept stays in the field, to be entered again once there is such a product.
    assert "YOK-9,title,E1,Başlık çok uzun" in page
    assert "TEL-1,title" not in page
    assert Feedback.objects.get().comment == "Başlık çok uzun"
    status, page = post(client, text=TABLE, look="1")
    assert "1 ret zaten biliniyordu." in page
    assert "Saklanacak yeni bir şey yok." in page


def test_what_was_not_looked_at_is_not_kept(
    author: User, listing: Listing, client_of: ClientOf
) -> None:
    _status, page = post(client_of(author), text=TABLE, seen=name_of("başka"), keep="1")
    assert "Saklanacak 1 ret" in page
    assert not Feedback.objects.exists()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_file_is_read(author: User, listing: Listing, client_of: ClientOf, encoding: str) -> None:
    sent = SimpleUploadedFile("retler.csv", TABLE.encode(encoding))
    _status, page = post(client_of(author), text="", file=sent, look="1")
    assert "Saklanacak 1 ret" in page
    assert "TEL-1;title;E1;Başlık çok uzun" in page


def test_walmart_s_own_answer_is_read(author: User, version: Version, client_of: ClientOf) -> None:
    written(author, version, sku="A-1")
    _status, page = post(client_of(author), text=json.dumps(FEED), look="1")
    assert "Saklanacak 2 ret" in page
    assert "1 ürün kabul edilmiş; alınmıyor." in page


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"text": ""}, "Okunacak bir şey yok"),
        ({"text": "ad,fiyat\nA,1"}, "ilk satırı SKU, alan, kod ve metin"),
        ({"text": "{"}, "ne tablo ne de JSON"),
        ({"text": "sku,text\n" + "A,x\n" * 5001}, "5.000’den çok satır"),
        ({"file": SimpleUploadedFile("a.csv", "sku,açıklama\n".encode("cp1254"))}, "UTF-8 ile yaz"),
        ({"file": SimpleUploadedFile("a.csv", b"x" * (2 * 1024 * 1024 + 1))}, "2 MB’tan uzun"),
        ({"text": "x" * (2 * 1024 * 1024 + 1)}, "2 MB’tan uzun"),
    ],
    ids=["empty", "columns", "json", "rows", "encoding", "file", "text"],
)
def test_each_trouble_is_one_sentence(
    author: User, client_of: ClientOf, said: dict[str, Any], sentence: str
) -> None:
    status, page = post(client_of(author), **said, look="1")
    assert status == 422
    assert sentence in page


def test_what_was_pasted_runs_nowhere(author: User, listing: Listing, client_of: ClientOf) -> None:
    bad = "</textarea><script>alert(1)</script>"
    _status, page = post(client_of(author), text=f"sku,text\nTEL-1,{bad}\n{bad},x\n", look="1")
    assert "<script>alert" not in page


@pytest.mark.parametrize(
    ("who", "status"), [("author", 200), ("colleague", 200), ("manager", 200), ("outsider", 403)]
)
def test_authors_and_managers_enter_them(
    who: str, status: int, request: pytest.FixtureRequest, client_of: ClientOf
) -> None:
    client = client_of(request.getfixturevalue(who))
    assert client.get(PATH).status_code == status
    assert client.post(PATH, {"text": TABLE}).status_code == status
    assert client_of(None).get(PATH).status_code == 302
