"""Processes that die at any moment of a batch, and messages that are lost or come twice."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from typing import Any

import pytest
from celery import current_app
from django.utils import timezone
from kombu.exceptions import OperationalError

from accounts.models import User
from bulk import receivers
from bulk.actions.batches import start_batch
from bulk.batching import advancing, sending, settling
from bulk.batching.advancing import advance
from bulk.models import Batch, BatchItem
from content import jobs
from content.generation import generating, landing
from content.models import Generation, Listing
from engines.scripted import ScriptedEngine
from tests.bulk.batched import GOOD, chosen, make_batch, queued, statuses, work, write
from tests.factories import make_listing

pytestmark = pytest.mark.django_db
PRODUCTS = 4


class Killed(BaseException):
    """The process is gone: nothing catches this."""


def dies(*_args: Any, **_kwargs: Any) -> None:
    raise Killed


def after(function: Callable[..., Any]) -> Callable[..., Any]:
    """Does it, and dies."""

    def done(*args: Any, **kwargs: Any) -> None:
        function(*args, **kwargs)
        raise Killed

    return done


def forget_leases() -> None:
    """Let the time pass after which others take over."""
    Generation.objects.update(lease_until=timezone.now() - timedelta(hours=1))
    jobs.reap()


def whole(batch: Batch, scripted: ScriptedEngine, *, asked: int = PRODUCTS) -> None:
    """Everything is written once: no product lost, none written twice."""
    forget_leases()
    work(scripted)
    batch.refresh_from_db()
    assert (batch.status, statuses(batch)) == (Batch.Status.DONE, ["done"] * PRODUCTS)
    assert Generation.objects.count() == PRODUCTS
    assert set(Listing.objects.values_list("number", flat=True)) == {1}
    assert len(scripted.requests) == asked


@pytest.mark.parametrize(
    ("module", "name", "when"),
    [
        (sending, "ask_for", "before"),
        (sending, "ask_for", "after"),
        (advancing, "settle", "before"),
        (advancing, "settle", "after"),
        (advancing, "send_next", "before"),
        (advancing, "send_next", "after"),
        (advancing, "finish", "before"),
        (advancing, "finish", "after"),
        (settling, "_heed", "before"),
        (settling, "_heed", "after"),
    ],
)
def test_whoever_moves_it_on_dies_there(
    module: Any,
    name: str,
    when: str,
    author: User,
    scripted: ScriptedEngine,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    batch = make_batch(author, PRODUCTS)
    for stage in range(3):
        with monkeypatch.context() as broken:
            original = getattr(module, name)
            broken.setattr(module, name, dies if when == "before" else after(original))
            with suppress(Killed):
                advance()
        if stage == 0:
            advance()
        for pk in queued()[:1]:
            write(scripted, pk)
    whole(batch, scripted)


def test_the_process_that_started_it_dies_before_anybody_is_told(
    author: User, scripted: ScriptedEngine
) -> None:
    """Nothing is sent in this test: the transaction that would send it never ends."""
    whole(start_batch(author, chosen(make_listing(author) for _ in range(PRODUCTS))), scripted)


def test_no_message_of_any_draft_arrives(author: User, scripted: ScriptedEngine) -> None:
    batch = make_batch(author, PRODUCTS)
    advance()
    forget_leases()
    assert len(queued()) == PRODUCTS, "the reaper sends them again"
    whole(batch, scripted)


def test_every_message_comes_three_times(author: User, scripted: ScriptedEngine) -> None:
    batch = make_batch(author, PRODUCTS)
    advance()
    for pk in queued():
        write(scripted, pk)
        for _again in range(2):
            generating.run(pk)
            receivers._ended(generation=pk)
    whole(batch, scripted)


def test_a_worker_dies_while_it_writes(
    author: User, scripted: ScriptedEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    batch = make_batch(author, PRODUCTS)
    advance()
    with monkeypatch.context() as broken:
        broken.setattr(generating, "land", dies)
        with pytest.raises(Killed):
            write(scripted, queued()[0])
    advance()
    assert statuses(batch).count("sent") == PRODUCTS, "its lease has not run out"
    whole(batch, scripted, asked=PRODUCTS + 1)


def test_a_worker_dies_in_the_transaction_that_keeps_the_text(
    author: User, scripted: ScriptedEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    batch = make_batch(author, PRODUCTS)
    advance()
    with monkeypatch.context() as broken:
        broken.setattr(landing, "tell_ended", dies)
        with pytest.raises(Killed):
            write(scripted, queued()[0])
    whole(batch, scripted, asked=PRODUCTS + 1)


@pytest.mark.django_db(transaction=True)
def test_a_worker_dies_after_the_text_is_kept_and_before_it_is_told(
    author: User, scripted: ScriptedEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    batch = make_batch(author, PRODUCTS)
    advance()
    with monkeypatch.context() as broken:
        broken.setattr(receivers, "advance", dies)
        with pytest.raises(Killed):
            write(scripted, queued()[0])
    assert Listing.objects.filter(number=1).count() == 1
    whole(batch, scripted)


@pytest.mark.django_db(transaction=True)
def test_the_end_of_a_draft_sends_the_next_one(
    author: User, scripted: ScriptedEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sending, "FOLD", 0.25)  # one at once
    batch = make_batch(author, PRODUCTS)
    assert advance() == 1
    for ended in range(1, PRODUCTS + 1):
        write(scripted, queued()[0])
        assert statuses(batch).count("done") == ended
    batch.refresh_from_db()
    assert batch.status == Batch.Status.DONE


@pytest.mark.django_db(transaction=True)
def test_without_a_broker_a_batch_is_made_and_waits(
    author: User, scripted: ScriptedEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_args: Any, **_kwargs: Any) -> None:
        raise OperationalError("away")

    with monkeypatch.context() as broken:
        broken.setattr(current_app, "send_task", away)
        batch = make_batch(author, PRODUCTS)
        advance()
        assert set(Generation.objects.values_list("error", flat=True)) == {"broker"}
        assert statuses(batch) == ["sent"] * PRODUCTS
    whole(batch, scripted)


def test_the_job_of_a_product_is_gone(author: User, scripted: ScriptedEngine) -> None:
    """Nobody takes jobs away; where it happens all the same, the product does not hang."""
    batch = make_batch(author, 1)
    advance()
    BatchItem.objects.update(generation=None)
    advance()
    assert (statuses(batch), batch.items.get().error) == (["failed"], "lost")


def test_a_worker_that_is_lost_three_times_with_a_product_leaves_it_to_another_try(
    author: User, scripted: ScriptedEngine
) -> None:
    batch = make_batch(author, 1)
    advance()
    for _ in range(3):
        assert jobs.claim(queued()[0]) is not None
        forget_leases()
    assert Generation.objects.get().error == "lost"
    assert advance() == 1, "by a job of its own"
    write(scripted, queued()[0], GOOD)
    advance()
    assert statuses(batch) == ["done"]
