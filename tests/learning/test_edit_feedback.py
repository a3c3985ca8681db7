"""A draft that was edited before its approval: the edit is kept, with what it was made from."""

from __future__ import annotations

from dataclasses import asdict, replace

import pytest

from accounts.models import User
from content.actions import (
    approve_listing,
    change_facts,
    edit_listing,
    reopen_listing,
    restore_revision,
)
from content.models import Event, Listing
from domain.listing import Listing as Text
from learning.models import Feedback, Policy, Retraining
from models_registry.models import Version
from tests.evaluation.registry import make_version
from tests.factories import S24, S24_TEXT, make_listing
from tests.learning.given import BARRED, draft, written

pytestmark = pytest.mark.django_db
LESS = replace(S24_TEXT, title="Samsung Galaxy S24 Ultra Akıllı Telefon - 200MP Kamera, Ekran")
PARAGRAPHS = S24_TEXT.description.split("<p>")
REWRITTEN = replace(S24_TEXT, description="<p>".join(PARAGRAPHS[:-1]))
"""Without the last paragraph, a sixth of all words."""


@pytest.fixture
def version(db: None) -> Version:
    return make_version()


def approve(user: User, listing: Listing, text: Text | None = None) -> None:
    """Approved as it stands, or as `text` puts it."""
    listing.refresh_from_db()
    if text is not None:
        edit_listing(user, listing, text, seen=listing.number)
        listing.refresh_from_db()
    approve_listing(user, listing, seen=listing.number)


def test_before_and_after_are_kept(author: User, colleague: User, version: Version) -> None:
    listing = written(author, version, LESS)
    edit_listing(colleague, listing, S24_TEXT, seen=1)
    approve(author, listing)
    row = Feedback.objects.get()
    assert (row.source, row.version, row.listing) == ("edit", version, listing)
    assert (row.person, row.subject) == (colleague, f"listing:{listing.pk}")
    assert (row.written(), row.wished()) == (LESS, S24_TEXT)
    assert row.product() == S24
    assert row.policy == Policy.objects.get(family=version.family)
    assert (row.rating, row.is_negative) == (None, False)


@pytest.mark.parametrize(
    ("drafted", "approved", "negative"),
    [(LESS, S24_TEXT, False), (BARRED, S24_TEXT, True), (REWRITTEN, S24_TEXT, True)],
    ids=["in passing", "could not be approved", "much was changed"],
)
def test_an_edit_is_negative_by_the_stated_rule(
    author: User, version: Version, drafted: Text, approved: Text, negative: bool
) -> None:
    approve(author, written(author, version, drafted), approved)
    assert Feedback.objects.get().is_negative is negative


def test_the_findings_are_the_draft_s(author: User, version: Version) -> None:
    approve(author, written(author, version, BARRED), S24_TEXT)
    assert any(one["severity"] == "error" for one in Feedback.objects.get().findings)


def test_a_draft_that_was_taken_as_it_was_says_nothing(author: User, version: Version) -> None:
    listing = written(author, version)
    approve(author, listing)
    reopen_listing(author, listing)
    approve(author, listing, LESS)
    reopen_listing(author, listing)
    listing.refresh_from_db()
    restore_revision(author, listing, 1, seen=listing.number)
    Feedback.objects.all().delete()
    approve(author, listing)
    assert not Feedback.objects.exists()


def test_what_a_person_wrote_says_nothing(author: User) -> None:
    approve(author, make_listing(author, S24_TEXT), LESS)
    assert not Feedback.objects.exists()


def test_several_edits_count_as_one_from_the_draft_to_the_approval(
    author: User, version: Version
) -> None:
    listing = written(author, version, BARRED)
    edit_listing(author, listing, replace(LESS, features=("Bir", "İki", "Üç")), seen=1)
    approve(author, listing, S24_TEXT)
    row = Feedback.objects.get()
    assert (row.written(), row.wished()) == (BARRED, S24_TEXT)


def test_approved_twice_it_is_one_row(author: User, version: Version) -> None:
    listing = written(author, version, LESS)
    approve(author, listing, S24_TEXT)
    reopen_listing(author, listing)
    approve(author, listing)
    assert Feedback.objects.count() == 1


def test_a_better_edit_takes_the_place_of_the_earlier(author: User, version: Version) -> None:
    listing = written(author, version, BARRED)
    approve(author, listing, LESS)
    reopen_listing(author, listing)
    approve(author, listing, S24_TEXT)
    row = Feedback.objects.get()
    assert row.wished() == S24_TEXT
    policy = Policy.objects.get()
    Feedback.objects.update(taken_by=Retraining.objects.create(policy=policy))
    reopen_listing(author, listing)
    approve(author, listing, LESS)
    assert sorted(one.wished() == LESS for one in Feedback.objects.all()) == [False, True]


def test_whoever_takes_the_draft_after_all_takes_the_edit_back(
    author: User, version: Version
) -> None:
    listing = written(author, version, LESS)
    approve(author, listing, S24_TEXT)
    reopen_listing(author, listing)
    listing.refresh_from_db()
    restore_revision(author, listing, 1, seen=listing.number)
    approve(author, listing)
    assert not Feedback.objects.exists()


def test_an_edit_of_the_restored_draft_takes_the_place_of_the_earlier(
    author: User, colleague: User, version: Version
) -> None:
    listing = written(author, version, BARRED)
    approve(author, listing, LESS)
    reopen_listing(author, listing)
    listing.refresh_from_db()
    restore_revision(colleague, listing, 1, seen=listing.number)
    approve(colleague, listing, S24_TEXT)
    row = Feedback.objects.get()
    assert (row.person, row.wished()) == (colleague, S24_TEXT)


def test_a_new_draft_is_a_story_of_its_own(author: User, version: Version) -> None:
    listing = written(author, version, BARRED)
    approve(author, listing, LESS)
    newer = make_version("1.1.0")
    reopen_listing(author, listing)
    draft(listing, newer, REWRITTEN)
    approve(author, listing, S24_TEXT)
    rows = {row.version: row.written() for row in Feedback.objects.all()}
    assert rows == {version: BARRED, newer: REWRITTEN}


def test_other_facts_are_no_fault_of_the_draft(author: User, version: Version) -> None:
    listing = written(author, version, BARRED)
    facts = replace(S24, features=(*S24.features, "12GB RAM"))
    change_facts(author, listing, facts)
    approve(author, listing, S24_TEXT)
    row = Feedback.objects.get()
    assert not row.is_negative
    assert row.facts == asdict(facts) | {"features": list(facts.features)}


def test_an_edit_that_cannot_be_kept_takes_the_approval_back(
    author: User, version: Version, monkeypatch: pytest.MonkeyPatch
) -> None:
    listing = written(author, version, LESS)

    def broken(**_fields: object) -> None:
        raise RuntimeError("disk")

    monkeypatch.setattr(Feedback.objects, "create", broken)
    with pytest.raises(RuntimeError):
        approve(author, listing, S24_TEXT)
    listing.refresh_from_db()
    assert listing.status == Listing.Status.DRAFT
    assert not Event.objects.filter(kind=Event.Kind.APPROVED).exists()
