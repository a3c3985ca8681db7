"""Texts that spreadsheets would run: harmless in a file, and as they were when they come back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.formulas import as_meant, harmless, is_formula

LIKELY = st.text(st.sampled_from("'=+-@\t\r\n a"), max_size=6)


@given(LIKELY | st.text())
def test_every_text_comes_back(text: str) -> None:
    assert as_meant(harmless(text)) == text


@given(LIKELY)
def test_no_spreadsheet_runs_one(text: str) -> None:
    assert not harmless(text).lstrip(" ").startswith(("=", "+", "-", "@", "\t", "\r", "\n"))


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("=1", "'=1"),
        (" =1", "' =1"),
        ("'=1", "''=1"),
        ("-5 °C", "'-5 °C"),
        ("it's = fine", "it's = fine"),
        ("'quoted'", "'quoted'"),
    ],
)
def test_only_what_looks_like_a_formula_is_touched(text: str, cell: str) -> None:
    assert harmless(text) == cell
    assert is_formula(text) == (text != cell)


@pytest.mark.parametrize("value", [-5, 1.5, None, True])
def test_what_is_no_text_stays(value: object) -> None:
    assert harmless(value) is value
