"""Losses in a bounded number of points."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from training.curve import MOST, Curve


@given(st.lists(st.floats(0, 10), min_size=1, max_size=1000))
def test_every_step_counts_once_however_many_there_are(losses: list[float]) -> None:
    curve = Curve()
    for number, loss in enumerate(losses, 1):
        curve.add(number, loss)
    assert len(curve.points) <= MOST
    assert sum(point[2] for point in curve.points) == len(losses)
    total = sum(point[1] * point[2] for point in curve.points)
    assert total == pytest.approx(sum(losses))
    assert curve.points[-1][0] == len(losses)


def test_a_step_that_comes_again_replaces_what_came_after() -> None:
    curve = Curve()
    for number in range(1, 6):
        curve.add(number, 1.0, 2.0)
    curve = Curve(curve.as_json())
    curve.add(3, 9.0)
    assert [point[:2] for point in curve.points] == [[1, 1.0], [2, 1.0], [3, 9.0]]
    assert [point[0] for point in curve.validation] == [1, 2]


def test_looks_are_bounded_and_keep_the_first_and_the_last() -> None:
    curve = Curve()
    for number in range(MOST * 3):
        curve.look(number, 1.0)
    assert len(curve.validation) <= MOST
    assert curve.validation[0][0] == 0
    assert curve.validation[-1][0] >= MOST * 3 - 2
