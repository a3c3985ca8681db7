"""The pages about webhooks: who may see them, what they show once, and what they do."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from api.models import Delivery, Endpoint
from api.webhooks import signing
from api.webhooks.events import Kind
from tests.api.documented import check_of
from tests.api.making_webhooks import make_endpoint, sent, tell
from tests.api.receiving import Receiver

pytestmark = pytest.mark.django_db
ClientOf = Callable[[User | None], Client]
NEW = {"url": "https://1.1.1.1/hook", "kinds": ["batch.finished", "listing.approved"]}


@pytest.fixture
def endpoint(manager: User, receiver: Receiver) -> Endpoint:
    return make_endpoint(receiver.url, manager)[0]


@pytest.fixture
def client(manager: User, client_of: ClientOf) -> Client:
    """A manager's, in English."""
    signed_in = client_of(manager)
    signed_in.cookies["language"] = "en"
    signed_in.cookies["django_language"] = "en"
    return signed_in


def page_of(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def looked_at(endpoint: Endpoint) -> list[str]:
    of_one = [f"{endpoint.pk}/{part}" for part in ("", "secret/", "delete/")]
    return [f"/webhooks/{part}" for part in ("", "new/", *of_one)]


def sent_to(endpoint: Endpoint, row: Delivery) -> list[str]:
    parts = ("test/", "pause/", "resume/", f"messages/{row.pk}/again/")
    return [f"/webhooks/{endpoint.pk}/{part}" for part in parts]


def test_only_managers_see_them(
    author: User,
    colleague: User,
    outsider: User,
    manager: User,
    endpoint: Endpoint,
    client_of: ClientOf,
) -> None:
    for address in looked_at(endpoint):
        assert client_of(manager).get(address).status_code == 200, address
        for person in (author, colleague, outsider):
            assert client_of(person).get(address).status_code == 403, address
        answer = client_of(None).get(address)
        assert (answer.status_code, "sign-in" in answer.headers["Location"]) == (302, True)


def test_nobody_else_does_anything(
    author: User, outsider: User, endpoint: Endpoint, client_of: ClientOf
) -> None:
    row = tell()
    for address in (*looked_at(endpoint)[1:], *sent_to(endpoint, row)):
        for person in (author, outsider):
            assert client_of(person).post(address, NEW).status_code == 403, address
        assert client_of(None).post(address, NEW).status_code == 302
    assert Endpoint.objects.get().paused == ""
    assert Delivery.objects.get() == row


def test_what_is_not_there_is_not_found(endpoint: Endpoint, client: Client) -> None:
    row = tell()
    other = make_endpoint("https://1.1.1.1/other")[0]
    for address in (*looked_at(endpoint)[2:], *sent_to(endpoint, row)):
        gone = address.replace(f"/webhooks/{endpoint.pk}/", "/webhooks/99999/")
        assert client.post(gone, NEW).status_code == 404, gone
    assert client.post(f"/webhooks/{other.pk}/messages/{row.pk}/again/").status_code == 404
    for address in sent_to(endpoint, row):
        assert client.get(address).status_code == 405


def test_the_navigation_leads_managers_here(
    manager: User, author: User, client_of: ClientOf
) -> None:
    page = page_of(client_of(manager), "/webhooks/").replace("\n", " ")
    assert 'href="/webhooks/" aria-current="page"' in page
    assert 'href="/webhooks/"' not in page_of(client_of(author), "/")


def test_a_new_one_shows_its_secret_this_once(
    client: Client, manager: User, receiver: Receiver, tmp_path: Path
) -> None:
    assert "/webhooks/new/" in page_of(client, "/webhooks/")
    answer = client.post("/webhooks/new/", NEW | {"url": receiver.url})
    row = Endpoint.objects.get()
    secret = signing.secret_of(row.salt)
    assert (answer.status_code, row.made_by) == (200, manager)
    assert secret in answer.content.decode()
    assert "no-store" in answer.headers["Cache-Control"]
    assert row.kinds == ["listing.approved", "batch.finished"]
    for address in (*looked_at(row), "/"):
        assert secret not in page_of(client, address)
        assert row.salt not in page_of(client, address)
    assert client.post("/webhooks/new/", NEW | {"url": receiver.url}).status_code == 422
    sent(tell())
    assert check_of(tmp_path)(secret, receiver.got[0].headers, receiver.got[0].body)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"url": ""}, "url"),
        ({"url": "ftp://1.1.1.1/"}, "url"),
        ({"url": "http://192.168.0.1/"}, "url"),
        ({"url": "https://a:b@1.1.1.1/"}, "url"),
        ({"url": "https://1.1.1.1/" + "a" * 500}, "url"),
        ({"kinds": []}, "kinds"),
        ({"kinds": ["listing.eaten"]}, "kinds"),
    ],
)
def test_what_is_wrong_stands_at_its_field(
    change: dict[str, Any], field: str, client: Client
) -> None:
    answer = client.post("/webhooks/new/", NEW | change)
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]
    assert not Endpoint.objects.exists()


def test_events_are_chosen_anew(endpoint: Endpoint, client: Client) -> None:
    address = f"/webhooks/{endpoint.pk}/"
    assert client.post(address, {"kinds": ["version.deployed"]}).status_code == 302
    endpoint.refresh_from_db()
    assert endpoint.kinds == ["version.deployed"]
    assert client.post(address, {"kinds": []}).status_code == 422


def test_a_test_is_sent_and_shown(endpoint: Endpoint, client: Client, receiver: Receiver) -> None:
    receiver.answers = [(201, b"<b>thanks</b>")]
    assert client.post(f"/webhooks/{endpoint.pk}/test/").status_code == 302
    row = sent(Delivery.objects.get())
    page = page_of(client, f"/webhooks/{endpoint.pk}/")
    assert row.message in page
    assert "&lt;b&gt;thanks&lt;/b&gt;" in page
    assert "<td>201</td>" in page or ">201<" in page
    client.post(f"/webhooks/{endpoint.pk}/pause/")
    client.post(f"/webhooks/{endpoint.pk}/test/")
    assert Delivery.objects.count() == 1


def test_the_page_says_what_was_given_up_and_sends_it_again(
    endpoint: Endpoint, client: Client, receiver: Receiver
) -> None:
    receiver.answers = [(500, b"no"), (200, b"")]
    row = tell()
    Delivery.objects.update(attempt=10)
    sent(row)
    assert row.status == "failed"
    page = page_of(client, f"/webhooks/{endpoint.pk}/")
    again = f"/webhooks/{endpoint.pk}/messages/{row.pk}/again/"
    assert "note-error" in page
    assert again in page
    assert "badge-error" in page_of(client, "/webhooks/")
    assert client.post(again).status_code == 302
    assert sent(row).status == "done"
    assert "note-error" not in page_of(client, f"/webhooks/{endpoint.pk}/")


def test_the_log_is_asked_for_alone_while_something_waits(
    endpoint: Endpoint, client: Client, receiver: Receiver
) -> None:
    tell()
    answer = client.get(f"/webhooks/{endpoint.pk}/", headers={"HX-Request": "true"})
    assert answer.content.decode().strip().startswith('<section id="webhook-log"')
    assert 'hx-trigger="every 5s"' in answer.content.decode()
    receiver.answers = [(500, b"")]
    sent(Delivery.objects.get())
    assert 'hx-trigger="every 5s"' not in page_of(client, f"/webhooks/{endpoint.pk}/")


def test_paused_resumed_and_deleted(endpoint: Endpoint, client: Client) -> None:
    address = f"/webhooks/{endpoint.pk}/"
    tell()
    client.post(f"{address}pause/")
    endpoint.refresh_from_db()
    assert endpoint.paused == "hand"
    assert f"{address}resume/" in page_of(client, address)
    client.post(f"{address}resume/")
    endpoint.refresh_from_db()
    assert endpoint.paused == ""
    assert client.post(f"{address}delete/").status_code == 302
    assert not Endpoint.objects.exists()
    assert not Delivery.objects.exists()


def test_a_new_secret_is_made_once(endpoint: Endpoint, client: Client) -> None:
    address = f"/webhooks/{endpoint.pk}/secret/"
    before = endpoint.fingerprint
    assert before in page_of(client, address)
    assert client.post(address, {"seen": before}).status_code == 200
    endpoint.refresh_from_db()
    salt = endpoint.salt
    assert endpoint.fingerprint != before
    assert client.post(address, {"seen": before}).status_code == 409
    endpoint.refresh_from_db()
    assert endpoint.salt == salt


def test_pages_ask_the_database_the_same_however_much_there_is(
    endpoint: Endpoint, client: Client, manager: User
) -> None:
    def asked(address: str) -> int:
        with CaptureQueriesContext(connection) as queries:
            page_of(client, address)
        return len(queries)

    tell()
    addresses = ("/webhooks/", f"/webhooks/{endpoint.pk}/")
    few = [asked(address) for address in addresses]
    for number in range(6):
        make_endpoint(f"https://1.1.1.1/{number}", manager, Kind.BATCH_FINISHED)
    for number in range(30):
        Delivery.objects.create(
            endpoint=endpoint,
            message=f"msg_{number}",
            kind="batch.finished",
            body="{}",
            due_at=endpoint.created_at,
            gives_up_at=endpoint.created_at,
        )
    assert [asked(address) for address in addresses] == few
