"""Fifty raters at the same moment: nothing is given out twice, and nothing is lost."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection, transaction

from accounts.errors import ActionRefused
from accounts.models import User
from accounts.roles import Role
from evaluation.actions.campaigns import make_gold
from evaluation.actions.claiming import AHEAD, claim, fill_up, held
from evaluation.actions.rating import Answer, submit
from evaluation.models import Assignment, Campaign, Item
from tests.evaluation.rated import make_campaign, scores
from tests.factories import make_user

pytestmark = pytest.mark.django_db(transaction=True)
RATERS, ITEMS, EACH = 50, 20, 3


def work(barrier: Barrier, rater: User, campaign: Campaign) -> int:
    """All that the queue has for a rater, answered; how many that were."""
    done = 0
    try:
        barrier.wait()
        while given := claim(rater, campaign):
            submit(rater, campaign, given[0].token or "", Answer(scores()))
            done += 1
    finally:
        connection.close()
    return done


def test_fifty_raters_at_once() -> None:
    campaign = make_campaign(ITEMS, raters_each=EACH)
    raters = [make_user(Role.RATER) for _ in range(RATERS)]
    barrier = Barrier(RATERS)
    with ThreadPoolExecutor(RATERS) as pool:
        done = list(pool.map(lambda rater: work(barrier, rater, campaign), raters))
    rated = Assignment.objects.filter(state=Assignment.State.RATED)
    items = Counter(rated.values_list("item", flat=True))
    assert set(items.values()) == {EACH}
    assert len(items) == ITEMS
    assert sum(done) == rated.count() == ITEMS * EACH
    assert max(Counter(rated.values_list("item", "rater")).values()) == 1


def test_one_rater_in_two_windows_gets_an_item_once() -> None:
    campaign = make_campaign(6, raters_each=3)
    rater = make_user(Role.RATER)
    barrier = Barrier(4)
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _: work(barrier, rater, campaign), range(4)))
    assert Assignment.objects.filter(rater=rater).count() == 6


def test_two_windows_that_open_at_once_show_the_same_items() -> None:
    """Which of two is given first differs by chance, so that it is tried several times."""
    campaign = make_campaign(AHEAD, raters_each=10)
    for _time in range(5):
        rater, barrier = make_user(Role.RATER), Barrier(3)
        with ThreadPoolExecutor(3) as pool:
            given = list(pool.map(lambda _, r=rater, b=barrier: shown(b, r, campaign), range(3)))
        assert given == [given[0]] * 3
        assert len(given[0]) == AHEAD


def shown(barrier: Barrier, rater: User, campaign: Campaign) -> list[int]:
    """What a page that opens now has."""
    try:
        barrier.wait()
        return [each.pk for each in claim(rater, campaign)]
    finally:
        connection.close()


def test_gold_is_made_while_a_rater_goes_on() -> None:
    """Neither waits for what the other holds: the manager for the place, the rater for more."""
    if connection.vendor != "postgresql":
        pytest.skip("one writer at a time: nobody holds what another waits for")
    manager, rater = make_user(Role.MANAGER), make_user(Role.RATER)
    campaign = make_campaign(2, by=manager, raters_each=1, gold_every=1)
    make_gold(manager, campaign.items.get(number=1), {"overall": 1})
    item = campaign.items.get(number=2)
    item.assignments.update(state=Assignment.State.CLAIMED, rater=rater, sequence=1)
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            have = held(rater, campaign)
            refused = pool.submit(refusal, manager, item)
            while not somebody_waits():
                assert not refused.done()
            assert len(fill_up(rater, campaign, have)) == AHEAD
        assert refused.result() == "already_judged"


def refusal(manager: User, item: Item) -> str:
    """The code with which gold is refused."""
    try:
        make_gold(manager, item, {"overall": 1})
    except ActionRefused as refused:
        return refused.code
    finally:
        connection.close()
    return ""


def somebody_waits() -> bool:
    """Whether another connection waits for a lock of this one."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_locks"
            " WHERE NOT granted AND pg_backend_pid() = ANY(pg_blocking_pids(pid))"
        )
        return bool(cursor.fetchone()[0])
