"""Approving a batch from a score on, by the API: the sample, what is approved, and who may."""

from __future__ import annotations

from typing import Any

import pytest

from accounts.models import User
from accounts.roles import Role
from api.scopes import Scope
from bulk.batching.approving import approve
from bulk.models import Batch
from bulk.queries.approvals import SAMPLE
from content.models import Listing
from engines.scripted import ScriptedEngine
from tests.api.speaking import Program, program_of, told, trouble
from tests.bulk.batched import make_batch, work
from tests.factories import S24_TEXT, make_user

pytestmark = pytest.mark.django_db
PRODUCTS = SAMPLE + 2


@pytest.fixture
def batch(author: User, scripted: ScriptedEngine) -> Batch:
    """Products that were written."""
    made = make_batch(author, PRODUCTS)
    work(scripted)
    return made


def read(program: Program, batch: Batch, threshold: int = 60) -> dict[str, Any]:
    """The body of an approval after the sample was read."""
    shown = told(program.get(f"/batches/{batch.pk}/sample?threshold={threshold}"))
    pairs = [{"item": one["item"], "number": one["number"]} for one in shown["sample"]]
    return {"threshold": threshold, "read": pairs}


def test_a_sample_is_read_and_the_rest_approved(author: User, batch: Batch) -> None:
    program = program_of(author)
    shown = told(program.get(f"/batches/{batch.pk}/sample?threshold=60"))
    assert (shown["count"], len(shown["sample"])) == (PRODUCTS, SAMPLE)
    assert shown["sample"][0]["title"] == S24_TEXT.title
    path = f"/batches/{batch.pk}/approvals"
    begun = told(program.post(path, read(program, batch)), 202)
    assert (begun["status"], begun["left"]) == ("queued", PRODUCTS)
    approve(begun["id"])
    (row,) = told(program.get(path))["items"]
    assert (row["status"], row["approved"], row["refused"]) == ("done", PRODUCTS, 0)
    approved = Listing.objects.filter(status=Listing.Status.APPROVED)
    assert {one.approved_by for one in approved} == {author}


def test_an_approval_that_failed_says_why(author: User, batch: Batch) -> None:
    program, path = program_of(author), f"/batches/{batch.pk}/approvals"
    begun = told(program.post(path, read(program, batch)), 202)
    assert begun["error"] is None
    User.objects.filter(pk=author.pk).update(is_active=False)
    approve(begun["id"])
    User.objects.filter(pk=author.pk).update(is_active=True)
    (row,) = told(program.get(path))["items"]
    assert (row["status"], row["error"]["code"]) == ("failed", "no_right")
    assert "may no longer approve" in row["error"]["detail"]


def test_what_was_not_read_is_not_approved(author: User, batch: Batch) -> None:
    program, path = program_of(author), f"/batches/{batch.pk}/approvals"
    body = read(program, batch)
    trouble(program.post(path, body | {"read": body["read"][1:]}), 409, "sample")
    trouble(program.post(path, body | {"read": []}), 409, "sample")
    trouble(program.post(path, body | {"threshold": 101}), 422, "invalid")
    trouble(program.get(f"/batches/{batch.pk}/sample"), 422, "invalid")
    assert told(program.get(path))["items"] == []
    told(program.post(path, body), 202)
    trouble(program.post(path, body), 409, "already_approving")


def test_nothing_that_reaches_the_score(author: User, batch: Batch) -> None:
    program = program_of(author)
    body = {"threshold": 100, "read": []}
    trouble(program.post(f"/batches/{batch.pk}/approvals", body), 409, "none")


def test_who_may(author: User, outsider: User, batch: Batch) -> None:
    path, body = f"/batches/{batch.pk}", read(program_of(author), batch)
    rater = make_user(Role.RATER, username="rater")
    for nobody in (outsider, rater):
        trouble(program_of(nobody).get(f"{path}/sample?threshold=60"), 403, "forbidden")
        trouble(program_of(nobody).post(f"{path}/approvals", body), 403, "forbidden")
        trouble(program_of(nobody).get(f"{path}/approvals"), 403, "forbidden")
    trouble(program_of(author, Scope.READ).post(f"{path}/approvals", body), 403, "scope")
    trouble(Program("").post(f"{path}/approvals", body), 401, "no_token")
    trouble(program_of(author).get("/batches/999999/sample?threshold=60"), 404, "not_found")
