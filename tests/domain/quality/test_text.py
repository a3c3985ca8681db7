"""What a reader sees, and the way back to what was typed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.quality.folding import fold
from domain.quality.text import FieldText


def _part(raw: str) -> FieldText:
    return FieldText("description", None, raw, "tr")


@pytest.mark.parametrize(
    ("raw", "visible"),
    [
        ("<p>Bir <b>i</b>ki</p>", "\nBir iki\n"),
        ("&Uuml;r&uuml;n &amp; &lt;b&gt;", "Ürün & <b>"),
        ("fr\u200bee", "free"),
        ("u\u0308st", "üst"),
        ("ｆｒｅｅ", "free"),
        ("5 < 6 ve 7 > 3", "5 < 6 ve 7 > 3"),
        ("A &bilinmeyen; B", "A &bilinmeyen; B"),
        ("x\x00y\ud800z", "xyz"),
        ("<!-- gizli -->açık", "açık"),
    ],
)
def test_visible(raw: str, visible: str):
    assert _part(raw).visible == visible


@pytest.mark.parametrize(
    ("raw", "shown", "typed"),
    [
        ("<p>Rahat &amp; <b>ha</b>fif taban</p>", "hafif", "ha</b>fif"),
        ("&uuml;r&uuml;n iyi", "ürün", "&uuml;r&uuml;n"),
        ("a\u200bb\u200bc son", "abc", "a\u200bb\u200bc"),
        ("ön ｆｒｅｅ son", "free", "ｆｒｅｅ"),
        ("düz yazı", "yazı", "yazı"),
    ],
)
def test_places_lead_back_to_what_was_typed(raw: str, shown: str, typed: str):
    part = _part(raw)
    start = part.visible.index(shown)
    assert part.quote(part.place(start, start + len(shown))) == typed


@given(st.text(st.sampled_from("ab<>&;/p!-#3x\u200b\u0301ﬁＡİı \n\x00")))
def test_every_place_lies_in_the_raw_text_and_in_order(raw: str):
    part = _part(raw)
    assert len(part.folded) == len(part.visible)
    places = [part.place(at, at + 1) for at in range(len(part.visible))]
    starts = [place.start for place in places if place.start is not None]
    assert starts == sorted(starts)
    assert all(0 <= (place.start or 0) <= (place.end or 0) <= len(raw) for place in places)


@given(st.text())
def test_folding_keeps_the_length(text: str):
    assert len(fold(text)) == len(text)


def test_folding_takes_case_diacritics_and_lookalikes_away():
    assert fold("İNDİRİM ındırım Indirim") == "indirim indirim indirim"
    assert fold("Trеndуol’da") == "trendyol'da"
    assert fold("ÜCRETSİZ ücretsız") == "ucretsiz ucretsiz"
