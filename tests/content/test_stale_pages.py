"""Pages that were opened before the text was approved, changed, or written anew."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from content.actions import (
    approve_listing,
    change_facts,
    edit_listing,
    request_draft,
    restore_revision,
    substantiate,
    withdraw_substantiation,
)
from content.errors import ApprovedMeanwhile, EditConflict
from content.generation import generating
from content.models import Listing
from domain import forms
from engines.scripted import ScriptedEngine
from tests.factories import S24, S24_TEXT, make_listing

pytestmark = pytest.mark.django_db
ClientOf = Callable[[User | None], Client]

MINE = replace(S24_TEXT, title=S24_TEXT.title.replace("6.8 İnç Ekran", "5000mAh Batarya"))
FACTS: dict[str, Any] = {
    "name": S24.name,
    "brand": "Samsung Türkiye",
    "features": "\r\n".join(S24.features),
    "category": S24.category,
    "keyword": S24.keyword,
    "tone": "professional",
    "market": "walmart-tr",
}

STALE: dict[str, Callable[[User, Listing], object]] = {
    "edit": lambda user, row: edit_listing(user, row, MINE, seen=1, approval=""),
    "restore": lambda user, row: restore_revision(user, row, 1, seen=1, approval=""),
    "facts": lambda user, row: change_facts(user, row, replace(S24, brand="X"), approval=""),
    "draft": lambda user, row: request_draft(user, row, seen=1, approval=""),
    "vouch": lambda user, row: substantiate(user, row, "k", "Veri sayfası, s. 3", approval=""),
    "withdraw": lambda user, row: withdraw_substantiation(user, row, "k", approval=""),
}


@pytest.fixture
def approved(author: User, colleague: User) -> Listing:
    """Opened by the author as a draft, then approved by the colleague."""
    return approve_listing(colleague, make_listing(author, S24_TEXT), seen=1)


def at(name: str, listing: Listing) -> str:
    return reverse(f"content:{name}", args=[listing.pk])


def typed(seen: int = 1, **more: Any) -> dict[str, Any]:
    return {
        "title": MINE.title,
        "features": "\r\n".join(MINE.features),
        "description": MINE.description,
        "seen": seen,
        **more,
    }


def body(answer: Any) -> str:
    return unescape(answer.content.decode())


def is_approved(listing: Listing) -> bool:
    listing.refresh_from_db()
    return listing.status == Listing.Status.APPROVED


@pytest.mark.parametrize("name", STALE)
def test_nothing_from_a_stale_page_ends_an_approval(
    name: str, approved: Listing, author: User
) -> None:
    with pytest.raises(ApprovedMeanwhile):
        STALE[name](author, approved)
    assert is_approved(approved)
    assert approved.revisions.count() == 1
    assert approved.product.brand == S24.brand


def test_an_approval_that_was_seen_may_be_ended(approved: Listing, author: User) -> None:
    edit_listing(author, approved, MINE, seen=1, approval=approved.approval)
    assert not is_approved(approved)


def test_the_same_text_ends_nothing_and_asks_nothing(approved: Listing, author: User) -> None:
    edit_listing(author, approved, S24_TEXT, seen=1, approval="")
    assert is_approved(approved)


class TestTheQuestionAboutAText:
    @pytest.mark.parametrize("then", ["", "approve"])
    def test_saving_asks_first_and_keeps_what_was_typed(
        self, then: str, approved: Listing, author: User, client_of: ClientOf
    ) -> None:
        client = client_of(author)
        answer = client.post(at("studio_save", approved), typed(approval="", then=then))
        assert answer.status_code == 409
        page = body(answer)
        assert "colleague" in page[page.index("approved-since-heading") :]
        assert MINE.title in page
        assert "data-undecided" in page
        assert is_approved(approved)

        # Whoever has read it may save.
        told = answer.context["approval"]
        client.post(at("studio_save", approved), typed(approval=told))
        assert not is_approved(approved)
        assert approved.title == MINE.title

    def test_vouching_asks_too(self, approved: Listing, author: User, client_of: ClientOf) -> None:
        answer = client_of(author).post(at("studio_vouch", approved), typed(vouch="0:k"))
        assert answer.status_code == 409
        assert is_approved(approved)

    def test_ones_own_approval_is_called_ones_own(
        self, author: User, colleague: User, client_of: ClientOf
    ) -> None:
        own = approve_listing(author, make_listing(author, S24_TEXT), seen=1)
        address = at("studio_save", own)
        assert "Bu ilanı" in body(client_of(author).post(address, typed()))
        assert "Bu ilanı" not in body(client_of(colleague).post(address, typed()))

    def test_restoring_tells_instead(
        self, approved: Listing, author: User, client_of: ClientOf
    ) -> None:
        fields = {"number": 1, "seen": 1, "approval": ""}
        answer = client_of(author).post(at("restore", approved), fields, follow=True)
        assert [m.level_tag for m in answer.context["messages"]] == ["error"]
        assert is_approved(approved)


class TestTheQuestionAboutFacts:
    def test_keeping_them_asks_first(
        self, approved: Listing, author: User, client_of: ClientOf
    ) -> None:
        client = client_of(author)
        fields = FACTS | {"version": approved.product.version, "seen": 1, "then": "keep"}
        answer = client.post(at("studio_facts", approved), fields)
        assert answer.status_code == 409
        assert answer.context["form"]["brand"].value() == "Samsung Türkiye"
        assert "approved-since-heading" in body(answer)
        assert is_approved(approved)

        told = answer.context["draft_form"]["approval"].value()
        client.post(at("studio_facts", approved), fields | {"approval": told})
        assert not is_approved(approved)


class TestTheQuestionAboutADraft:
    def test_a_text_nobody_looked_at_is_not_written_over(
        self,
        author: User,
        colleague: User,
        client_of: ClientOf,
        scripted: ScriptedEngine,
    ) -> None:
        listing = make_listing(author, S24_TEXT)
        edit_listing(colleague, listing, MINE, seen=1)
        with pytest.raises(EditConflict):
            request_draft(author, listing, seen=1, approval="")
        client = client_of(author)
        answer = client.post(at("generation_write", listing), {"seen": 1}, follow=True)
        assert [m.level_tag for m in answer.context["messages"]] == ["error"]
        assert not listing.generations.exists()
        sight = answer.context["draft_form"]["seen"].value()
        client.post(at("generation_write", listing), {"seen": sight})
        assert listing.generations.count() == 1

    def test_facts_are_saved_though_the_draft_is_refused(
        self, author: User, colleague: User, client_of: ClientOf, scripted: ScriptedEngine
    ) -> None:
        listing = make_listing(author, S24_TEXT)
        edit_listing(colleague, listing, MINE, seen=1)
        fields = FACTS | {"version": listing.product.version, "seen": 1, "then": "write"}
        client_of(author).post(at("studio_facts", listing), fields)
        listing.product.refresh_from_db()
        assert listing.product.brand == "Samsung Türkiye"
        assert not listing.generations.exists()


class TestWhoseChangeItWas:
    """A conflict names whoever saved the other text, also where that is the person."""

    def conflict(self, client: Client, listing: Listing) -> str:
        answer = client.post(at("studio_save", listing), typed())
        assert answer.status_code == 409
        page = body(answer)
        return page[page.index("conflict-heading") : page.index('class="versus"')]

    def test_a_colleagues(self, author: User, colleague: User, client_of: ClientOf) -> None:
        listing = make_listing(author, S24_TEXT)
        edit_listing(colleague, listing, replace(S24_TEXT, title="Başka"), seen=1)
        assert "colleague" in self.conflict(client_of(author), listing)

    def test_ones_own(self, author: User, client_of: ClientOf) -> None:
        listing = make_listing(author, S24_TEXT)
        edit_listing(author, listing, replace(S24_TEXT, title="Başka"), seen=1)
        said = self.conflict(client_of(author), listing)
        assert "başka bir sekmede" in said
        assert "author" not in said

    def test_a_models(self, author: User, client_of: ClientOf, scripted: ScriptedEngine) -> None:
        listing = make_listing(author, S24_TEXT)
        scripted.enqueue(forms.to_json(replace(S24_TEXT, title=S24_TEXT.title + " Gri")))
        generating.run(request_draft(author, listing).pk)
        said = self.conflict(client_of(author), listing)
        assert "scripted" in said
        assert "author" not in said

    def test_an_approved_one_says_so(
        self, author: User, colleague: User, client_of: ClientOf
    ) -> None:
        listing = make_listing(author, S24_TEXT)
        other = replace(S24_TEXT, title=S24_TEXT.title + " Gri")
        edit_listing(colleague, listing, other, seen=1)
        approve_listing(colleague, listing, seen=2)
        assert "onay" in self.conflict(client_of(author), listing)


def test_a_draft_is_the_models_and_says_who_asked_for_it(
    author: User, client_of: ClientOf, scripted: ScriptedEngine
) -> None:
    listing = make_listing(author)
    scripted.enqueue(forms.to_json(S24_TEXT))
    generating.run(request_draft(author, listing).pk)
    page = body(client_of(author).get(at("studio_listing", listing)))
    head = page[page.index("studio-meta") : page.index("</header>", page.index("studio-meta"))]
    assert "scripted" in head
    assert "isteyen: author" in head


def test_nobody_fills_the_queue(
    author: User, colleague: User, client_of: ClientOf, scripted: ScriptedEngine, settings: Any
) -> None:
    settings.MOST_ACTIVE_DRAFTS = 2
    for _number in range(2):
        request_draft(author, make_listing(author))
    third = make_listing(author)
    answer = client_of(author).post(at("generation_write", third), {"seen": 0}, follow=True)
    [sentence] = [str(m) for m in answer.context["messages"]]
    assert "2" in sentence
    assert not third.generations.exists()
    # The bound is each person's own, and ends with what is under way.
    request_draft(colleague, third)
    Listing.objects.filter(owner=author).earliest("pk").generations.update(status="done")
    request_draft(author, make_listing(author))
