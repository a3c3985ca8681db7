"""How a field is read: what is undone, and that offsets lead back to the raw string."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.quality.grounding.reading import read


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("200 MP", "200 MP"),
        ("2<b>00</b>MP", "200MP"),
        ("2<!-- x -->00", "200"),
        ("<p>bir</p><p>iki</p>", "\nbir\n\niki\n"),
        ("bir<br/>iki", "bir\niki"),
        ("5 < 6 & 7", "5 < 6 & 7"),
        ("&#50;00&nbsp;MP", "200 MP"),
        ("&quot;x&quot; &bogus;", '"x" &bogus;'),
        ("２００ＭＰ", "200MP"),
        ("٢٠٠", "200"),
        ("𝟐𝟎𝟎", "200"),
        ("2\u200b0\u00ad0\u200d", "200"),
        ("m²", "m2"),
        ("½", "1/2"),
        ("6,8″", '6,8"'),
        ("10–15", "10-15"),
        ("30×40", "30x40"),
        ("AMOLED™", "AMOLED"),
        ("25 ℃", "25 °C"),
        ("c\u0327elik", "çelik"),
        ("МР", "MP"),
    ],
)
def test_a_field_is_read_as_a_shopper_sees_it(raw: str, text: str) -> None:
    assert read(raw).text == text


@pytest.mark.parametrize("word", ["TİTANYUM", "TITANYUM", "titanyum", "Tıtanyum"])
def test_flat_text_knows_no_case_and_no_marks(word: str) -> None:
    assert read(word).flat == "titanyum"


@given(st.text(max_size=120))
def test_the_flat_text_is_as_long_as_the_text_and_offsets_lie_within_the_raw(raw: str) -> None:
    reading = read(raw)
    assert len(reading.flat) == len(reading.text)
    for start in range(len(reading.text)):
        first, last = reading.span(start, start + 1)
        assert 0 <= first < last <= len(raw)
