"""Two hundred pieces of feedback from twenty connections at once: one retraining, none lost."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from accounts.errors import ActionRefused
from accounts.models import User
from accounts.roles import Role
from learning.actions.policies import add_policy
from learning.actions.triggering import consider, consider_all, start_by_hand
from learning.models import Feedback, Policy, Retraining
from learning.queries.counting import counted
from tests.factories import make_user
from tests.learning.making import make_feedback, make_policy

pytestmark = pytest.mark.django_db(transaction=True)
CONNECTIONS, EACH = 20, 10
ALL = CONNECTIONS * EACH


@pytest.fixture
def policy() -> Policy:
    return make_policy()


def give(barrier: Barrier, policy: Policy, number: int, *, looks: bool = True) -> int:
    """One connection's feedback, each followed by a look at the counter; how many looks began."""
    try:
        barrier.wait()
        began = 0
        for place in range(EACH):
            make_feedback(policy, key=f"{number}:{place}", subject=f"item:{number}:{place}")
            began += looks and consider(policy.pk)
        return began
    finally:
        connection.close()


def all_give(policy: Policy, *, looks: bool = True) -> int:
    barrier = Barrier(CONNECTIONS)
    with ThreadPoolExecutor(CONNECTIONS) as pool:
        given = [
            pool.submit(give, barrier, policy, number, looks=looks) for number in range(CONNECTIONS)
        ]
        return sum(each.result() for each in given)


def accounted() -> int:
    """Every piece is there, and those that were taken are looked at once."""
    row = Retraining.objects.get()
    taken = Feedback.objects.filter(taken_by=row)
    assert row.counted == taken.count() == row.uses.count()
    return taken.count() + Feedback.objects.filter(taken_by=None).count()


def test_two_hundred_at_once_begin_one(policy: Policy) -> None:
    assert all_give(policy) == 1
    assert accounted() == ALL
    assert Retraining.objects.get().counted >= policy.threshold
    assert consider_all() == 0


def test_where_every_message_is_lost_the_beat_begins_one(policy: Policy) -> None:
    assert all_give(policy, looks=False) == 0
    assert not Retraining.objects.exists()
    assert consider_all() == 1
    assert consider_all() == 0
    assert accounted() == ALL
    assert counted(policy).waiting == 0


def test_twenty_beats_at_once_begin_one(policy: Policy) -> None:
    all_give(policy, looks=False)
    barrier = Barrier(CONNECTIONS)

    def beat(_number: int) -> int:
        try:
            barrier.wait()
            return consider_all()
        finally:
            connection.close()

    with ThreadPoolExecutor(CONNECTIONS) as pool:
        assert sum(pool.map(beat, range(CONNECTIONS))) == 1
    assert accounted() == ALL


def test_a_manager_and_the_counter_at_the_same_moment_begin_one(policy: Policy) -> None:
    manager = make_user(Role.MANAGER)
    all_give(policy, looks=False)
    barrier = Barrier(4)

    def start(by: User | None) -> str:
        try:
            barrier.wait()
            if by is None:
                return "began" if consider(policy.pk) else "not now"
            start_by_hand(by, policy)
        except ActionRefused as refused:
            return refused.code
        finally:
            connection.close()
        return "began"

    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(start, (manager, None, manager, None)))
    assert found.count("began") == 1
    assert set(found) <= {"began", "not now", "under_way"}
    assert accounted() == ALL


def test_a_policy_that_is_added_meanwhile_takes_each_piece_once(policy: Policy) -> None:
    """Feedback moves to the new counter or fills the old one, never both."""
    manager = make_user(Role.MANAGER)
    all_give(policy, looks=False)
    barrier = Barrier(2)

    def do(what: str) -> None:
        try:
            barrier.wait()
            if what == "consider":
                consider(policy.pk)
            else:
                add_policy(manager, policy.family, "electronics")
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(do, ("consider", "add")))
    row = Retraining.objects.get()
    assert row.taken.count() == row.uses.count() == row.counted == ALL
    assert set(row.taken.values_list("policy", flat=True)) == {row.policy_id}
