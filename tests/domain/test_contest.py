"""Which of several drafts wins, and whose turn it is."""

from __future__ import annotations

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from domain.contest import Standing, rank, turns, winner

standings = st.builds(
    Standing,
    whole=st.booleans(),
    errors=st.integers(0, 3),
    score=st.integers(0, 100),
)
several = st.lists(st.none() | standings, max_size=20)


@given(several)
def test_nothing_is_better_than_the_winner(drafts: list[Standing | None]) -> None:
    place = winner(drafts)
    texts = [one for one in drafts if one is not None]
    if place is None:
        assert not texts
        return
    best = drafts[place]
    assert best is not None
    assert rank(best) == max(map(rank, texts))


@given(several)
def test_of_equals_the_first_wins(drafts: list[Standing | None]) -> None:
    place = winner(drafts)
    if place is not None:
        assert place == drafts.index(drafts[place])
        assert winner([*drafts, drafts[place]]) == place


@given(several)
def test_the_order_decides_between_equals_alone(drafts: list[Standing | None]) -> None:
    place = winner(drafts)
    turned = list(reversed(drafts))
    other = winner(turned)
    assert (place is None) == (other is None)
    if place is not None and other is not None:
        assert drafts[place] == turned[other]


def test_errors_go_before_the_score_and_whole_texts_before_beginnings() -> None:
    flawed, fit = Standing(True, 1, 95), Standing(True, 0, 60)
    begun = Standing(False, 0, 100)
    assert winner([flawed, fit, begun]) == 1
    assert winner([begun, flawed]) == 1
    assert winner([None, begun]) == 1
    assert winner([fit, Standing(True, 0, 61)]) == 1


@given(st.integers(1, 4), st.integers(1, 5))
def test_each_version_has_its_turns_and_none_waits_for_another_s_second(
    versions: int, drafts: int
) -> None:
    order = list(turns(versions, drafts))
    assert Counter(order) == dict.fromkeys(range(versions), drafts)
    for begin in range(0, len(order), versions):
        assert sorted(order[begin : begin + versions]) == list(range(versions))
