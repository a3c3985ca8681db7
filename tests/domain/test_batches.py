"""Whose turn it is, what a person looks at first, and how long a batch takes."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from domain.batches import ItemStatus, Progress, rest_after, urgency, whose_turn

SCORES = st.integers(0, 100)
COUNTS = st.integers(0, 10_000)
PROGRESS = st.builds(
    Progress,
    *[COUNTS] * 5,
    recent=COUNTS,
    seconds=st.floats(0, 1e6, allow_nan=False),
)


@given(st.integers(2, 6), st.integers(1, 40))
def test_each_batch_is_served_as_often_as_the_others(count: int, rounds: int) -> None:
    turns = dict.fromkeys(range(count), 0)
    served = []
    for number in range(1, count * rounds + 1):
        batch = whose_turn(turns)
        assert batch is not None
        turns[batch] = number
        served.append(batch)
    assert {served.count(batch) for batch in turns} == {rounds}
    assert all(one != other for one, other in pairwise(served))


def test_without_a_batch_it_is_nobody_s_turn() -> None:
    assert whose_turn({}) is None


@given(st.integers(1, 60), st.integers(1, 60), SCORES, SCORES)
def test_failures_come_first_then_errors_then_low_scores(
    more: int, fewer: int, low: int, high: int
) -> None:
    if more < fewer:
        more, fewer = fewer, more
    if low > high:
        low, high = high, low
    order = [
        urgency(ItemStatus.FAILED, None, None),
        urgency(ItemStatus.DONE, 0, high, aside=True),
        urgency(ItemStatus.DONE, more, high),
        urgency(ItemStatus.DONE, fewer, high),
        urgency(ItemStatus.DONE, 0, low),
        urgency(ItemStatus.DONE, 0, high),
        urgency(ItemStatus.CANCELLED, None, None),
        urgency(ItemStatus.SENT, None, None),
        urgency(ItemStatus.WAITING, None, None),
    ]
    assert order == sorted(order)
    assert max(order) < 32_767


@given(PROGRESS)
def test_progress_adds_up(progress: Progress) -> None:
    assert progress.ended + progress.left == progress.total
    assert 0 <= progress.percent <= 100
    assert (progress.percent == 100) == (progress.left == 0)
    if progress.seconds_left is not None:
        assert progress.seconds_left >= 0


def test_at_six_a_minute_twelve_take_two_minutes() -> None:
    progress = Progress(waiting=10, sent=2, done=30, recent=30, seconds=300)
    assert progress.per_minute == 6
    assert progress.seconds_left == 120


def test_before_anything_is_known_no_time_is_told() -> None:
    assert Progress(waiting=3).per_minute is None
    assert Progress(waiting=3).seconds_left is None
    assert Progress(done=3, recent=3, seconds=9).seconds_left is None


@given(st.integers(0, 60))
def test_a_batch_rests_longer_each_time_and_never_for_long(troubles: int) -> None:
    assert 15 <= rest_after(troubles) <= rest_after(troubles + 1) <= 300
