"""Feedback that its giver takes back at the moment at which a retraining takes it."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Event

import pytest
from django.db import connection, transaction

from learning.actions.beginning import take
from learning.actions.keeping import forget
from learning.models import Feedback, Policy, Retraining, Use
from tests.learning.making import make_feedback, make_policy, make_retraining

pytestmark = pytest.mark.django_db(transaction=True)
A_WHILE = 0.3


@pytest.fixture
def policy() -> Policy:
    return make_policy()


def while_open(first: Callable[[], object], second: Callable[[], int | None]) -> int | None:
    """`second`, begun on a connection of its own before what `first` wrote was kept."""
    begun = Event()

    def other() -> int | None:
        try:
            begun.set()
            return second()
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            first()
            answer: Future[int | None] = pool.submit(other)
            assert begun.wait(5)
            begun.clear()
            begun.wait(A_WHILE)  # it has asked for the row by now
        return answer.result(timeout=20)


def test_what_a_retraining_is_taking_is_not_forgotten(policy: Policy) -> None:
    feedback, row = make_feedback(policy), make_retraining(policy)
    forgot = while_open(lambda: take(row, [feedback.pk]), lambda: forget(feedback.key))
    assert forgot == 0
    assert Feedback.objects.get().taken_by == row
    assert Use.objects.get().feedback == feedback


def test_what_is_being_forgotten_is_not_taken(policy: Policy) -> None:
    gone, kept, row = make_feedback(policy), make_feedback(policy), make_retraining(policy)
    while_open(lambda: forget(gone.key), lambda: taken(row, [gone.pk, kept.pk]))
    assert list(Use.objects.values_list("feedback", flat=True)) == [kept.pk]
    assert Feedback.objects.get().taken_by == row


def taken(row: Retraining, waiting: list[int]) -> None:
    """As whoever begins a retraining takes it: all or nothing."""
    with transaction.atomic():
        take(row, waiting)
