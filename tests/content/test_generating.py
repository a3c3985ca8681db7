"""A generation from the click to the revision, with the model's words scripted."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from celery import current_app
from celery.exceptions import SoftTimeLimitExceeded
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django.fixtures import Settings

from accounts.errors import ActionRefused
from accounts.models import User
from content import jobs
from content.actions import cancel_draft, change_facts, request_draft, set_collecting
from content.generation import generating
from content.models import Event, Generation, Listing, Revision, TrainingExample
from domain import forms
from engines.base import AnswerTruncated, EngineUnavailable, ModelMissing
from engines.scripted import ScriptedEngine
from tests.factories import S24, S24_TEXT, make_listing

GOOD = forms.to_json(S24_TEXT)
INVENTED = forms.to_json(replace(S24_TEXT, title=S24_TEXT.title.replace("200MP", "120 MP")))
Status = Generation.Status


@pytest.fixture
def listing(author: User) -> Listing:
    return make_listing(author)


def draft(user: User, listing: Listing, engine: ScriptedEngine, *scripts: object) -> Generation:
    engine.enqueue(*scripts)  # type: ignore[arg-type]
    generation = request_draft(user, listing)
    generating.run(generation.pk)
    generation.refresh_from_db()
    listing.refresh_from_db()
    return generation


def test_the_draft_becomes_the_text_and_the_history_tells_how(
    author: User, listing: Listing, scripted: ScriptedEngine
) -> None:
    generation = draft(author, listing, scripted, GOOD)

    assert generation.status == Status.DONE
    assert listing.text() == S24_TEXT
    assert listing.status == Listing.Status.DRAFT
    assert listing.overall is not None
    assert listing.overall > 0
    revision = listing.revisions.get()
    assert (revision.kind, revision.draw, revision.model) == (Revision.Kind.DRAFT, 1, "scripted")
    assert revision.prompt_version.startswith("expert-tr/")
    assert (generation.engine, generation.engine_name) == ("default", "scripted")
    assert revision.engine == "scripted"
    assert revision.pack_version
    assert revision.judgement["scores"]["overall"] == listing.overall
    assert [event.kind for event in listing.events.order_by("pk")] == [
        Event.Kind.CREATED,
        Event.Kind.REQUESTED,
        Event.Kind.DRAFTED,
    ]


def test_every_draw_is_kept_and_the_best_one_is_current(
    author: User, listing: Listing, scripted: ScriptedEngine
) -> None:
    generation = draft(author, listing, scripted, INVENTED, GOOD)

    assert [draw["outcome"] for draw in generation.draws] == ["flawed", "good"]
    assert [(r.number, r.draw) for r in listing.revisions.order_by("number")] == [(1, 1), (2, 2)]
    assert listing.text() == S24_TEXT


def test_an_answer_that_never_becomes_a_listing_fails_with_one_reason(
    author: User, listing: Listing, scripted: ScriptedEngine
) -> None:
    scripts = ["no listing", AnswerTruncated(), "still none"]
    generation = draft(author, listing, scripted, *scripts)

    assert (generation.status, generation.error) == (Status.FAILED, "invalid")
    assert listing.status == Listing.Status.EMPTY
    assert listing.events.get(kind=Event.Kind.FAILED).data["error"] == "invalid"


def test_answers_that_run_out_of_room_are_called_so(
    author: User, listing: Listing, scripted: ScriptedEngine
) -> None:
    generation = draft(author, listing, scripted, *[AnswerTruncated()] * 3)

    assert (generation.status, generation.error) == (Status.FAILED, "truncated")
    assert listing.events.latest("pk").data["error"] == "truncated"


def test_a_missing_model_fails_at_once(
    author: User, listing: Listing, scripted: ScriptedEngine
) -> None:
    generation = draft(author, listing, scripted, ModelMissing("gone"))

    assert (generation.status, generation.error) == (Status.FAILED, "model_missing")
    assert generation.attempt == 1


def test_an_engine_that_is_away_is_tried_again_and_then_given_up(
    author: User, listing: Listing, scripted: ScriptedEngine
) -> None:
    generation = draft(author, listing, scripted, *[EngineUnavailable("away")] * 3)
    assert generation.status == Status.QUEUED

    generating.run(generation.pk)
    generating.run(generation.pk)
    generation.refresh_from_db()
    assert (generation.status, generation.error) == (Status.FAILED, "unavailable")
    assert generation.attempt == jobs.MOST_ATTEMPTS


def test_a_message_that_comes_twice_writes_once(
    author: User, listing: Listing, scripted: ScriptedEngine
) -> None:
    generation = draft(author, listing, scripted, GOOD)
    generating.run(generation.pk)

    assert len(scripted.requests) == 1
    assert listing.revisions.count() == 1


def test_a_second_request_is_refused_while_one_is_written(author: User, listing: Listing) -> None:
    request_draft(author, listing)

    with pytest.raises(ActionRefused) as refused:
        request_draft(author, listing)
    assert refused.value.code == "already_writing"


def test_an_unknown_model_is_refused_with_those_there_are(
    author: User, listing: Listing, scripted: ScriptedEngine
) -> None:
    with pytest.raises(ActionRefused, match="scripted"):
        request_draft(author, listing, model="gpt-99")


def test_a_waiting_draft_is_cancelled_at_once(
    author: User, listing: Listing, scripted: ScriptedEngine
) -> None:
    generation = request_draft(author, listing)
    cancel_draft(author, generation)
    generating.run(generation.pk)

    generation.refresh_from_db()
    assert generation.status == Status.CANCELLED
    assert not scripted.requests


def test_facts_changed_meanwhile_are_what_the_draft_is_judged_by(
    author: User, listing: Listing, scripted: ScriptedEngine
) -> None:
    generation = request_draft(author, listing)

    def answer(_request: object) -> str:
        return GOOD

    scripted.enqueue(answer)
    change_facts(author, listing, replace(S24, features=("6.8 inç Dynamic AMOLED 2X ekran",)))
    generating.run(generation.pk)
    listing.refresh_from_db()
    assert listing.errors > 0


@pytest.mark.django_db(transaction=True)
def test_a_worker_that_lost_its_job_writes_nothing(author: User, scripted: ScriptedEngine) -> None:
    """The reaper took it for dead and another worker has it: the first one's words are dropped."""
    listing = make_listing(author)
    begun = threading.Event()

    def unending(_request: object) -> Iterator[str | float]:
        yield GOOD[:-40]
        begun.set()
        while True:
            yield 0.01

    scripted.enqueue(unending, GOOD)
    generation = request_draft(author, listing)
    worker = threading.Thread(target=_run_and_close, args=[generation.pk])
    worker.start()
    assert begun.wait(30)
    past = timezone.now() - timedelta(seconds=1)
    Generation.objects.filter(pk=generation.pk).update(lease_until=past)
    jobs.reap()
    taken = jobs.claim(generation.pk)
    assert taken is not None
    worker.join(30)

    assert not worker.is_alive()
    assert scripted.streaming == 0
    assert not listing.revisions.exists()
    generation.refresh_from_db()
    assert (generation.status, generation.lease) == (Status.RUNNING, taken.lease)
    assert Event.Kind.CANCELLED not in listing.events.values_list("kind", flat=True)


@pytest.fixture
def worker_limit() -> Iterator[None]:
    """What Celery does to a task that passes its soft limit."""

    def passed(*_args: object) -> None:
        raise SoftTimeLimitExceeded

    before = signal.signal(signal.SIGUSR1, passed)
    yield
    signal.signal(signal.SIGUSR1, before)


@pytest.mark.parametrize(
    ("first", "status", "error"), [(INVENTED, "done", "timeout"), (None, "queued", "timeout")]
)
def test_the_workers_time_limit_costs_no_draw_that_is_whole(
    author: User,
    listing: Listing,
    scripted: ScriptedEngine,
    worker_limit: None,
    first: str | None,
    status: str,
    error: str,
) -> None:
    def unending(_request: object) -> Iterator[str | float]:
        yield GOOD[:-40]
        os.kill(os.getpid(), signal.SIGUSR1)
        while True:
            yield 0.01

    generation = draft(author, listing, scripted, *filter(None, [first, unending]))

    assert (generation.status, generation.error) == (status, error)
    assert listing.revisions.count() == (1 if first else 0)
    assert scripted.streaming == 0


def test_the_budget_ends_before_the_workers_limit(
    author: User, listing: Listing, scripted: ScriptedEngine, settings: Settings
) -> None:
    settings.CELERY_TASK_SOFT_TIME_LIMIT = generating.MARGIN + 3
    script = lambda _request: [GOOD[:-40], 60.0]  # noqa: E731
    generation = draft(author, listing, scripted, INVENTED, script)

    assert (generation.status, generation.error) == (Status.DONE, "timeout")
    assert [draw["outcome"] for draw in generation.draws] == ["flawed", "timeout"]
    assert listing.title


@pytest.fixture
def no_queue(monkeypatch: pytest.MonkeyPatch) -> None:
    """A broker that nothing answers at, for the queue alone."""
    monkeypatch.setattr(current_app.conf, "broker_url", "redis://127.0.0.1:1/0")
    # What is connected already would go on being used.
    monkeypatch.setattr(current_app.amqp, "_producer_pool", None)
    monkeypatch.setattr(current_app, "_pool", None)


@pytest.mark.django_db(transaction=True)
def test_a_queue_that_is_away_is_told_until_the_draft_begins(
    author: User, scripted: ScriptedEngine, no_queue: None, client: Client
) -> None:
    listing = make_listing(author)
    generation = request_draft(author, listing)
    generation.refresh_from_db()
    assert (generation.status, generation.error) == (Status.QUEUED, "broker")
    client.force_login(author, backend="django.contrib.auth.backends.ModelBackend")
    studio = reverse("content:studio_listing", args=[listing.pk])
    assert "Kuyruk yanıt vermediği" in client.get(studio).content.decode()

    scripted.enqueue(GOOD)
    generating.run(generation.pk)
    generation.refresh_from_db()
    assert (generation.status, generation.error) == (Status.DONE, "")


def test_only_one_of_two_workers_gets_the_job(author: User, listing: Listing) -> None:
    generation = request_draft(author, listing)

    assert jobs.claim(generation.pk) is not None
    assert jobs.claim(generation.pk) is None


def test_the_reaper_gives_a_dead_workers_job_to_another(
    author: User, listing: Listing, scripted: ScriptedEngine
) -> None:
    generation = request_draft(author, listing)
    jobs.claim(generation.pk)
    assert jobs.reap() == 0
    past = timezone.now() - timedelta(seconds=1)
    Generation.objects.filter(pk=generation.pk).update(lease_until=past)

    jobs.reap()
    scripted.enqueue(GOOD)
    generating.run(generation.pk)
    generation.refresh_from_db()
    assert (generation.status, generation.attempt) == (Status.DONE, 2)


def test_the_reaper_gives_up_after_the_last_attempt(author: User, listing: Listing) -> None:
    generation = request_draft(author, listing)
    past = timezone.now() - timedelta(seconds=1)
    Generation.objects.filter(pk=generation.pk).update(
        status=Status.RUNNING, attempt=jobs.MOST_ATTEMPTS, lease_until=past
    )

    jobs.reap()
    generation.refresh_from_db()
    assert (generation.status, generation.error) == (Status.FAILED, "lost")


@pytest.mark.parametrize(("choice", "kept"), [(True, 1), (False, 0), (None, 0)])
def test_drafts_are_kept_as_examples_where_the_person_wants_it(
    author: User, listing: Listing, scripted: ScriptedEngine, choice: bool | None, kept: int
) -> None:
    set_collecting(author, choice)
    draft(author, listing, scripted, GOOD)

    assert TrainingExample.objects.filter(origin="generated").count() == kept


@pytest.mark.django_db(transaction=True)
def test_stop_reaches_the_model_while_it_writes(author: User, scripted: ScriptedEngine) -> None:
    listing = make_listing(author)

    def unending(_request: object) -> object:
        yield GOOD[:200]
        while True:
            yield 0.01
            yield " "

    scripted.enqueue(unending)  # type: ignore[arg-type]
    generation = request_draft(author, listing)
    worker = threading.Thread(target=_run_and_close, args=[generation.pk])
    worker.start()
    while not Generation.objects.filter(pk=generation.pk, status=Status.RUNNING).exists():
        time.sleep(0.01)
    cancel_draft(author, generation)
    worker.join(timeout=10)

    assert not worker.is_alive()
    assert scripted.streaming == 0
    generation.refresh_from_db()
    assert generation.status == Status.CANCELLED


def _run_and_close(pk: int) -> None:
    try:
        generating.run(pk)
    finally:
        connection.close()
