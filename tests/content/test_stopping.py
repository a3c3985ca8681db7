"""Stopping a draft: what is kept, in whose name it is told, and that no Stop is lost."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from accounts.models import User
from content import jobs
from content.actions import cancel_draft, request_draft
from content.generation import generating
from content.models import Event, Generation, Listing
from domain import forms
from engines.base import EngineUnavailable
from engines.scripted import ScriptedEngine
from tests.factories import S24_TEXT, make_listing

GOOD = forms.to_json(S24_TEXT)
Status = Generation.Status


def stopped_after(
    written: str, listing: Listing, by: User, scripted: ScriptedEngine, *, asked_by: User
) -> Generation:
    """A draft that `by` stops while it runs, once the model has written `written`."""
    begun = threading.Event()

    def unending(_request: object) -> Iterator[str | float]:
        yield written
        begun.set()
        while True:
            yield 0.01

    scripted.enqueue(unending)
    generation = request_draft(asked_by, listing)
    worker = threading.Thread(target=_run, args=[generation.pk])
    worker.start()
    assert begun.wait(30)
    cancel_draft(by, generation)
    worker.join(30)
    assert not worker.is_alive()
    assert scripted.streaming == 0
    generation.refresh_from_db()
    listing.refresh_from_db()
    return generation


def _run(pk: int) -> None:
    try:
        generating.run(pk)
    finally:
        connection.close()


@pytest.mark.django_db(transaction=True)
class TestWhileItIsWritten:
    @pytest.mark.parametrize("until", ['"description"', "Çektiğiniz", '"features"'])
    def test_what_was_on_the_page_stays(
        self, until: str, author: User, scripted: ScriptedEngine
    ) -> None:
        listing = make_listing(author)
        half = GOOD[: GOOD.index(until)]
        generation = stopped_after(half, listing, author, scripted, asked_by=author)

        assert generation.status == Status.CANCELLED
        assert listing.title == S24_TEXT.title
        assert listing.status == Listing.Status.DRAFT
        assert listing.errors > 0
        event = listing.events.latest("pk")
        assert (event.kind, event.revision) == (Event.Kind.CANCELLED, listing.revisions.get())

    def test_half_an_answer_replaces_no_whole_text(
        self, author: User, scripted: ScriptedEngine
    ) -> None:
        listing = make_listing(author, S24_TEXT)
        stopped_after(GOOD[: GOOD.index('"features"')], listing, author, scripted, asked_by=author)

        assert listing.text() == S24_TEXT
        aside = listing.revisions.get(number=2)
        assert (aside.title, aside.description) == (S24_TEXT.title, "")
        assert listing.events.latest("pk").data["set_aside"] is True

    def test_the_history_names_who_stopped_it(
        self, author: User, colleague: User, scripted: ScriptedEngine
    ) -> None:
        listing = make_listing(author)
        stopped_after(GOOD[:200], listing, colleague, scripted, asked_by=author)

        event = listing.events.latest("pk")
        assert (event.kind, event.actor) == (Event.Kind.CANCELLED, colleague)
        assert event.revision is not None
        assert event.revision.author == author


@pytest.fixture
def running(author: User) -> Generation:
    """A draft that a worker has taken up."""
    generation = request_draft(author, make_listing(author))
    taken = jobs.claim(generation.pk)
    assert taken is not None
    return taken


def test_a_waiting_draft_is_stopped_in_the_name_of_who_did(author: User, colleague: User) -> None:
    generation = request_draft(author, make_listing(author))
    cancel_draft(colleague, generation)

    generation.refresh_from_db()
    assert generation.status == Status.CANCELLED
    assert generation.cancel_requested_by == colleague
    assert generation.listing.events.latest("pk").actor == colleague


def test_a_job_that_somebody_stops_is_not_given_back(running: Generation, author: User) -> None:
    cancel_draft(author, running)
    assert not jobs.give_back(running, "unavailable", "", delay=0)


def test_a_job_given_back_a_moment_before_is_stopped(running: Generation, colleague: User) -> None:
    assert jobs.give_back(running, "unavailable", "", delay=0)
    cancel_draft(colleague, running)
    running.refresh_from_db()
    assert running.status == Status.CANCELLED
    assert jobs.claim(running.pk) is None


def test_the_second_who_stops_it_changes_nothing(
    running: Generation, author: User, colleague: User
) -> None:
    cancel_draft(colleague, running)
    cancel_draft(author, running)
    running.refresh_from_db()
    assert running.cancel_requested_by == colleague


def test_an_engine_that_fails_before_it_hears_of_it_is_not_asked_again(
    author: User, colleague: User, scripted: ScriptedEngine
) -> None:
    listing = make_listing(author)
    scripted.enqueue(EngineUnavailable("away"))
    generation = request_draft(author, listing)
    # As if the Stop came after the worker's last look at the row.
    Generation.objects.update(cancel_requested=True, cancel_requested_by=colleague)
    generating.run(generation.pk)

    generation.refresh_from_db()
    assert generation.status == Status.CANCELLED
    event = listing.events.latest("pk")
    assert (event.kind, event.actor) == (Event.Kind.CANCELLED, colleague)


def test_a_stop_outlives_the_worker_that_should_have_heard_it(
    running: Generation, colleague: User
) -> None:
    cancel_draft(colleague, running)
    past = timezone.now() - timedelta(seconds=1)
    Generation.objects.update(lease_until=past)
    jobs.reap()

    running.refresh_from_db()
    assert running.status == Status.CANCELLED
    event = running.listing.events.latest("pk")
    assert (event.kind, event.actor) == (Event.Kind.CANCELLED, colleague)
