"""Many who move batches on at the same moment: each product is written once, and by few at once."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connection

from accounts.errors import ActionRefused
from accounts.models import User
from accounts.roles import Role
from bulk.actions.batches import cancel_batch, retry_failed, start_batch
from bulk.batching.advancing import advance
from bulk.batching.sending import FOLD
from bulk.models import Batch, BatchItem
from bulk.signals import batch_finished
from content import jobs
from content.generation import generating
from content.models import Generation, Listing
from engines.scripted import ScriptedEngine
from tests.bulk.batched import GOOD, chosen, make_batch, statuses
from tests.factories import make_listing, make_user

pytestmark = pytest.mark.django_db(transaction=True)
CONNECTIONS = 6


@pytest.fixture
def author() -> User:
    return make_user(Role.AUTHOR)


def all_at_once(act: Callable[[int], Any], count: int = CONNECTIONS) -> list[Any]:
    """What each of several connections got that did it at the same moment."""
    barrier = Barrier(count)

    def do(number: int) -> Any:
        try:
            barrier.wait()
            return act(number)
        except ActionRefused as refused:
            return refused.code
        finally:
            connection.close()

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(do, range(count)))


def test_all_who_fill_up_send_no_more_than_there_is_room(
    author: User, scripted: ScriptedEngine
) -> None:
    batch = make_batch(author, 30)
    sent = all_at_once(lambda _number: advance())
    room = FOLD * scripted.places
    assert sum(sent) == room == Generation.objects.count()
    assert statuses(batch).count("sent") == room


def test_workers_that_each_move_it_on_write_everything_once(
    author: User, scripted: ScriptedEngine
) -> None:
    """As workers do: take what waits, write it, move on; each message comes to all of them."""
    first, second = make_batch(author, 8), make_batch(author, 8)
    scripted.enqueue(*[GOOD] * 100)
    finished: list[int] = []
    heard = lambda number, **_rest: finished.append(number)  # noqa: E731
    batch_finished.connect(heard, dispatch_uid="test")
    try:

        def work(_number: int) -> None:
            advance()
            while waiting := list(Generation.objects.filter(status="queued")[:20]):
                for generation in waiting:
                    generating.run(generation.pk)
                    advance()

        all_at_once(work, 4)
        advance()
    finally:
        batch_finished.disconnect(dispatch_uid="test")
    assert statuses(first) + statuses(second) == ["done"] * 16
    assert len(scripted.requests) == Generation.objects.count() == 16
    assert not Listing.objects.exclude(number=1).exists()
    assert sorted(finished) == [first.pk, second.pk], "each was told once"


def test_batches_that_are_started_over_the_same_products_share_none(
    author: User, scripted: ScriptedEngine
) -> None:
    listings = [make_listing(author) for _ in range(6)]
    people = [make_user(Role.AUTHOR) for _ in range(4)]
    got = all_at_once(lambda number: start_batch(people[number], chosen(listings)).pk, 4)
    assert BatchItem.objects.count() == 6
    made = [pk for pk in got if isinstance(pk, int)]
    assert Batch.objects.count() == len(made) >= 1
    assert {code for code in got if not isinstance(code, int)} <= {"all_elsewhere"}


def test_stopped_while_others_fill_up_nothing_is_sent_any_more(
    author: User, scripted: ScriptedEngine
) -> None:
    batch = make_batch(author, 12)

    def act(number: int) -> object:
        return cancel_batch(author, batch).pk if number == 0 else advance()

    all_at_once(act, 4)
    jobs.reap()
    advance()
    assert set(statuses(batch)) == {"cancelled"}
    assert not Generation.objects.filter(status__in=Generation.ACTIVE).exists()
    batch.refresh_from_db()
    assert not batch.is_active


def test_tried_again_by_two_at_once_each_product_waits_once(
    author: User, scripted: ScriptedEngine
) -> None:
    batch = make_batch(author, 4)
    BatchItem.objects.update(status="failed", error="timeout")
    advance()
    got = all_at_once(lambda _number: retry_failed(author, batch).count, 3)
    assert sorted(map(str, got)) == ["4", "nothing_failed", "nothing_failed"]
    advance()
    assert Generation.objects.count() == 4
