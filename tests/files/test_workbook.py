"""Workbooks as another hand's library reads them: every cell as it was, and nothing run."""

from __future__ import annotations

import io
import tracemalloc
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook
from openpyxl.utils.escape import unescape

from files import workbook
from files.workbook import as_xlsx

FORMULAS = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", " =1", "'=1"]
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)


def read(content: bytes) -> list[list[Any]]:
    """The rows of the first sheet, headings first."""
    [sheet, *_] = load_workbook(io.BytesIO(content), rich_text=False).worksheets
    return [list(row) for row in sheet.iter_rows(values_only=True)]


def written(values: list[Any]) -> bytes:
    return b"".join(as_xlsx(["value"], ({"value": value} for value in values)))


def test_each_cell_is_read_back_as_it_was() -> None:
    moment = datetime(2026, 12, 1, 9, 30, 15, 999, tzinfo=UTC)
    rows: list[dict[str, Any]] = [
        {"text": "İş & <ışık>\nsatır", "number": -12.5, "count": 0, "yes": True, "at": moment},
        {"text": "", "number": None, "count": 3, "yes": False, "at": None},
    ]
    [headings, first, second] = read(b"".join(as_xlsx(list(rows[0]), rows)))
    assert headings == ["text", "number", "count", "yes", "at"]
    local = timezone.localtime(moment).replace(tzinfo=None, microsecond=0)
    assert first == ["İş & <ışık>\nsatır", -12.5, 0, True, local]
    assert second == [None, None, 3, False, None]


@pytest.mark.parametrize("formula", FORMULAS)
def test_what_looks_like_a_formula_is_a_text(formula: str) -> None:
    [sheet] = load_workbook(io.BytesIO(written([formula]))).worksheets
    cell = sheet["A2"]
    assert (unescape(cell.value), cell.data_type) == (formula, "s")
    assert cell.quotePrefix, "going into the cell and out again does not make it one"


@given(TEXTS)
def test_any_text_survives(text: str) -> None:
    [_heading, *rows] = read(written([text, "end"]))
    assert unescape(rows[0][0] or "") == text


def test_of_nothing_there_is_a_sheet_with_its_headings() -> None:
    assert read(written([])) == [["value"]]


def test_a_text_too_long_for_a_cell_ends_with_a_sign() -> None:
    [_heading, [fits], [cut], [wide]] = read(written(["a" * 32_767, "b" * 32_768, "😀" * 20_000]))
    assert fits == "a" * 32_767
    assert cut == "b" * 32_766 + "…"
    assert wide == "😀" * 16_383 + "…"


def test_what_one_sheet_cannot_hold_goes_on_in_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook, "MOST_ROWS", 2)
    book = load_workbook(io.BytesIO(written([1, 2, 3, 4, 5])))
    assert book.sheetnames == ["Sheet", "Sheet 2", "Sheet 3"]
    values = [[cell.value for cell in sheet["A"]] for sheet in book.worksheets]
    assert values == [["value", 1, 2], ["value", 3, 4], ["value", 5]]
    assert len(load_workbook(io.BytesIO(written([1, 2]))).worksheets) == 1


def test_the_archive_is_whole_and_made_in_pieces() -> None:
    asked: list[int] = []

    def rows() -> Iterator[dict[str, Any]]:
        for number in range(30_000):
            asked.append(number)
            yield {"value": f"{number * 7919 % 99_991} satır"}

    pieces = as_xlsx(["value"], rows())
    begin = next(pieces)
    assert 0 < len(asked) < 30_000, "the first piece is there before the last row is read"
    assert zipfile.ZipFile(io.BytesIO(begin + b"".join(pieces))).testzip() is None


def test_ten_times_the_rows_take_no_more_memory() -> None:
    def most(count: int) -> int:
        rows = ({"value": f"{number} satır " * 40} for number in range(count))
        tracemalloc.start()
        for _piece in as_xlsx(["value"], rows):
            pass
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return peak

    most(10)
    assert most(5_000) < most(500) + 300_000
