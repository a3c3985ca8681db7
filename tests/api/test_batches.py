"""Batches by the API: what is started, looked at, changed and refused."""

from __future__ import annotations

import pytest

from accounts.models import User
from api.scopes import Scope
from bulk.models import Batch, BatchItem, Import, ImportedProduct
from content.actions import approve_listing
from content.models import Listing
from tests.api.speaking import Program, program_of, told, trouble
from tests.factories import S24_TEXT, make_listing

pytestmark = pytest.mark.django_db


@pytest.fixture
def program(author: User) -> Program:
    return program_of(author)


def started(program: Program, *listings: Listing, **more: object) -> int:
    """The number of a batch over those listings."""
    sent = program.post("/batches", {"listings": [one.pk for one in listings]} | more)
    made = told(sent, 202)
    assert sent["Location"] == f"/api/v1/batches/{made['id']}"
    return int(made["id"])


def test_products_are_written_together(program: Program, author: User) -> None:
    one, two = make_listing(author), make_listing(author)
    number = started(program, one, two, name="Bahar", best_of=2)
    shown = told(program.get(f"/batches/{number}"))
    assert (shown["name"], shown["status"], shown["best_of"]) == ("Bahar", "running", 2)
    assert sum(shown["counts"].values()) == 2
    assert [row["id"] for row in told(program.get("/batches"))["items"]] == [number]
    items = told(program.get(f"/batches/{number}/items"))["items"]
    assert [row["listing"] for row in items] == [two.pk, one.pk]
    assert told(program.get(f"/batches/{number}/items?status=failed"))["items"] == []


def test_approved_texts_are_left_out(program: Program, author: User) -> None:
    approved = make_listing(author, S24_TEXT)
    approve_listing(author, approved, seen=1)
    number = started(program, approved, make_listing(author))
    assert told(program.get(f"/batches/{number}"))["left_out"] == {"approved": 1}


def test_an_imports_products_are_written(program: Program, author: User, colleague: User) -> None:
    brought, _other = make_listing(author), make_listing(author)
    own = Import.objects.create(requested_by=author, name="bahar.csv", size=1)
    outcome = ImportedProduct.Outcome.CREATED
    ImportedProduct.objects.create(of=own, product=brought.product, outcome=outcome)
    number = told(program.post("/batches", {"imported": own.pk}), 202)["id"]
    assert [row.listing for row in BatchItem.objects.filter(batch=number)] == [brought]
    trouble(program_of(colleague).post("/batches", {"imported": own.pk}), 404, "not_found")


def test_a_batch_is_paused_goes_on_and_is_stopped(program: Program, author: User) -> None:
    number = started(program, make_listing(author))
    assert told(program.post(f"/batches/{number}/pause"))["status"] == "paused"
    trouble(program.post(f"/batches/{number}/pause"), 409, "not_running")
    assert told(program.post(f"/batches/{number}/resume"))["status"] == "running"
    trouble(program.post(f"/batches/{number}/retry"), 409, "nothing_failed")
    assert told(program.delete(f"/batches/{number}"))["status"] == "cancelled"


def test_what_failed_is_tried_again(program: Program, author: User) -> None:
    number = started(program, make_listing(author))
    BatchItem.objects.filter(batch=number).update(status="failed", error="timeout")
    trouble_of = told(program.get(f"/batches/{number}/items"))["items"][0]["trouble"]
    assert trouble_of["code"] == "timeout"
    assert told(program.post(f"/batches/{number}/retry"))["counts"]["failed"] == 0


def test_what_makes_no_sense_is_refused(program: Program, author: User) -> None:
    listing = make_listing(author)
    trouble(program.post("/batches", {}), 422, "invalid")
    trouble(program.post("/batches", {"listings": [listing.pk], "imported": 1}), 422, "invalid")
    trouble(program.post("/batches", {"listings": []}), 422, "invalid")
    trouble(program.post("/batches", {"listings": [listing.pk], "best_of": 6}), 422, "invalid")
    trouble(program.post("/batches", {"listings": [listing.pk + 99]}), 422, "nothing")
    trouble(program.get("/batches/999"), 404, "not_found")
    assert not Batch.objects.exists()


def test_who_may(outsider: User, author: User) -> None:
    listing = make_listing(author)
    body = {"listings": [listing.pk]}
    trouble(program_of(outsider).post("/batches", body), 403, "forbidden")
    trouble(program_of(author, Scope.READ).post("/batches", body), 403, "scope")
    trouble(Program("").get("/batches"), 401, "no_token")
