"""Word by word differences: both sides can be read back, whatever they hold."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from content.presentation.diffing import compare, compare_listings
from domain.listing import Listing


@given(st.text(max_size=80), st.text(max_size=80))
def test_each_side_can_be_read_back(before: str, after: str) -> None:
    difference = compare(before, after)
    assert "".join(piece.text for piece in difference.before) == before
    assert "".join(piece.text for piece in difference.after) == after
    assert difference.changed == (before != after)


def test_words_stay_whole() -> None:
    difference = compare("200MP ana kamera", "200MP ön kamera")
    assert [(p.kind, p.text) for p in difference.before] == [
        ("same", "200MP "),
        ("gone", "ana"),
        ("same", " kamera"),
    ]


def test_a_very_long_text_is_compared_as_a_whole() -> None:
    difference = compare("a " * 5000, "b " * 5000)
    assert [piece.kind for piece in difference.before] == ["gone"]


def test_a_feature_that_was_put_in_stands_opposite_nothing() -> None:
    before, after = Listing("t", ("bir", "üç"), "d"), Listing("t", ("bir", "iki", "üç"), "d")
    difference = compare_listings(before, after)
    assert [feature.changed for feature in difference.features] == [False, True, False]
    assert difference.features[1].before == ()
    assert difference.changed
