"""Where a draft lands when people went on with the listing while the model was writing."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from accounts.models import User
from content import actions
from content.actions import request_draft, set_collecting
from content.errors import EditConflict
from content.generation import generating
from content.models import Event, Generation, Listing, Revision, TrainingExample
from domain import forms
from domain.listing import Language
from engines.scripted import ScriptedEngine
from tests.factories import S24, S24_TEXT, make_listing

DRAFT = replace(S24_TEXT, title=S24_TEXT.title.replace("Akıllı Telefon", "Cep Telefonu"))
EDIT = replace(S24_TEXT, title=S24_TEXT.title.replace(" - ", ": "))
INVENTED = replace(S24_TEXT, title=S24_TEXT.title.replace("200MP", "120 MP"))
GOOD = forms.to_json(DRAFT)
Status = Generation.Status
ClientOf = Callable[[User | None], Client]


@pytest.fixture
def listing(author: User) -> Listing:
    return make_listing(author, S24_TEXT)


def kinds(listing: Listing) -> list[str]:
    return list(listing.events.order_by("pk").values_list("kind", flat=True))


def run(generation: Generation, listing: Listing) -> Event:
    """Write it now; the event that it ended with."""
    generating.run(generation.pk)
    generation.refresh_from_db()
    listing.refresh_from_db()
    return listing.events.latest("pk")


def approve(user: User, listing: Listing) -> None:
    listing.refresh_from_db()
    actions.approve_listing(user, listing, seen=listing.number)
    listing.refresh_from_db()


class TestMeanwhile:
    def test_an_approval_stays_and_the_draft_is_kept_beside_it(
        self, author: User, colleague: User, listing: Listing, scripted: ScriptedEngine
    ) -> None:
        scripted.enqueue(GOOD)
        generation = request_draft(author, listing)
        approve(colleague, listing)
        event = run(generation, listing)

        assert generation.status == Status.DONE
        assert (listing.status, listing.approved_by) == (Listing.Status.APPROVED, colleague)
        assert listing.text() == S24_TEXT
        assert listing.number == 1
        assert (event.kind, event.data["set_aside"]) == (Event.Kind.DRAFTED, True)
        assert event.revision is not None
        assert (event.revision.number, event.revision.text()) == (2, DRAFT)

    def test_a_persons_newer_text_stays(
        self, author: User, colleague: User, listing: Listing, scripted: ScriptedEngine
    ) -> None:
        scripted.enqueue(GOOD)
        generation = request_draft(author, listing)
        actions.edit_listing(colleague, listing, EDIT, seen=1)
        run(generation, listing)

        assert listing.text() == EDIT
        assert listing.number == 2
        assert listing.revisions.get(number=3).text() == DRAFT

    def test_a_first_text_of_a_person_stays_as_well(
        self, author: User, colleague: User, scripted: ScriptedEngine
    ) -> None:
        listing = make_listing(author)
        scripted.enqueue(GOOD)
        generation = request_draft(author, listing)
        actions.edit_listing(colleague, listing, EDIT, seen=0)
        run(generation, listing)

        assert listing.text() == EDIT

    def test_an_approval_given_anew_stays(
        self, author: User, colleague: User, listing: Listing, scripted: ScriptedEngine
    ) -> None:
        approve(author, listing)
        scripted.enqueue(GOOD)
        generation = request_draft(author, listing)
        actions.reopen_listing(colleague, listing)
        approve(colleague, listing)
        run(generation, listing)

        assert listing.approved_by == colleague
        assert listing.text() == S24_TEXT

    def test_facts_that_changed_leave_the_same_text_to_be_replaced(
        self, author: User, colleague: User, listing: Listing, scripted: ScriptedEngine
    ) -> None:
        scripted.enqueue(GOOD)
        generation = request_draft(author, listing)
        actions.change_facts(colleague, listing, replace(S24, price_range="60.000 TL"))
        event = run(generation, listing)

        assert listing.text() == DRAFT
        assert "set_aside" not in event.data

    def test_who_asks_for_a_draft_of_an_approved_text_gets_it_and_the_history_says_so(
        self, author: User, listing: Listing, scripted: ScriptedEngine
    ) -> None:
        approve(author, listing)
        scripted.enqueue(GOOD)
        event = run(request_draft(author, listing), listing)

        assert (listing.status, listing.approved_by) == (Listing.Status.DRAFT, None)
        assert listing.text() == DRAFT
        assert event.data["approval_withdrawn"] is True

    def test_editing_goes_on_from_the_text_that_stayed(
        self, author: User, colleague: User, listing: Listing, scripted: ScriptedEngine
    ) -> None:
        scripted.enqueue(GOOD)
        generation = request_draft(author, listing)
        actions.edit_listing(colleague, listing, EDIT, seen=1)
        run(generation, listing)
        revision = actions.edit_listing(colleague, listing, S24_TEXT, seen=2)
        assert revision.number == 4
        listing.refresh_from_db()
        assert listing.number == 4

    def test_what_was_set_aside_can_be_restored_and_stays_the_models(
        self, author: User, colleague: User, listing: Listing, scripted: ScriptedEngine
    ) -> None:
        scripted.enqueue(GOOD)
        generation = request_draft(author, listing)
        actions.edit_listing(colleague, listing, EDIT, seen=1)
        run(generation, listing)
        actions.restore_revision(author, listing, 3, seen=2)
        listing.refresh_from_db()

        assert (listing.text(), listing.number, listing.model) == (DRAFT, 4, "scripted")

    def test_a_draft_that_was_set_aside_is_still_an_example(
        self, author: User, colleague: User, listing: Listing, scripted: ScriptedEngine
    ) -> None:
        set_collecting(author, True)
        scripted.enqueue(GOOD)
        generation = request_draft(author, listing)
        actions.edit_listing(colleague, listing, EDIT, seen=1)
        run(generation, listing)
        example = TrainingExample.objects.get()
        assert example.revision == listing.revisions.get(number=3)
        assert example.overall == example.revision.judgement["scores"]["overall"]


class TestPages:
    @pytest.fixture
    def moved(
        self, author: User, colleague: User, listing: Listing, scripted: ScriptedEngine
    ) -> Listing:
        """Approved while the model wrote two draws."""
        scripted.enqueue(forms.to_json(INVENTED), GOOD)
        generation = request_draft(author, listing)
        approve(colleague, listing)
        run(generation, listing)
        return listing

    @pytest.mark.parametrize("person", ["author", "colleague", "manager"])
    def test_the_studio_says_where_the_draft_is(
        self, person: str, request: pytest.FixtureRequest, moved: Listing, client_of: ClientOf
    ) -> None:
        client = client_of(request.getfixturevalue(person))
        studio = reverse("content:studio_listing", args=[moved.pk])
        page = client.get(studio).content.decode()
        assert "data-set-aside" in page
        assert "?from=3&amp;to=1&amp;back=studio" in page
        assert S24_TEXT.title in page

        restore = reverse("content:restore", args=[moved.pk])
        moved.refresh_from_db()
        sight = {"seen": "1", "approval": moved.approval}
        client.post(restore, {"number": "3", "back": "studio", **sight})
        page = client.get(studio).content.decode()
        assert "data-set-aside" not in page
        assert DRAFT.title in page

    def test_the_history_leads_to_every_draw(
        self, author: User, moved: Listing, client_of: ClientOf
    ) -> None:
        page = client_of(author).get(reverse("content:listing", args=[moved.pk])).content.decode()
        compare = reverse("content:compare", args=[moved.pk])
        assert f'{compare}?from=2&amp;to=3"' in page
        assert moved.events.latest("pk").data["others"] == [2]
        assert client_of(author).get(f"{compare}?from=2&to=3").status_code == 200

    def test_a_rater_and_a_stranger_see_neither(
        self, outsider: User, moved: Listing, client_of: ClientOf
    ) -> None:
        compare = reverse("content:compare", args=[moved.pk])
        assert client_of(outsider).get(f"{compare}?from=2&to=3").status_code == 403
        assert client_of(None).get(f"{compare}?from=2&to=3").status_code == 302


class TestApprovalsThatEnd:
    """Whatever ends an approval without taking it back says so in the history."""

    @pytest.mark.parametrize(
        ("kind", "act"),
        [
            (
                Event.Kind.EDITED,
                lambda user, row: actions.edit_listing(user, row, EDIT, seen=row.number),
            ),
            (
                Event.Kind.FACTS,
                lambda user, row: actions.change_facts(user, row, replace(S24, tone="friendly")),
            ),
            (
                Event.Kind.RESTORED,
                lambda user, row: actions.restore_revision(user, row, 1, seen=row.number),
            ),
        ],
    )
    def test_by_an_action(
        self,
        kind: Event.Kind,
        act: Callable[[User, Listing], object],
        colleague: User,
        listing: Listing,
    ) -> None:
        approve(colleague, listing)
        act(colleague, listing)
        listing.refresh_from_db()
        event = listing.events.latest("pk")
        assert (event.kind, event.actor) == (kind, colleague)
        assert event.data["approval_withdrawn"] is True
        assert event.revision is not None
        assert listing.status == Listing.Status.DRAFT

    def test_by_evidence_that_is_withdrawn(self, author: User, colleague: User) -> None:
        listing = make_listing(author, INVENTED)
        judged = listing.revisions.get().judgement["evidence"]
        key = next(e["key"] for e in judged if e["fact"] is None)
        actions.substantiate(author, listing, key, "Üreticinin veri sayfası, sayfa 3")
        assert "approval_withdrawn" not in listing.events.latest("pk").data
        approve(author, listing)
        actions.withdraw_substantiation(colleague, listing, key)
        assert listing.events.latest("pk").data == {"key": key, "approval_withdrawn": True}

    def test_and_the_page_tells(self, author: User, listing: Listing, client_of: ClientOf) -> None:
        approve(author, listing)
        actions.change_facts(author, listing, replace(S24, tone="friendly"))
        page = client_of(author).get(reverse("content:listing", args=[listing.pk]))
        assert "Bu değişiklikle onay kalktı." in page.content.decode()


class TestTextIsKeptInOneForm:
    HOSTILE = replace(S24_TEXT, description='<p onclick="x()">a & b</p><script>alert(1)</script>')
    CLEAN = "<p>a &amp; b</p>"

    def test_edit_restore_and_judging_again(self, author: User) -> None:
        listing = make_listing(author, self.HOSTILE)
        # As it could stand in a row that was written by other means.
        listing.revisions.update(description=self.HOSTILE.description)
        actions.restore_revision(author, listing, 1, seen=1)
        Listing.objects.update(description=self.HOSTILE.description)
        actions.change_facts(author, listing, replace(S24, tone="friendly"))

        kept = listing.revisions.exclude(number=1).order_by("number")
        assert [(r.kind, r.description) for r in kept] == [
            (Revision.Kind.RESTORE, self.CLEAN),
            (Revision.Kind.REJUDGED, self.CLEAN),
        ]

    def test_a_persons_edit(self, author: User) -> None:
        assert make_listing(author, self.HOSTILE).description == self.CLEAN

    def test_a_models_draft(self, author: User, scripted: ScriptedEngine) -> None:
        listing = make_listing(author)
        # One letter apart: a draw that repeats another is not kept twice.
        titles = [self.HOSTILE.title[:-number] for number in (1, 2, 3)]
        scripted.enqueue(*(forms.to_json(replace(self.HOSTILE, title=title)) for title in titles))
        run(request_draft(author, listing), listing)
        assert listing.revisions.count() == 3
        assert {r.description for r in listing.revisions.all()} == {self.CLEAN}

    def test_approving_a_models_unedited_text_is_no_edit(
        self, author: User, scripted: ScriptedEngine, client_of: ClientOf
    ) -> None:
        text = S24_TEXT.description.replace("bulanık çıkıyor,", "bulanık & soluk çıkıyor,")
        scripted.enqueue(*[forms.to_json(replace(S24_TEXT, description=text))] * 3)
        listing = make_listing(author)
        run(request_draft(author, listing), listing)
        shown = listing.text()
        client_of(author).post(
            reverse("content:studio_save", args=[listing.pk]),
            {
                "title": shown.title,
                "features": "\r\n".join(shown.features),
                "description": shown.description.replace("\n", "\r\n"),
                "seen": listing.number,
                "then": "approve",
            },
        )
        assert Event.Kind.EDITED not in kinds(listing)
        assert Event.Kind.APPROVED in kinds(listing)


class TestPlainTextMarket:
    FACTS = replace(S24, market="walmart-us", language=Language.EN)
    TYPED = replace(S24_TEXT, description="Black & Decker drill, 5 < 6")

    def test_signs_stay_what_they_are_in_every_form(
        self, author: User, client_of: ClientOf
    ) -> None:
        listing = make_listing(author, self.TYPED, self.FACTS)
        assert listing.description == self.TYPED.description
        page = client_of(author).get(reverse("content:listing", args=[listing.pk]))
        assert page.context["description_html"] == "<p>Black &amp; Decker drill, 5 &lt; 6</p>"
        assert '"Black & Decker drill, 5 < 6"' in page.context["as_json"]
        assert "\nBlack & Decker drill, 5 < 6\n" in page.context["marked"]
        body = page.content.decode()
        assert "\nBlack &amp; Decker drill, 5 &lt; 6</textarea>" in body
        assert "&lt;p&gt;Black &amp;amp; Decker drill, 5 &amp;lt; 6&lt;/p&gt;" in body

    def test_the_editor_and_its_preview_show_them(self, author: User, client_of: ClientOf) -> None:
        listing = make_listing(author, self.TYPED, self.FACTS)
        page = client_of(author).get(reverse("content:studio_listing", args=[listing.pk]))
        assert page.context["workspace"].preview == "<p>Black &amp; Decker drill, 5 &lt; 6</p>"
        assert "\nBlack &amp; Decker drill, 5 &lt; 6</textarea>" in page.content.decode()


@pytest.mark.django_db(transaction=True)
class TestAtTheSameTime:
    """With two connections, as in use."""

    def test_approving_while_the_model_writes(
        self, author: User, colleague: User, scripted: ScriptedEngine
    ) -> None:
        listing = make_listing(author, S24_TEXT)
        begun, go_on = threading.Event(), threading.Event()

        def slow(_request: object) -> Iterator[str | float]:
            yield GOOD[:40]
            begun.set()
            while not go_on.is_set():
                yield 0.01
            yield GOOD[40:]

        scripted.enqueue(slow)
        generation = request_draft(author, listing)
        worker = threading.Thread(target=closing(generating.run), args=[generation.pk])
        worker.start()
        assert begun.wait(20)
        approve(colleague, listing)
        go_on.set()
        worker.join(30)
        listing.refresh_from_db()

        assert (listing.status, listing.text()) == (Listing.Status.APPROVED, S24_TEXT)
        assert listing.revisions.get(number=2).text() == DRAFT
        assert listing.events.latest("pk").data["set_aside"] is True

    def test_approving_at_the_moment_a_draft_lands(
        self, author: User, colleague: User, scripted: ScriptedEngine
    ) -> None:
        """Either one is first, and the other one gives way: nothing is lost unseen."""
        for _round in range(4):
            listing = make_listing(author, S24_TEXT)
            scripted.enqueue(GOOD)
            generation = request_draft(author, listing)
            worker = threading.Thread(target=closing(generating.run), args=[generation.pk])
            worker.start()
            conflicts = False
            try:
                actions.approve_listing(colleague, listing, seen=1)
            except EditConflict:
                conflicts = True
            worker.join(30)
            listing.refresh_from_db()
            if conflicts:
                assert (listing.status, listing.text()) == (Listing.Status.DRAFT, DRAFT)
            else:
                assert (listing.status, listing.text()) == (Listing.Status.APPROVED, S24_TEXT)
            assert listing.revisions.count() == 2

    def test_asking_for_a_draft_while_somebody_approves(
        self, author: User, colleague: User, scripted: ScriptedEngine
    ) -> None:
        """Asked before the approval it stays aside, asked after it the draft ends it."""
        for _round in range(4):
            listing = make_listing(author, S24_TEXT)
            scripted.enqueue(GOOD)
            other = threading.Thread(
                target=closing(actions.approve_listing),
                args=[colleague, listing],
                kwargs={"seen": 1},
            )
            other.start()
            generation = request_draft(author, listing)
            other.join(30)
            generating.run(generation.pk)
            listing.refresh_from_db()
            event = listing.events.latest("pk")
            if generation.base_approved_at is None:
                assert listing.status == Listing.Status.APPROVED
                assert event.data["set_aside"] is True
            else:
                assert listing.status == Listing.Status.DRAFT
                assert event.data["approval_withdrawn"] is True


def closing(act: Callable[..., object]) -> Callable[..., None]:
    """For a thread: with a connection of its own that does not outlive it."""

    def acting(*args: object, **kwargs: object) -> None:
        try:
            act(*args, **kwargs)
        finally:
            connection.close()

    return acting
