"""When stars, ratings and edits say that a text went wrong."""

from __future__ import annotations

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.feedback import (
    MUCH,
    changed_share,
    edit_is_negative,
    is_negative,
    rating_of,
)
from domain.listing import Listing
from domain.rating import HIGHEST, LOWEST

words = st.text(string.ascii_letters + "çğıöşüİ", min_size=1, max_size=8)
texts = st.lists(words, max_size=20).map(" ".join)
listings = st.builds(Listing, texts, st.lists(texts, max_size=4).map(tuple), texts)


def test_under_three_is_negative() -> None:
    assert [stars for stars in range(1, 6) if is_negative(stars)] == [1, 2]


@pytest.mark.parametrize(
    ("scores", "rating"),
    [
        ({"overall": 2, "clarity": 5}, 2),
        ({"clarity": 2, "accuracy": 3}, 3),
        ({"clarity": 2, "accuracy": 2, "style": 3}, 2),
        ({"clarity": 5}, 5),
        ({}, None),
    ],
)
def test_the_overall_score_is_the_rating_else_the_mean(
    scores: dict[str, int], rating: int | None
) -> None:
    assert rating_of(scores) == rating


@given(st.dictionaries(st.text(min_size=1), st.integers(LOWEST, HIGHEST), min_size=1))
def test_a_rating_lies_between_its_scores(scores: dict[str, int]) -> None:
    rating = rating_of(scores)
    assert rating is not None
    assert min(scores.values()) <= rating <= max(scores.values())


@given(listings)
def test_nothing_changed_is_no_share(text: Listing) -> None:
    assert changed_share(text, text) == 0
    assert not edit_is_negative(text, text, had_errors=False)


@given(listings, listings)
def test_a_share_is_a_share_and_the_same_both_ways(one: Listing, other: Listing) -> None:
    share = changed_share(one, other)
    assert 0 <= share <= 1
    assert share == changed_share(other, one)


@given(texts, texts)
def test_moving_features_changes_no_word(first: str, second: str) -> None:
    before = Listing("Başlık", (first, second), "")
    after = Listing("Başlık", (second, first), "")
    assert changed_share(before, after) == 0


@given(listings, listings)
def test_what_could_not_be_approved_is_negative(one: Listing, other: Listing) -> None:
    assert edit_is_negative(one, other, had_errors=True)


def test_a_word_in_another_field_is_changed() -> None:
    assert changed_share(Listing("a b", (), "c"), Listing("a", (), "c b")) == pytest.approx(1 / 3)


def test_other_words_altogether_are_all_changed() -> None:
    assert changed_share(Listing("a", ("b",), "c"), Listing("d", ("e",), "f")) == 1
    assert changed_share(Listing("", (), ""), Listing("a", (), "")) == 1


def test_tags_and_the_letters_form_change_nothing() -> None:
    before = Listing("şık", (), "<p>Uzun <b>bir</b> metin.</p>")
    after = Listing("s\u0327ık", (), "Uzun bir metin.")
    assert changed_share(before, after) == 0


def test_a_tenth_of_the_words_is_the_bound() -> None:
    before = Listing("", (), " ".join("abcdefghij"))
    for changed, negative in ((1, True), (0, False)):
        after = Listing("", (), " ".join(["x"] * changed + list("abcdefghij"[changed:])))
        assert edit_is_negative(before, after, had_errors=False) is negative
    assert MUCH == 0.1
    long = [f"w{number}" for number in range(100)]
    mended = Listing("", (), " ".join(["x", *long[1:]]))
    assert not edit_is_negative(Listing("", (), " ".join(long)), mended, had_errors=False)
