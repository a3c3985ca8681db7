"""What a text says is the same in the editor, the row, the copies and the judgement."""

from __future__ import annotations

from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain import forms, markup
from domain.keeping import kept, kept_description
from domain.listing import Listing
from domain.markets import codes, get
from domain.quality.text import FieldText

PLAIN = [code for code in codes() if not get(code).allowed_tags]
HTML = [code for code in codes() if get(code).allowed_tags]
SIGNS = st.text(alphabet="&<>;#ampltgbp38x/ \n\"'=", max_size=40)
PIECES = st.lists(
    st.one_of(
        st.sampled_from(["<b>", "</b>", "<p>", "</p>", "<br>", "<!--", "-->", "<", "&", ">"]),
        st.sampled_from(["&amp;", "&lt;", "&gt;", "&#38;", "&amp;lt;", "\u0338", "\u037e"]),
        SIGNS,
        st.text(max_size=6),
    ),
    max_size=10,
).map("".join)


@pytest.mark.parametrize(
    "text",
    [
        "Black & Decker drill, 5 < 6",
        "7 > 3 & 2 < 4",
        "AT&T",
        "R&D;",
        "a <5 kg",
        "x <y",
        "One.\n\nTwo.",
    ],
)
def test_plain_text_is_kept_as_it_was_typed(text: str) -> None:
    for market in PLAIN:
        assert kept_description(text, market) == text


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("Black &amp; Decker, 5 &lt; 6", "Black & Decker, 5 < 6"),
        ("Black &amp;amp;amp; Decker", "Black & Decker"),
        ("<p>One.</p><p>Two &#38; three.</p>", "One.\n\nTwo & three."),
        ("<b>bold</b> &lt;b&gt;words&lt;/b&gt;", "bold words"),
        ("a<script>alert(1)</script>b<!-- c -->", "ab"),
    ],
)
def test_where_no_tags_are_allowed_neither_tags_nor_entities_are_kept(
    text: str, plain: str
) -> None:
    for market in PLAIN:
        assert kept_description(text, market) == plain


def test_where_tags_are_allowed_a_description_is_html() -> None:
    for market in HTML:
        text = kept_description('<p onclick="x()">Ali & Veli, 5 < 6</p>', market)
        assert text == "<p>Ali &amp; Veli, 5 &lt; 6</p>"
        assert markup.plain(text) == "Ali & Veli, 5 < 6"


@pytest.mark.parametrize("market", codes())
@given(PIECES)
def test_keeping_again_changes_nothing(market: str, text: str) -> None:
    once = kept_description(text, market)
    assert kept_description(once, market) == once


@pytest.mark.parametrize("market", PLAIN)
@given(PIECES)
def test_plain_text_holds_no_markup(market: str, text: str) -> None:
    once = kept_description(text, market)
    assert markup.tags(once) == []
    assert markup.plain(once) == "\n".join(
        " ".join(line.split()) for line in once.split("\n") if line.strip()
    )


@pytest.mark.parametrize("market", codes())
@given(st.lists(st.sampled_from(["&", "<", ">", " ", "a", "7", "ş"]), max_size=30).map("".join))
def test_signs_mean_themselves_everywhere(market: str, typed: str) -> None:
    text = kept_description(typed.replace("<a", "< a"), market)
    listing = Listing("t", ("f",), text)

    assert forms.read(forms.to_json(listing)) == listing
    assert forms.from_text(forms.to_text(listing)) == listing
    said = unescape(text) if get(market).allowed_tags else text
    assert "".join(said.split()) == "".join(typed.split())
    assert FieldText("description", None, text, get(market).language).visible == said


@pytest.mark.parametrize("hostile", ["&amp;" * 5000, "<b" * 5000 + ">" * 5000, "&lt;" * 5000])
@pytest.mark.parametrize("market", codes())
def test_layers_of_markup_end(market: str, hostile: str) -> None:
    once = kept_description(hostile, market)
    assert kept_description(once, market) == once


def test_titles_and_features_are_lines() -> None:
    listing = kept(Listing(" a \n b ", ("x\ty", "  ", "z"), " d "), "walmart-tr")
    assert (listing.title, listing.features, listing.description) == ("a b", ("x y", "z"), "d")
