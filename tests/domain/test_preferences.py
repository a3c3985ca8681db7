"""What people's answers teach a model."""

from __future__ import annotations

from statistics import median

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.preferences import BAD, GAP, GOOD, label_of, pairs_of, winner_of
from domain.rating import SCALE, Choice

ratings = st.lists(st.sampled_from(SCALE), max_size=10)


@pytest.mark.parametrize(
    ("said", "label"),
    [
        ([5], True),
        ([4], True),
        ([3], None),
        ([2], False),
        ([1], False),
        ([], None),
        ([5, 5, 1], True),
        ([1, 1, 5], False),
        ([4, 3], None),
        ([2, 3], None),
        ([5, 1], None),
    ],
)
def test_the_median_of_the_raters_labels_a_text(said: list[int], label: bool | None):
    assert label_of(said) is label


@given(ratings)
def test_a_label_is_never_against_the_rule(said: list[int]):
    label = label_of(said)
    if label is True:
        assert median(said) >= GOOD
    elif label is False:
        assert median(said) <= BAD
    else:
        assert not said or BAD < median(said) < GOOD


def test_every_two_texts_far_enough_apart_are_a_pair_the_better_first():
    texts = [("bad", [1, 1]), ("good", [5, 5]), ("fair", [3, 3]), ("unrated", [])]
    assert sorted(pairs_of(texts)) == [("fair", "bad"), ("good", "bad"), ("good", "fair")]
    assert list(pairs_of([("one", [4]), ("other", [3])])) == []


@given(st.lists(ratings, max_size=6))
def test_no_pair_is_closer_than_the_gap_and_none_comes_twice(said: list[list[int]]):
    pairs = list(pairs_of([(place, each) for place, each in enumerate(said)]))
    assert all(median(said[better]) - median(said[worse]) >= GAP for better, worse in pairs)
    assert len({frozenset(pair) for pair in pairs}) == len(pairs)


@pytest.mark.parametrize(
    ("said", "winner"),
    [
        (["a"], Choice.A),
        (["b", "b", "a"], Choice.B),
        (["a", "both_good", "both_bad"], Choice.A),
        (["a", "b"], None),
        (["both_good", "both_bad"], None),
        ([], None),
    ],
)
def test_more_of_the_decisive_answers_choose(said: list[str], winner: Choice | None):
    assert winner_of(said) is winner
