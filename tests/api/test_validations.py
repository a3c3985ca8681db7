"""Validations and trials by the API: what managers do on the models' pages."""

from __future__ import annotations

import pytest

from accounts.models import User
from api.scopes import Scope
from domain.versions import State
from models_registry.models import Canary, Version
from tests.api.speaking import Program, program_of, told, trouble
from tests.evaluation.registry import make_version, validate

pytestmark = pytest.mark.django_db


def manages(user: User) -> Program:
    return program_of(user, Scope.READ, Scope.MANAGE)


@pytest.fixture
def candidate() -> Version:
    """A version that may be tried beside the one that is live."""
    validate(make_version("1.0.0", State.LIVE), 90.0)
    version = make_version("1.1.0", State.VALIDATED)
    validate(version, 95.0)
    return version


def test_a_version_is_measured_and_that_is_stopped(manager: User, author: User) -> None:
    program, version = manages(manager), make_version()
    made = program.post("/validations", {"version": version.name, "products": 10})
    row = told(made, 202)
    assert made["Location"] == f"/api/v1/validations/{row['id']}"
    assert (row["version"], row["status"], row["products"]) == (version.name, "queued", 10)
    assert told(program_of(author).get(f"/validations/{row['id']}")) == row
    trouble(program.post("/validations", {"version": version.name}), 409, "already_validating")
    stopped = told(program.delete(f"/validations/{row['id']}"))
    assert (stopped["status"], stopped["active"]) == ("cancelled", False)
    version.refresh_from_db()
    assert version.state == State.BUILT
    assert told(program.delete(f"/validations/{row['id']}"))["status"] == "cancelled"


def test_what_was_found_is_told(author: User, candidate: Version) -> None:
    rows = told(program_of(author).get(f"/validations?version={candidate.name}"))["items"]
    assert [(row["version"], row["passed"], row["status"]) for row in rows] == [
        (candidate.name, True, "done")
    ]
    assert len(told(program_of(author).get("/validations"))["items"]) == 2


def test_a_validation_that_makes_no_sense_is_refused(manager: User) -> None:
    program, version = manages(manager), make_version()
    body = {"version": version.name}
    trouble(program.post("/validations", body | {"products": 1}), 409, "products")
    trouble(program.post("/validations", body | {"threshold": 101}), 422, "invalid")
    trouble(program.post("/validations", {"version": "no:1.0.0"}), 404, "not_found")


def test_a_candidate_is_tried_and_that_ends(
    manager: User, author: User, candidate: Version
) -> None:
    program = manages(manager)
    row = told(program.post("/trials", {"version": candidate.name, "share": 20}), 201)
    assert (row["version"], row["share"], row["ended_at"]) == (candidate.name, 20, None)
    trouble(program.post("/trials", {"version": candidate.name, "share": 20}), 409, "trial")
    assert told(program_of(author).get("/trials"))["items"] == [row]
    for _time in range(2):
        assert told(program.delete(f"/trials/{row['id']}"))["ended_at"]
    assert Canary.objects.get().ended_at is not None


def test_a_trial_passes_the_gate(manager: User, candidate: Version) -> None:
    program, poor = manages(manager), make_version("1.2.0", State.VALIDATED)
    validate(poor, 40.0)
    said = trouble(program.post("/trials", {"version": poor.name, "share": 20}), 422, "gate")
    assert said["refusals"]
    trouble(program.post("/trials", {"version": candidate.name, "share": 51}), 422, "invalid")


def test_who_may(author: User, outsider: User, manager: User, candidate: Version) -> None:
    former = manages(manager)
    for path, body in (
        ("/validations", {"version": candidate.name}),
        ("/trials", {"version": candidate.name, "share": 20}),
    ):
        trouble(program_of(author).post(path, body), 403, "scope")
        trouble(program_of(manager).post(path, body), 403, "scope")
        trouble(program_of(outsider).get(path), 403, "forbidden")
        trouble(Program("").post(path, body), 401, "no_token")
    trouble(former.get("/trials/9"), 405, "method")
    trouble(former.delete("/trials/9"), 404, "not_found")
    manager.groups.clear()
    trouble(former.post("/trials", {"version": candidate.name, "share": 20}), 403, "forbidden")
    trouble(former.post("/validations", {"version": candidate.name}), 403, "forbidden")
