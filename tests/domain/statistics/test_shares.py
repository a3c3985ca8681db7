"""Paired shares against published intervals, and what must hold of any pairs."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.statistics.paired import binomial_test
from domain.statistics.shares import compare_shares

PAIRS = st.lists(st.tuples(st.booleans(), st.booleans()), min_size=1, max_size=60)


def cells(both: int, after: int, before: int, neither: int) -> tuple[list[bool], list[bool]]:
    """The flags before and after of so many pairs of each kind."""
    pairs = [(True, True)] * both + [(False, True)] * after
    pairs += [(True, False)] * before + [(False, False)] * neither
    return [one for one, _other in pairs], [other for _one, other in pairs]


@pytest.mark.parametrize(
    ("table", "low", "high"),
    [  # Newcombe (1998), method 10
        ((36, 12, 2, 0), 0.0569, 0.3404),
        ((20, 12, 2, 16), 0.0562, 0.3292),
    ],
)
def test_published_intervals(table: tuple[int, int, int, int], low: float, high: float):
    found = compare_shares(*cells(*table))
    assert found.difference.mean == pytest.approx(0.2)
    assert (found.difference.low, found.difference.high) == pytest.approx((low, high), abs=1e-4)
    assert found.p == pytest.approx(binomial_test(12, 14))


def test_where_nothing_changed_the_interval_keeps_its_width():
    found = compare_shares([False] * 20, [False] * 20)
    assert found.p == 1
    assert found.difference.low < -0.1
    assert found.difference.high > 0.1


@given(PAIRS)
def test_turned_round_only_the_sign_changes(pairs: list[tuple[bool, bool]]):
    before, after = [one for one, _other in pairs], [other for _one, other in pairs]
    found, turned = compare_shares(before, after), compare_shares(after, before)
    assert turned.p == found.p
    assert turned.difference.mean == pytest.approx(-found.difference.mean)
    assert turned.difference.low == pytest.approx(-found.difference.high)
    assert -1 <= found.difference.low <= found.difference.mean + 1e-12
    assert found.difference.mean <= found.difference.high + 1e-12 <= 1 + 1e-12


def test_pairs_are_needed():
    with pytest.raises(ValueError, match="pairs"):
        compare_shares([], [])
    with pytest.raises(ValueError, match="pairs"):
        compare_shares([True], [])
