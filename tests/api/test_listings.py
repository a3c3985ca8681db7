"""Listings and products by the API: what is given, done and refused."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from unittest.mock import patch

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from api.resources import products
from api.scopes import Scope
from content.actions import approve_listing, change_facts
from content.models import Generation, Listing, Product
from domain import listing as domain
from tests.api.speaking import FACTS, Program, program_of, told, trouble
from tests.factories import S24, S24_TEXT, make_listing

pytestmark = pytest.mark.django_db
TEXT = {
    "title": S24_TEXT.title,
    "features": list(S24_TEXT.features),
    "description": S24_TEXT.description,
}


@pytest.fixture
def program(author: User) -> Program:
    return program_of(author)


def test_a_product_is_entered_found_and_changed(program: Program) -> None:
    made = program.post("/products", {"sku": " S24 ", "facts": FACTS})
    product = told(made, 201)
    assert made["Location"] == f"/api/v1/products/{product['id']}"
    assert product["sku"] == "S24"
    assert product["language"] == "tr"
    assert len(product["listings"]) == 1
    assert told(program.get("/products?sku=S24"))["items"] == [product]
    changed = program.patch(f"/products/{product['id']}", {"brand": "Galaxy"})
    assert told(changed)["facts"] == product["facts"] | {"brand": "Galaxy"}
    stale = {"brand": "Other", "version": product["version"]}
    said = trouble(program.patch(f"/products/{product['id']}", stale), 409, "facts_conflict")
    assert said["current"] == told(program.get(f"/products/{product['id']}"))["version"]


def test_a_change_of_facts_takes_back_none_that_a_colleague_makes_at_the_same_moment(
    program: Program, author: User, colleague: User
) -> None:
    row = make_listing(author)

    def changed(user: User, listing: Listing, facts: domain.Product, **named: Any) -> Listing:
        """A colleague is faster, once the row has been read."""
        change_facts(colleague, listing, replace(S24, brand="Samsung Türkiye"))
        return change_facts(user, Listing.objects.get(pk=listing.pk), facts, **named)

    with patch.object(products, "change_facts", changed):
        trouble(
            program.patch(f"/products/{row.product_id}", {"keyword": "telefon"}),
            409,
            "facts_conflict",
        )


def test_a_sku_is_one_product_s(program: Program) -> None:
    told(program.post("/products", {"sku": "S24", "facts": FACTS}), 201)
    trouble(program.post("/products", {"sku": "S24", "facts": FACTS}), 409, "sku_taken")
    assert Product.objects.count() == 1


def test_a_listing_is_asked_for_and_waited_for(program: Program, author: User) -> None:
    made = program.post("/listings", {"facts": FACTS, "sku": "S24"})
    job = told(made, 202)
    assert made["Location"] == f"/api/v1/jobs/{job['id']}"
    assert told(program.get(f"/jobs/{job['id']}")) == job
    assert told(program.get("/jobs?active=true"))["items"] == [job]
    assert (job["status"], job["active"]) == ("queued", True)
    assert Generation.objects.get().requested_by == author
    listing = told(program.get(f"/listings/{job['listing']}"))
    assert (listing["status"], listing["owner"], listing["title"]) == ("empty", "author", "")
    again = program.post("/listings", {"product": job["product"]})
    trouble(again, 409, "already_writing")
    stopped = told(program.delete(f"/jobs/{job['id']}"))
    assert (stopped["status"], stopped["active"]) == ("cancelled", False)
    assert told(program.post("/listings", {"product": job["product"]}), 202)["id"] != job["id"]


def test_what_cannot_be_asked_for_enters_nothing(program: Program) -> None:
    said = trouble(
        program.post("/listings", {"facts": FACTS, "model": "no-such"}), 422, "unknown_model"
    )
    assert "no-such" in said["detail"]
    assert not Product.objects.exists()
    said = trouble(program.post("/listings", {}), 422, "invalid")
    assert said["errors"][0]["pointer"] == "#/facts"
    trouble(program.post("/listings", {"product": 999}), 404, "not_found")


def test_a_text_is_edited_approved_and_reopened(program: Program, author: User) -> None:
    row = make_listing(author)
    at = f"/listings/{row.pk}"
    edited = told(program.patch(at, TEXT | {"seen": 0}))
    assert edited["number"] == 1
    assert edited["scores"]["overall"] > 0
    said = trouble(program.patch(at, {"title": "Başka", "seen": 0}), 409, "conflict")
    assert said["current"] == 1
    approved = told(program.post(f"{at}/approval", {"seen": 1}))
    assert (approved["status"], approved["approved_by"]) == ("approved", "author")
    blind = program.patch(at, {"title": "Başka", "seen": 1, "approval": ""})
    trouble(blind, 409, "approved_meanwhile")
    assert told(program.delete(f"{at}/approval"))["status"] == "draft"
    trouble(program.delete(f"{at}/approval"), 409, "not_approved")


def test_an_approval_ends_only_by_who_names_it(
    program: Program, author: User, colleague: User
) -> None:
    row = make_listing(author, S24_TEXT)
    approve_listing(colleague, row, seen=1)
    at = f"/listings/{row.pk}"
    edit = {"title": "Başka", "seen": 1}
    for sent in (edit, edit | {"approval": None}):
        said = trouble(program.patch(at, sent), 409, "approved_meanwhile")
    trouble(program.post(f"{at}/drafts", {"seen": 1}), 409, "approved_meanwhile")
    trouble(program.post("/listings", {"product": row.product_id}), 409, "approved_meanwhile")
    assert not Generation.objects.exists()
    row.refresh_from_db()
    assert row.status == Listing.Status.APPROVED

    named = edit | {"approval": said["approval"]}
    assert told(program.patch(at, named))["status"] == "draft"
    assert told(program.post("/listings", {"product": row.product_id}), 202)["active"]


def test_errors_keep_a_text_from_being_approved(program: Program, author: User) -> None:
    row = make_listing(author)
    at = f"/listings/{row.pk}"
    trouble(program.post(f"{at}/approval", {"seen": 0}), 422, "not_approvable")
    told(program.patch(at, {"title": "Dünyanın en iyi telefonu!!!", "seen": 0}))
    said = trouble(program.post(f"{at}/approval", {"seen": 1}), 422, "not_approvable")
    assert all(finding["severity"] == "error" for finding in said["findings"])
    assert said["findings"][0]["message"]


def test_a_colleague_works_on_what_an_owner_entered(author: User, colleague: User) -> None:
    row = make_listing(author, S24_TEXT)
    other = program_of(colleague)
    edited = told(other.patch(f"/listings/{row.pk}", {"title": "Samsung telefon", "seen": 1}))
    assert (edited["owner"], edited["number"]) == ("author", 2)


def test_a_rater_is_kept_from_listings(author: User, outsider: User) -> None:
    row = make_listing(author, S24_TEXT)
    rater = program_of(outsider)
    for path in ("/products", "/listings", f"/listings/{row.pk}", "/jobs"):
        trouble(rater.get(path), 403, "forbidden")
    trouble(rater.post("/listings", {"facts": FACTS}), 403, "forbidden")
    trouble(rater.patch(f"/listings/{row.pk}", {"title": "x", "seen": 1}), 403, "forbidden")
    trouble(rater.post(f"/listings/{row.pk}/approval", {"seen": 1}), 403, "forbidden")


def test_reading_is_not_writing(author: User) -> None:
    row = make_listing(author, S24_TEXT)
    reader = program_of(author, Scope.READ)
    told(reader.get(f"/listings/{row.pk}"))
    refused = reader.patch(f"/listings/{row.pk}", {"title": "x", "seen": 1})
    trouble(refused, 403, "scope")
    assert 'scope="write"' in refused["WWW-Authenticate"]
    writer = program_of(author, Scope.WRITE)
    trouble(writer.get("/listings"), 403, "scope")


def test_pages_neither_repeat_nor_lose_what_was_there(program: Program, author: User) -> None:
    rows = [make_listing(author).pk for _ in range(5)]
    first = told(program.get("/listings?limit=2"))
    assert [one["id"] for one in first["items"]] == rows[:2:-1]
    make_listing(author)
    second = told(program.get(f"/listings?limit=2&cursor={first['next']}"))
    third = told(program.get(f"/listings?limit=2&cursor={second['next']}"))
    assert [one["id"] for one in second["items"] + third["items"]] == rows[2::-1]
    assert third["next"] is None


def test_a_cursor_is_only_what_its_list_gave(program: Program, author: User) -> None:
    for _ in range(2):
        make_listing(author)
    cursor = told(program.get("/listings?limit=1"))["next"]
    said = trouble(program.get(f"/products?cursor={cursor}"), 422, "invalid")
    assert said["errors"][0]["parameter"] == "cursor"
    trouble(program.get("/listings?cursor=2:abc"), 422, "invalid")
    trouble(program.get("/listings?limit=101"), 422, "invalid")


def test_listings_are_filtered(program: Program, author: User, colleague: User) -> None:
    empty, written = make_listing(author), make_listing(colleague, S24_TEXT)
    by = {
        "status=empty": [empty.pk],
        "status=draft": [written.pk],
        f"owner={colleague.pk}": [written.pk],
        "q=galaxy": [written.pk, empty.pk],
        "q=nothing": [],
        "band=none": [empty.pk],
        "language=en": [],
        "errors=no&status=draft": [written.pk],
    }
    for query, wanted in by.items():
        found = told(program.get(f"/listings?{query}"))["items"]
        assert [one["id"] for one in found] == wanted, query


def test_a_page_takes_a_fixed_number_of_queries(program: Program, author: User) -> None:
    def asked(path: str) -> int:
        with CaptureQueriesContext(connection) as queries:
            told(program.get(path))
        return len(queries)

    make_listing(author, S24_TEXT)
    told(program.get("/listings"))  # notes the token's use
    before = [asked("/listings"), asked("/products")]
    for _ in range(4):
        make_listing(author, S24_TEXT)
    assert [asked("/listings"), asked("/products")] == before


def test_a_text_from_anywhere_is_scored(program: Program) -> None:

    said = told(program.post("/score", {"facts": FACTS, "listing": TEXT}))
    assert said["market"] == S24.market
    assert said["scores"]["grounding"] == 100
    assert {claim["fact_field"] for claim in said["claims"]} >= {"features"}
    poor = TEXT | {"title": "Samsung 300MP telefon"}
    found = told(program.post("/score", {"facts": FACTS, "listing": poor}))["findings"]
    assert any("300" in finding["text"] for finding in found)
    assert not Listing.objects.exists()


def test_findings_are_told_in_the_reader_s_language(author: User) -> None:
    body = {"facts": FACTS, "listing": {"title": "Samsung 300MP telefon"}}
    token = program_of(author).headers["Authorization"].removeprefix("Bearer ")
    english = told(Program(token, "en-GB, tr;q=0.5").post("/score", body))["findings"]
    turkish = told(Program(token, "de, tr;q=0.5").post("/score", body))["findings"]
    assert [one["code"] for one in english] == [one["code"] for one in turkish]
    assert english[0]["message"] != turkish[0]["message"]
