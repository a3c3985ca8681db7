"""A listing's earlier texts and the evidence for its claims, by the API."""

from __future__ import annotations

from typing import Any

import pytest

from accounts.models import User
from api.scopes import Scope
from content.actions import approve_listing, edit_listing
from content.models import Event, Listing
from domain import listing as domain
from tests.api.speaking import Program, program_of, told, trouble
from tests.factories import S24_TEXT, make_listing

pytestmark = pytest.mark.django_db
UNFOUNDED = "Su geçirmez gövde 10 metreye kadar dayanır"


@pytest.fixture
def listing(author: User) -> Listing:
    return make_listing(author, S24_TEXT)


@pytest.fixture
def program(author: User) -> Program:
    return program_of(author)


def with_claim(author: User, listing: Listing) -> domain.Listing:
    """The listing's text with a feature that no fact carries, saved."""
    text = domain.Listing(
        S24_TEXT.title, (*S24_TEXT.features[:-1], UNFOUNDED), S24_TEXT.description
    )
    edit_listing(author, listing, text, seen=1)
    return text


def unfounded(program: Program, listing: Listing) -> list[dict[str, Any]]:
    """The claims that nothing carries yet."""
    claims = told(program.get(f"/listings/{listing.pk}/score"))["claims"]
    return [one for one in claims if one["fact"] is None and not one["substantiated"]]


def test_earlier_texts_are_listed_and_restored(
    program: Program, author: User, listing: Listing
) -> None:
    with_claim(author, listing)
    rows = told(program.get(f"/listings/{listing.pk}/revisions"))["items"]
    assert [row["number"] for row in rows] == [2, 1]
    assert (rows[0]["kind"], rows[0]["author"]) == ("edit", author.username)
    assert UNFOUNDED in rows[0]["features"]
    restored = told(program.post(f"/listings/{listing.pk}/restore", {"number": 1, "seen": 2}))
    assert (restored["number"], restored["features"]) == (3, list(S24_TEXT.features))


def test_a_text_that_nobody_saw_is_not_restored_over(
    program: Program, author: User, listing: Listing
) -> None:
    with_claim(author, listing)
    said = trouble(
        program.post(f"/listings/{listing.pk}/restore", {"number": 1, "seen": 1}), 409, "conflict"
    )
    assert said["current"] == 2
    path = f"/listings/{listing.pk}/restore"
    trouble(program.post(path, {"number": 9, "seen": 2}), 422, "no_revision")


def test_an_approval_ends_only_by_who_knew_of_it(
    program: Program, author: User, listing: Listing
) -> None:
    approve_listing(author, listing, seen=1)
    body = {"number": 1, "seen": 1, "approval": ""}
    said = trouble(program.post(f"/listings/{listing.pk}/restore", body), 409, "approved_meanwhile")
    unsaid = {"number": 1, "seen": 1}
    trouble(program.post(f"/listings/{listing.pk}/restore", unsaid), 409, "approved_meanwhile")
    body["approval"] = said["approval"]
    assert told(program.post(f"/listings/{listing.pk}/restore", body))["status"] == "draft"


def test_evidence_ends_only_an_approval_that_it_names(
    program: Program, author: User, listing: Listing
) -> None:
    with_claim(author, listing)
    path, evidence = f"/listings/{listing.pk}/substantiations", "Üreticinin veri sayfası, sayfa 2"
    bodies = [{"claim": one["key"], "evidence": evidence} for one in unfounded(program, listing)]
    for body in bodies:
        told(program.post(path, body))
    listing.refresh_from_db()
    approve_listing(author, listing, seen=listing.number)
    trouble(program.post(path, bodies[0]), 409, "approved_meanwhile")
    taken_back = {"claim": bodies[0]["claim"]}
    said = trouble(program.post(f"{path}/withdraw", taken_back), 409, "approved_meanwhile")
    told(program.post(f"{path}/withdraw", taken_back | {"approval": said["approval"]}))


def test_a_claim_is_vouched_for_and_that_is_taken_back(
    program: Program, author: User, listing: Listing
) -> None:
    with_claim(author, listing)
    claim, *others = unfounded(program, listing)
    assert claim["text"] in UNFOUNDED
    path = f"/listings/{listing.pk}/substantiations"
    body = {"claim": claim["key"], "evidence": "Üreticinin veri sayfası, sayfa 2"}
    after = told(program.post(path, body))
    assert [one["substantiated"] for one in after["claims"] if one["key"] == claim["key"]] == [True]
    assert unfounded(program, listing) == others
    kinds = listing.events.values_list("kind", flat=True)
    assert Event.Kind.SUBSTANTIATED in kinds
    told(program.post(f"{path}/withdraw", {"claim": claim["key"]}))
    assert unfounded(program, listing) == [claim, *others]


def test_evidence_says_something_of_a_claim_that_is_there(
    program: Program, author: User, listing: Listing
) -> None:
    with_claim(author, listing)
    claim = unfounded(program, listing)[0]
    path = f"/listings/{listing.pk}/substantiations"
    body = {"claim": claim["key"], "evidence": "evet"}
    trouble(program.post(path, body), 422, "evidence_length")
    body = {"claim": "no such claim", "evidence": "Üreticinin veri sayfası"}
    trouble(program.post(path, body), 409, "no_claim")


def test_who_may(outsider: User, author: User, colleague: User, listing: Listing) -> None:
    path = f"/listings/{listing.pk}"
    body = {"claim": "x", "evidence": "Üreticinin veri sayfası"}
    trouble(program_of(outsider).get(f"{path}/revisions"), 403, "forbidden")
    trouble(program_of(outsider).get(f"{path}/score"), 403, "forbidden")
    trouble(program_of(outsider).post(f"{path}/substantiations", body), 403, "forbidden")
    trouble(
        program_of(outsider).post(f"{path}/restore", {"number": 1, "seen": 1}), 403, "forbidden"
    )
    trouble(program_of(author, Scope.READ).post(f"{path}/substantiations", body), 403, "scope")
    trouble(Program("").get(f"{path}/revisions"), 401, "no_token")
    told(program_of(colleague).get(f"{path}/revisions"))
    trouble(program_of(author).get("/listings/999999/revisions"), 404, "not_found")
