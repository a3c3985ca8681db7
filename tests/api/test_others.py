"""Feedback, ratings, models and oneself by the API: the same rights and actions as the pages'."""

from __future__ import annotations

from typing import Any

import pytest

from accounts.models import User
from accounts.roles import Role
from api.scopes import Scope
from content.models import Listing
from domain.rating import CRITERIA
from domain.versions import State
from evaluation.actions.claiming import freed
from evaluation.figures import UNREADABLE, summary_of
from evaluation.models import Assignment, Campaign, Remark
from learning.models import Feedback
from models_registry.models import Deployment
from tests.api.speaking import Program, program_of, told, trouble
from tests.evaluation.rated import answered, make_campaign
from tests.evaluation.registry import make_version, validate
from tests.factories import S24_TEXT, make_listing, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def listing(author: User) -> Listing:
    return make_listing(author, S24_TEXT, sku="S24")


def test_stars_are_given_and_replaced(colleague: User, listing: Listing) -> None:
    program = program_of(colleague)
    stars = {"listing": listing.pk, "seen": 1, "stars": 2, "comment": "Çok genel"}
    first = told(program.post("/feedback/stars", stars), 201)
    assert (first["source"], first["rating"], first["negative"]) == ("stars", 2, True)
    second = told(program.post("/feedback/stars", stars | {"stars": 5}), 201)
    assert (second["id"], second["rating"]) == (first["id"], 5)
    assert [one["id"] for one in told(program.get("/feedback"))["items"]] == [first["id"]]
    trouble(program.post("/feedback/stars", stars | {"seen": 9}), 422, "no_revision")
    trouble(program.post("/feedback/stars", stars | {"stars": 6}), 422, "invalid")
    trouble(program.post("/feedback/stars", stars | {"listing": 999}), 404, "not_found")


def test_feedback_is_one_s_own(author: User, colleague: User, listing: Listing) -> None:
    stars = {"listing": listing.pk, "seen": 1, "stars": 2}
    told(program_of(colleague).post("/feedback/stars", stars), 201)
    assert told(program_of(author).get("/feedback"))["items"] == []


def test_rejections_are_kept_once(author: User, listing: Listing) -> None:
    program = program_of(author)
    said = {"sku": "S24", "field": "title", "code": "4501", "text": "Too long"}
    body = {"rejections": [said, {"sku": "S99", "text": "No"}]}
    first = told(program.post("/feedback/rejections", body))
    assert (first["kept"], first["unknown"]) == (["S24"], ["S99"])
    assert told(program.post("/feedback/rejections", body))["known"] == ["S24"]
    assert Feedback.objects.count() == 1
    silent = trouble(
        program.post("/feedback/rejections", {"rejections": [said, {"sku": "S24"}]}),
        422,
        "invalid",
    )
    assert silent["errors"][0]["pointer"] == "#/rejections/1/text"


def scores(value: int) -> dict[str, int]:
    return {criterion.key: value for criterion in CRITERIA}


def test_a_rater_takes_items_and_answers(outsider: User) -> None:
    campaign = make_campaign(3)
    rater = program_of(outsider)
    waiting = told(rater.get("/campaigns"))["items"]
    assert [(one["id"], one["done"], one["left"]) for one in waiting] == [(campaign.pk, 0, 3)]
    assert {one["key"] for one in waiting[0]["criteria"]} == set(scores(1))
    path = f"/campaigns/{campaign.pk}"
    given = told(rater.post(f"{path}/items"))
    assert told(rater.post(f"{path}/items")) == given
    assert len(given["items"]) == 2
    item = given["items"][0]
    assert item["texts"][0]["title"].startswith(S24_TEXT.title)
    assert not {"version", "model", "author", "owner"} & set(str(item).split("'"))
    answer = {"token": item["token"], "scores": scores(4)}
    after = told(rater.post(f"{path}/answers", answer))
    assert after["done"] == 1
    assert item["token"] not in [one["token"] for one in after["items"]]
    assert told(rater.post(f"{path}/answers", answer))["done"] == 1
    bad = {"token": item["token"], "scores": {"overall": 4}}
    trouble(rater.post(f"{path}/answers", bad), 422, "incomplete")
    skip = {"token": after["items"][0]["token"], "reason": "unclear"}
    assert told(rater.post(f"{path}/skips", skip))["items"][0] == after["items"][1]


def test_two_texts_are_compared_by_the_side_they_stand_on(outsider: User) -> None:
    campaign = make_campaign(1, kind=Campaign.Kind.COMPARISON)
    rater = program_of(outsider)
    item = told(rater.post(f"/campaigns/{campaign.pk}/items"))["items"][0]
    assert [text["label"] for text in item["texts"]] == ["A", "B"]
    is_b_left = item["texts"][0]["title"].startswith("B ")
    answer = {"token": item["token"], "choice": "left"}
    told(rater.post(f"/campaigns/{campaign.pk}/answers", answer))
    kept = Assignment.objects.get(state=Assignment.State.RATED)
    assert kept.choice == ("b" if is_b_left else "a")


def test_an_item_is_only_its_rater_s(outsider: User, manager: User) -> None:
    campaign = make_campaign(1)
    path = f"/campaigns/{campaign.pk}"
    token = told(program_of(outsider).post(f"{path}/items"))["items"][0]["token"]
    answer = {"token": token, "scores": scores(4)}
    trouble(program_of(manager).post(f"{path}/answers", answer), 409, "unknown_item")
    trouble(program_of(manager).post("/campaigns/999/items"), 404, "not_found")


def test_who_does_not_rate_has_no_queue(author: User) -> None:
    trouble(program_of(author).get("/campaigns"), 403, "forbidden")


def test_an_answer_that_comes_too_late_is_kept(outsider: User, colleague: User) -> None:
    campaign = make_campaign(1, raters_each=1)
    rater = program_of(outsider)
    path = f"/campaigns/{campaign.pk}"
    token = told(rater.post(f"{path}/items"))["items"][0]["token"]
    Assignment.objects.update(**freed())
    answered(campaign.items.get(), make_user(Role.RATER))
    answer = {"token": token, "scores": scores(4)}
    for _ in range(2):
        trouble(rater.post(f"{path}/answers", answer, Idempotency_Key="a"), 409, "too_late")
    assert Remark.objects.get().kind == Remark.Kind.LATE


def manages(user: User) -> Program:
    return program_of(user, Scope.READ, Scope.MANAGE)


def test_versions_are_listed_and_named(author: User, outsider: User) -> None:
    old, new = make_version("1.0.0", State.LIVE), make_version("1.1.0")
    program = program_of(author)
    found = told(program.get("/versions"))["items"]
    assert [one["name"] for one in found] == [new.name, old.name]
    assert told(program.get(f"/versions/{new.name}"))["state"] == "built"
    assert told(program.get(f"/versions/{old.family.name}"))["name"] == old.name
    trouble(program.get("/versions/walmart-gpt-expert:9.9.9"), 404, "not_found")
    trouble(program.get("/versions/x:y"), 404, "not_found")
    trouble(program_of(outsider).get("/versions"), 403, "forbidden")


def test_a_version_is_deployed_by_who_manages_with_the_scope(author: User, manager: User) -> None:
    version = make_version("1.0.0", State.VALIDATED)
    validate(version, 95.0)
    body = {"version": version.name}
    trouble(program_of(author).post("/deployments", body), 403, "scope")
    trouble(program_of(manager).post("/deployments", body), 403, "scope")
    made = manages(manager).post("/deployments", body)
    row = told(made, 202)
    assert made["Location"] == f"/api/v1/deployments/{row['id']}"
    assert (row["version"], row["status"], row["requested_by"]) == (
        version.name,
        "queued",
        "manager",
    )
    assert told(manages(manager).get(f"/deployments/{row['id']}")) == row
    assert told(program_of(author).get("/deployments"))["items"] == [row]
    trouble(manages(manager).post("/deployments", body), 409, "state")


def test_a_role_that_was_lost_is_lost_to_the_token(manager: User) -> None:
    version = make_version("1.0.0", State.VALIDATED)
    program = manages(manager)
    manager.groups.clear()
    trouble(program.post("/deployments", {"version": version.name}), 403, "forbidden")
    assert not Deployment.objects.exists()


def test_the_gate_says_every_reason(manager: User) -> None:
    version = make_version("1.0.0", State.REJECTED)
    validate(version, 40.0)
    said = trouble(manages(manager).post("/deployments", {"version": version.name}), 422, "gate")
    assert said["refusals"][0]["reason"]


def test_without_an_earlier_version_there_is_no_way_back(manager: User) -> None:
    version = make_version("1.0.0", State.LIVE)
    family = version.family.name
    trouble(manages(manager).post("/rollbacks", {"family": family}), 409, "no_target")
    trouble(manages(manager).post("/rollbacks", {"family": "x"}), 404, "not_found")


def test_versions_are_compared(author: User) -> None:
    version = make_version("1.0.0", State.LIVE)
    run = validate(version, 90.0)
    run.results.update(figures=UNREADABLE, timings={"total": 12.5})
    run.summary = summary_of(list(run.results.all()))
    run.save()
    said = told(program_of(author).get("/benchmark"))
    assert [row["name"] for row in said["items"]] == [version.name]
    assert said["items"][0]["quality"]["mean"]
    assert said["mixed"] is False


def test_one_is_told_who_one_is(author: User) -> None:
    said: dict[str, Any] = told(program_of(author, Scope.READ).get("/me"))
    assert (said["username"], said["scopes"]) == ("author", ["read"])
    assert "write listings" in said["rights"]
