"""The pages of batches: who sees them, what they do, and what they cost."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from bulk.actions.batches import pause_batch, start_batch
from bulk.batching.advancing import advance
from bulk.models import Batch, BatchApproval, Import, ImportedProduct
from content.actions import approve_listing, edit_listing
from content.models import Listing
from engines.base import ModelMissing
from engines.scripted import ScriptedEngine
from tests.bulk.batched import GOOD, chosen, make_batch, queued, statuses, work, write
from tests.factories import S24_TEXT, make_listing

pytestmark = pytest.mark.django_db
ClientOf = Callable[[User | None], Client]
FORM = {"name": "Bahar", "best_of": "1"}


def english(client: Client, path: str) -> str:
    client.cookies["django_language"] = "en"
    return client.get(path).content.decode()


@pytest.mark.parametrize("path", ["", "new/?all=1", "{pk}/", "{pk}/approve/"])
def test_who_writes_listings_sees_them(
    path: str,
    client_of: ClientOf,
    scripted: ScriptedEngine,
    author: User,
    colleague: User,
    outsider: User,
) -> None:
    address = "/batches/" + path.format(pk=make_batch(author, 1).pk)
    for person, status in ((author, 200), (colleague, 200), (outsider, 403), (None, 302)):
        assert client_of(person).get(address).status_code == status


@pytest.mark.parametrize("what", ["pause", "resume", "cancel", "retry", "approve"])
def test_nobody_else_changes_one(
    what: str, client_of: ClientOf, scripted: ScriptedEngine, author: User, outsider: User
) -> None:
    batch = make_batch(author, 1)
    for person, status in ((outsider, 403), (None, 302)):
        response = client_of(person).post(f"/batches/{batch.pk}/{what}/", {"threshold": "0"})
        assert response.status_code == status
    batch.refresh_from_db()
    assert batch.status == Batch.Status.RUNNING
    assert not BatchApproval.objects.exists()


def test_an_imports_products_become_a_batch(
    client_of: ClientOf, scripted: ScriptedEngine, author: User
) -> None:
    brought, _other = make_listing(author), make_listing(author)
    row = Import.objects.create(requested_by=author, name="bahar.csv", size=1, status="done")
    ImportedProduct.objects.create(of=row, product=brought.product, outcome="created")
    Import.objects.update(rows=1, created=1)
    client = client_of(author)
    assert f"/batches/new/?import={row.pk}" in english(client, f"/imports/{row.pk}/")
    response = client.post(f"/batches/new/?import={row.pk}", FORM)
    batch = Batch.objects.get()
    assert response["Location"] == f"/batches/{batch.pk}/"
    assert [item.listing for item in batch.items.all()] == [brought]


def test_ticked_products_become_a_batch(
    client_of: ClientOf, scripted: ScriptedEngine, author: User
) -> None:
    first, second, _third = (make_listing(author) for _ in range(3))
    client = client_of(author)
    page = client.get("/listings/").content.decode()
    assert f'name="listing" value="{first.pk}"' in page
    response = client.post(f"/batches/new/?listing={first.pk}&listing={second.pk}", FORM)
    batch = Batch.objects.get()
    assert response["Location"] == f"/batches/{batch.pk}/"
    assert {item.listing for item in batch.items.all()} == {first, second}
    assert (batch.name, batch.requested_by) == ("Bahar", author)


def test_the_library_s_filter_as_it_stands_becomes_a_batch(
    client_of: ClientOf, scripted: ScriptedEngine, author: User, colleague: User
) -> None:
    own = make_listing(author)
    make_listing(colleague)
    client = client_of(author)
    assert (
        f"/batches/new/?owner={author.pk}&amp;all=1"
        in client.get(f"/listings/?owner={author.pk}").content.decode()
    )
    client.post(f"/batches/new/?owner={author.pk}&all=1", FORM)
    assert [item.listing for item in Batch.objects.get().items.all()] == [own]


def test_without_a_choice_there_is_no_form(
    client_of: ClientOf, scripted: ScriptedEngine, author: User
) -> None:
    make_listing(author)
    client = client_of(author)
    for asked in ("", "?owner=1", "?listing=abc", "?listing=99999999999999999999"):
        assert "best_of" not in client.get(f"/batches/new/{asked}").content.decode()
        client.post(f"/batches/new/{asked}", FORM)
    assert not Batch.objects.exists()


def test_what_is_refused_comes_back_with_what_was_typed(
    client_of: ClientOf, scripted: ScriptedEngine, author: User
) -> None:
    make_listing(author)
    client = client_of(author)
    response = client.post("/batches/new/?all=1", FORM | {"best_of": "9"})
    assert response.status_code == 422
    assert "Bahar" in response.content.decode()
    Listing.objects.all().delete()
    assert client.post("/batches/new/?all=1", FORM).status_code == 409


def test_pause_go_on_and_stop_by_the_page(
    client_of: ClientOf, scripted: ScriptedEngine, author: User, colleague: User
) -> None:
    batch = make_batch(author, 2)
    client = client_of(colleague)
    for what, status in (("pause", "paused"), ("resume", "running"), ("cancel", "cancelled")):
        client.post(f"/batches/{batch.pk}/{what}/")
        batch.refresh_from_db()
        assert (batch.status, batch.changed_by) == (status, colleague)
    assert client.get(f"/batches/{batch.pk}/pause/").status_code == 405


def test_the_page_tells_how_far_it_is_and_asks_again(
    client_of: ClientOf, scripted: ScriptedEngine, author: User
) -> None:
    batch = make_batch(author, 3)
    advance()
    write(scripted, queued()[0], ModelMissing("gone"))
    advance()
    client = client_of(author)
    page = english(client, f"/batches/{batch.pk}/")
    assert "1 of 3" in page
    assert "every 3s" in page
    assert "The chosen model is not installed any more" in page
    part = client.get(f"/batches/{batch.pk}/", HTTP_HX_REQUEST="true")
    assert b"<html" not in part.content
    assert "HX-Refresh" not in part
    work(scripted)
    part = client.get(f"/batches/{batch.pk}/", HTTP_HX_REQUEST="true")
    assert part["HX-Refresh"] == "true"


def test_a_state_alone_is_shown(
    client_of: ClientOf, scripted: ScriptedEngine, author: User
) -> None:
    batch = make_batch(author, 2)
    work(scripted, lambda number: GOOD if number else ModelMissing("gone"))
    failed = batch.items.get(status="failed").listing_id
    page = client_of(author).get(f"/batches/{batch.pk}/?show=failed").content.decode()
    assert page.count("/listings/") - page.count('"/listings/"') == 1
    assert f"/listings/{failed}/" in page


def test_pages_cost_the_same_however_many_products_there_are(
    client_of: ClientOf, scripted: ScriptedEngine, author: User
) -> None:
    small, large = make_batch(author, 1), make_batch(author, 12)
    client = client_of(author)

    def queries(path: str) -> int:
        client.get(path)
        with CaptureQueriesContext(connection) as found:
            assert client.get(path).status_code == 200
        return len(found)

    assert queries(f"/batches/{small.pk}/") == queries(f"/batches/{large.pk}/")
    with_two = queries("/batches/")
    make_batch(author, 1)
    assert queries("/batches/") == with_two


def test_a_sample_is_read_and_the_rest_approved(
    client_of: ClientOf, scripted: ScriptedEngine, author: User
) -> None:
    batch = make_batch(author, 7)
    work(scripted)
    client = client_of(author)
    page = client.get(f"/batches/{batch.pk}/approve/?threshold=60").content.decode()
    assert page.count('name="read"') == 5
    refused = client.post(f"/batches/{batch.pk}/approve/", {"threshold": "60"})
    assert refused.status_code == 409
    read = [f"{item.pk}:{item.number}" for item in batch.items.all()[:5]]
    client.post(f"/batches/{batch.pk}/approve/", {"threshold": "60", "read": read})
    approval = BatchApproval.objects.get()
    assert (approval.requested_by, approval.threshold) == (author, 60)
    assert approval.lines.count() == 7


@pytest.mark.parametrize("threshold", ["", "abc", "101", "-1"])
def test_a_least_score_that_is_none_approves_nothing(
    threshold: str, client_of: ClientOf, scripted: ScriptedEngine, author: User
) -> None:
    batch = make_batch(author, 1)
    work(scripted)
    client = client_of(author)
    client.post(f"/batches/{batch.pk}/approve/", {"threshold": threshold, "read": ["x", "1:"]})
    assert not BatchApproval.objects.exists()


def test_names_and_texts_are_shown_and_never_run(
    client_of: ClientOf, scripted: ScriptedEngine, author: User
) -> None:
    batch = make_batch(author, 1, name="<script>alert(1)</script>")
    page = client_of(author).get(f"/batches/{batch.pk}/").content.decode()
    assert "<script>alert" not in page


def test_a_paused_batch_can_go_on_from_its_page(
    client_of: ClientOf, scripted: ScriptedEngine, author: User
) -> None:
    batch = make_batch(author, 1)
    pause_batch(author, batch)
    page = client_of(author).get(f"/batches/{batch.pk}/").content.decode()
    assert f"/batches/{batch.pk}/resume/" in page
    assert statuses(batch) == ["waiting"]


def test_tried_again_the_page_says_what_was_approved_since(
    client_of: ClientOf, scripted: ScriptedEngine, author: User
) -> None:
    approved, plain = make_listing(author), make_listing(author)
    batch = start_batch(author, chosen([approved, plain]))
    work(scripted, lambda _number: ModelMissing("gone"))
    edit_listing(author, approved, S24_TEXT, seen=0)
    approve_listing(author, approved, seen=1)
    client = client_of(author)
    client.cookies["django_language"] = "en"
    client.post(f"/batches/{batch.pk}/retry/")
    page = client.get(f"/batches/{batch.pk}/").content.decode()
    assert "1 product is tried again. 1 product was approved since and stays as it is." in page


@pytest.mark.parametrize(
    ("error", "said"),
    [
        ("no_right", "may no longer approve listings"),
        ("lost", "approve the rest once more"),
        ("later-made", "The approval failed."),
    ],
)
def test_an_approval_that_failed_says_why(
    error: str, said: str, client_of: ClientOf, scripted: ScriptedEngine, author: User
) -> None:
    batch = make_batch(author, 1)
    approval = BatchApproval.objects.create(
        batch=batch, requested_by=author, threshold=60, status="failed", error=error
    )
    client = client_of(author)
    page = english(client, f"/batches/{batch.pk}/")
    assert said in page
    BatchApproval.objects.filter(pk=approval.pk).update(status="done", error="")
    assert said not in english(client, f"/batches/{batch.pk}/")


def test_an_approval_that_the_queue_keeps_waiting_says_so(
    client_of: ClientOf, scripted: ScriptedEngine, author: User
) -> None:
    batch = make_batch(author, 1)
    BatchApproval.objects.create(batch=batch, requested_by=author, threshold=60, error="broker")
    page = english(client_of(author), f"/batches/{batch.pk}/")
    assert "The queue cannot be reached: the approval begins once it is back." in page
