"""Word by word differences: both sides can be read back, whatever they hold."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.forms import MOST_WRITTEN_FEATURES
from content.presentation.diffing import Kind, Piece, compare, compare_listings
from domain.listing import Listing

# Few letters, so that much repeats: that is where differences are hard to find.
TEXTS = st.text(max_size=80) | st.text(alphabet="ab .\n", max_size=120)


@given(TEXTS, TEXTS)
def test_each_side_can_be_read_back(before: str, after: str) -> None:
    difference = compare(before, after)
    assert "".join(piece.text for piece in difference.before) == before
    assert "".join(piece.text for piece in difference.after) == after
    assert difference.changed == (before != after)
    shared = [
        "".join(piece.text for piece in side if piece.kind == "same")
        for side in (difference.before, difference.after)
    ]
    assert shared[0] == shared[1]


def test_words_stay_whole() -> None:
    difference = compare("200MP ana kamera", "200MP ön kamera")
    assert [(p.kind, p.text) for p in difference.before] == [
        ("same", "200MP "),
        ("gone", "ana "),
        ("same", "kamera"),
    ]


def test_a_word_at_the_end_is_new_and_the_one_before_it_is_not() -> None:
    difference = compare("6.8 inç ekran", "6.8 inç ekran Mavi")
    assert [(p.kind, p.text) for p in difference.after] == [
        ("same", "6.8 inç ekran"),
        ("new", " Mavi"),
    ]


def test_where_too_many_words_differ_sentences_are_compared() -> None:
    chance = random.Random(1)
    old, new = (
        " ".join(f"{side}{chance.randrange(500)}" for _ in range(800)) + ". " for side in "ab"
    )
    difference = compare(f"Bu kalır. {old}Bu da.", f"Bu kalır. {new}Bu da.")
    assert [(p.kind, p.text) for p in difference.before] == [
        ("same", "Bu kalır. "),
        ("gone", old),
        ("same", "Bu da."),
    ]


WORDS = [f"kelime{random.Random(n).randrange(600)}" for n in range(4000)]


@pytest.mark.timeout(10)
@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param("a " * 2000, "b " * 2000, id="one word against another"),
        pytest.param("a " * 10_000, "b " * 10_000, id="the same, longer"),
        pytest.param("a " * 10_000, "a " * 9000, id="one word, more and less often"),
        pytest.param("a b " * 5000, "b a a " * 3300, id="two words in another order"),
        pytest.param("a b " * 900, "b a a " * 600, id="the same, shorter"),
        pytest.param(" ".join(WORDS[:1990]), " ".join(WORDS[1990:]), id="unlike texts"),
        pytest.param(" ".join(WORDS), " ".join(WORDS[::-1]), id="backwards"),
        pytest.param(". " * 10_000, "! " * 10_000, id="nothing but ends of sentences"),
        pytest.param("a. b. " * 3000, "b. a. a. " * 2000, id="a sentence a word"),
        pytest.param("\n" * 20_000, " " * 20_000, id="white space alone"),
        pytest.param("a" * 20_000, "b" * 20_000, id="one long word"),
    ],
)
def test_no_text_takes_long(before: str, after: str) -> None:
    difference = compare(before, after)
    assert "".join(piece.text for piece in difference.before) == before
    assert "".join(piece.text for piece in difference.after) == after
    assert difference.changed


@pytest.mark.timeout(10)
def test_nor_do_as_many_and_as_long_features_as_the_studio_takes() -> None:
    before = Listing("t", ("a b " * 125,) * MOST_WRITTEN_FEATURES, "d")
    after = Listing("t", ("b a a " * 83,) * MOST_WRITTEN_FEATURES, "d")
    assert len(compare_listings(before, after).features) == MOST_WRITTEN_FEATURES


class TestDescriptions:
    """A description is compared as it is read, and its markup only where nothing else differs."""

    def test_tags_are_not_shown(self) -> None:
        before = Listing("t", (), "<p>Birinci bölüm.</p><p>a &amp; b</p>")
        after = Listing("t", (), "<p>Birinci bölüm.</p><p>a &amp; c</p>")
        difference = compare_listings(before, after).description
        shown = "".join(piece.text for piece in difference.before + difference.after)
        assert "<" not in shown
        assert "a & c" in shown
        assert difference.changed

    def test_markup_alone_still_is_a_difference(self) -> None:
        before = Listing("t", (), "<p>Aynı sözler.</p>")
        after = Listing("t", (), "<p><b>Aynı</b> sözler.</p>")
        difference = compare_listings(before, after).description
        assert difference.changed
        assert "<b>" in "".join(piece.text for piece in difference.after)


@given(st.text(alphabet="ab ç\n", max_size=400), st.sampled_from(["same", "gone", "new"]))
def test_folding_loses_nothing_and_keeps_changes_whole(text: str, kind: Kind) -> None:
    piece = Piece(kind, text)
    assert "".join(piece.folded) == text
    if kind != "same":
        assert piece.folded[0] == text


def test_a_long_equal_stretch_folds_its_middle_between_words() -> None:
    start, rest, end = Piece("same", "sözcük " * 60).folded
    assert len(rest) > len(start + end)
    assert start.endswith(" ")
    assert rest.startswith("sözcük")
