"""A draft that a person waits for goes before any batch, in the queue and at the engine."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Event
from typing import Any

import pytest
from celery import current_app
from django.db import connection
from pytest_django.fixtures import Settings

from accounts.models import User
from accounts.roles import Role
from bulk.batching.advancing import advance
from content import jobs
from content.actions import cancel_draft, request_draft
from content.generation import generating
from content.models import Generation
from engines.base import EngineUnavailable
from engines.scripted import ScriptedEngine
from tests.bulk.batched import GOOD, make_batch, queued, statuses, write
from tests.factories import S24, make_listing, make_user

pytestmark = pytest.mark.django_db(transaction=True)
OWN = "Galaxy S24 kept by itself"


@pytest.fixture
def author() -> User:
    return make_user(Role.AUTHOR)


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list[tuple[int, str]]:
    """Number and queue of each draft whose message was sent."""
    told: list[tuple[int, str]] = []

    def send(task: str, args: list[int], **_rest: Any) -> None:
        if task.startswith("content."):
            route = current_app.amqp.router.route({}, task)
            told.append((args[0], route["queue"].name))

    monkeypatch.setattr(current_app, "send_task", send)
    return told


def test_messages_of_a_batch_have_a_queue_of_their_own(
    author: User, scripted: ScriptedEngine, sent: list[tuple[int, str]]
) -> None:
    make_batch(author, 3)
    advance()
    own = request_draft(author, make_listing(author))
    batched = [pk for pk in queued() if pk != own.pk]
    assert sent == [*((pk, "batches") for pk in batched), (own.pk, "generation")]


def test_sent_again_they_still_do(
    author: User, scripted: ScriptedEngine, sent: list[tuple[int, str]]
) -> None:
    make_batch(author, 1)
    advance()
    [pk] = queued()
    write(scripted, pk, EngineUnavailable("away"))
    Generation.objects.update(lease_until="2020-01-01T00:00:00Z")
    jobs.reap()
    assert sent == [(pk, "batches")] * 3


def test_stopped_in_the_studio_a_product_of_a_batch_ends(
    author: User, scripted: ScriptedEngine
) -> None:
    batch = make_batch(author, 1)
    advance()
    cancel_draft(author, Generation.objects.get())
    assert statuses(batch) == ["cancelled"]
    batch.refresh_from_db()
    assert not batch.is_active


def test_at_the_engine_a_person_s_draft_takes_the_next_place(
    author: User, settings: Settings, tmp_path: Any
) -> None:
    """One place: a product of a batch is being written, another waits, then a person asks."""
    settings.ENGINES = {
        "default": {
            "BACKEND": "engines.scripted.ScriptedEngine",
            "OPTIONS": {"parallel": 1, "slots_dir": str(tmp_path)},
        }
    }
    from engines import get_engine

    engine = get_engine()
    assert isinstance(engine, ScriptedEngine)
    writes, goes_on = Event(), Event()

    def slowly(_request: object) -> Iterator[str | float]:
        writes.set()
        while not goes_on.is_set():
            yield 0.01
        yield GOOD

    engine.enqueue(slowly, GOOD, GOOD)
    make_batch(author, 2)
    assert advance() == 2
    first, second = queued()
    own = request_draft(author, make_listing(author, facts=replace(S24, name=OWN)))

    def run(pk: int) -> None:
        try:
            generating.run(pk)
        finally:
            connection.close()

    with ThreadPoolExecutor(3) as pool:
        jobs_done = [pool.submit(run, first)]
        assert writes.wait(20)
        jobs_done.append(pool.submit(run, second))
        jobs_done.append(pool.submit(run, own.pk))
        _until(lambda: Generation.objects.filter(status="running").count() == 3)
        _until(engine._slots._is_awaited)
        goes_on.set()
        for each in jobs_done:
            each.result(timeout=30)
    assert [OWN in asked.prompt.request for asked in engine.requests[:2]] == [False, True]


def _until(holds: Any) -> None:
    deadline = Event()
    for _ in range(3000):
        if holds():
            return
        deadline.wait(0.01)
    raise AssertionError("It never came about.")
