"""HTML read with offsets intact, made plain, made safe."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain import markup

PIECES = st.lists(
    st.one_of(
        st.text(max_size=12),
        st.sampled_from(
            [
                "<p>",
                "</p>",
                "<br/>",
                "<b",
                "< 6",
                "&amp;",
                "&nbsp;",
                "&lt;b&gt;",
                "&foo;",
                "&#8217;",
                "<!-- x",
                "-->",
                "<script>alert(1)</script>",
                "<a href='x>y'>",
                "</",
                '<p class="a',
                "&#0;",
                "&#x110000;",
                "&nGt;",
                "<DIV>",
                "<İ>",
                "<",
            ]
        ),
    ),
    max_size=12,
).map("".join)


@given(PIECES)
def test_blank_is_as_long_as_the_source(text: str):
    assert len(markup.blank(text)) == len(text)


@given(PIECES)
def test_tags_stand_where_they_say_and_blank_hides_them(text: str):
    for tag in markup.tags(text):
        assert text[tag.start] == "<"
        assert markup.blank(text)[tag.start : tag.end].strip() == ""


@given(PIECES)
def test_clean_is_safe_and_stable(text: str):
    allowed = frozenset({"p", "b", "br"})
    cleaned = markup.clean(text, allowed)
    assert {tag.name for tag in markup.tags(cleaned)} <= allowed
    assert all(
        cleaned[tag.start : tag.end] in {f"<{tag.name}>", f"</{tag.name}>"}
        for tag in markup.tags(cleaned)
    )
    assert markup.clean(cleaned, allowed) == cleaned


@given(st.text())
def test_text_without_markup_is_untouched(text: str):
    bare = text.replace("<", "").replace("&", "")
    assert markup.blank(bare) == bare
    assert markup.tags(bare) == []


@pytest.mark.parametrize("text", ["5 < 6", "7 > 3", "AT&T", "a <5 kg", "x & y", "&yok;", "<"])
def test_what_no_browser_takes_for_markup_is_text(text: str):
    assert markup.blank(text) == text
    assert markup.plain(text) == text
    assert markup.tags(text) == []


def test_blank_parts_blocks_and_decodes_entities():
    assert markup.blank("<p>Bir<b>iki</b>&amp;</p>") == "\n  Bir   iki    &    \n   "
    assert markup.blank("6.8&quot; ekran") == '6.8"      ekran'


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("<p>Bir<br>iki &amp; üç&nbsp;x</p>\n<p>son</p>", "Bir\niki & üç x\nson"),
        ("<b>200</b>MP", "200MP"),
        ("a &lt;b&gt; c", "a <b> c"),
        ("x<script>alert('<p>')</script>y", "xy"),
        ("<style>p{}</style >a<!-- <b>gizli</b> -->b", "ab"),
        ("  çok   boşluk \n\n\n satır ", "çok boşluk\nsatır"),
    ],
)
def test_plain_is_what_a_person_reads(text: str, seen: str):
    assert markup.plain(text) == seen


def test_clean_drops_attributes_handlers_and_other_tags():
    text = '<p onclick="x()" style="a">Merhaba <a href="javascript:x">bağ</a><img src=x onerror=y>'
    assert markup.clean(text, frozenset({"p"})) == "<p>Merhaba bağ</p>"
    assert markup.clean("<script>alert(1)</script>a", frozenset({"script"})) == "a"
    assert markup.clean("5 < 6 & <b>7</b>", frozenset()) == "5 &lt; 6 &amp; 7"


def test_tags_know_name_place_and_side():
    assert markup.tags("<P class='a>b'>x</p ><br/>") == [
        markup.Tag("p", 0, 15),
        markup.Tag("p", 16, 21, closing=True),
        markup.Tag("br", 21, 26),
    ]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("<p>a</p><br>", []),
        ("<p>a", ["p"]),
        ("a</p>", ["p"]),
        ("<p><b>a</p>", ["b"]),
        ("<p><b>a</b><i>b</p></i>", ["i", "i"]),
    ],
)
def test_unbalanced_tags(text: str, names: list[str]):
    assert [tag.name for tag in markup.unbalanced(text)] == names


@given(st.lists(st.sampled_from(["<p>", "</P>", "<br>", "<b", "<a x>", "<script>", "a", "<", ">"])))
def test_tags_are_the_same_whether_attributes_stand_beside_or_not(pieces: list[str]) -> None:
    text, beside = "".join(pieces), "<i title='x'>"
    assert markup.tags(text) == [
        tag._replace(start=tag.start - len(beside), end=tag.end - len(beside))
        for tag in markup.tags(beside + text)[1:]
    ]
