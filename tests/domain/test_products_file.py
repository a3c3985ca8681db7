"""Files of products: whatever the letters and the signs between, what was written is read."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from datetime import date
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.formulas import harmless
from domain.listing import Language, Product
from domain.products_file import (
    Fault,
    FileRefused,
    Format,
    Line,
    Stated,
    chunks,
    complete,
    guess,
    match,
    open_sheet,
    spool,
    state,
    stated,
)
from tests.domain.workbooks import cell, workbook

TURKISH = "abcçdefgğhıijklmnoöprsştuüvyzABCÇDEFGĞHIİJKLMNOÖPRSŞTUÜVYZ0123456789 -.,;|\t'\"&%()/\n"
HEADERS = ("Stok Kodu", "Ürün Adı", "Marka", "Özellikler")


def read(raw: bytes) -> tuple[tuple[str, ...], list[Line]]:
    file = io.BytesIO(raw)
    sheet = open_sheet(file, guess(file))
    return sheet.headers, list(sheet.lines)


def refused(raw: bytes) -> FileRefused:
    with pytest.raises(FileRefused) as told:
        read(raw)
    return told.value


def as_csv(rows: list[tuple[str, ...]], separator: str = ";") -> str:
    text = io.StringIO()
    csv.writer(text, delimiter=separator).writerows(rows)
    return text.getvalue()


cells = st.text(TURKISH, min_size=1, max_size=12).filter(
    lambda text: bool(text.strip()) and not text.startswith("'")
)


@given(
    rows=st.lists(st.tuples(cells, cells, cells, cells), min_size=1, max_size=5),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "windows-1254", "iso-8859-9"]),
    separator=st.sampled_from([";", ",", "\t", "|"]),
)
def test_a_table_is_read_as_it_was_written(
    rows: list[tuple[str, ...]], encoding: str, separator: str
) -> None:
    raw = as_csv([HEADERS, *rows], separator).encode(encoding)
    headers, lines = read(raw)
    assert headers == HEADERS
    assert [tuple(line.cells) for line in lines] == rows


@given(st.binary(max_size=400) | st.text(max_size=200).map(lambda text: text.encode("utf-16")))
def test_no_bytes_break_the_reading(raw: bytes) -> None:
    try:
        headers, lines = read(raw)
    except FileRefused:
        return
    columns = {"sku": 0, "name": 1}
    for line in lines:
        found = state(line, columns, len(headers))
        assert isinstance(found, Stated) or all(fault.code for fault in found)


@given(st.binary(max_size=300))
def test_no_workbook_breaks_the_reading(sheet: bytes) -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as packed:
        packed.writestr("xl/workbook.xml", sheet)
        packed.writestr("xl/worksheets/sheet1.xml", sheet)
    assert refused(file.getvalue()).code == "broken_workbook"


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
        lambda inner: (
            st.lists(inner, max_size=4)
            | st.dictionaries(st.sampled_from(["sku", "name", "input", "x"]), inner, max_size=4)
        ),
        max_leaves=12,
    )
)
def test_no_json_breaks_the_reading(value: Any) -> None:
    try:
        _headers, lines = read(json.dumps(value).encode())
    except FileRefused:
        return
    for line in lines:
        state(line, {"sku": 0}, 1)


@pytest.mark.parametrize(
    ("header", "fact"),
    [
        ("SKU", "sku"),
        ("STOK KODU", "sku"),
        ("ÜRÜN ADI", "name"),
        ("Ürün adı", "name"),
        ("product_name", "name"),
        ("MARKA", "brand"),
        ("KATEGORİ", "category"),
        ("kategori", "category"),
        ("ÖZELLİKLER", "features"),
        ("özellıkler", "features"),
        ("Price-Range", "price_range"),
        ("FİYAT ARALIĞI", "price_range"),
        ("rekabet", "competition"),
        ("Anahtar Kelime", "keyword"),
        ("DİL", "language"),
        ("PAZAR", "market"),
        ("Renk", ""),
    ],
)
def test_columns_are_known_by_their_names_in_both_languages(header: str, fact: str) -> None:
    assert dict(match([header]).places) == ({fact: 0} if fact else {})


def test_the_surer_name_goes_before_one_that_may_mean_it() -> None:
    assert match(["Title", "Name", "Barcode", "SKU"]).places == {"name": 1, "sku": 3}


def test_the_same_name_twice_is_in_doubt() -> None:
    with pytest.raises(FileRefused) as told:
        match(["SKU", "Marka", "MARKA"]).checked()
    assert (told.value.code, told.value.said) == (
        "double_column",
        {"column": "brand", "first": 2, "next": 3},
    )


def test_products_cannot_be_told_without_a_sku() -> None:
    with pytest.raises(FileRefused, match="no_sku_column"):
        match(["Ad", "Marka"]).checked()


COLUMNS = {"sku": 0, "name": 1, "features": 2, "competition": 3, "language": 4, "market": 5}


def of(*given: str) -> Stated | list[Fault]:
    return state(Line(2, list(given)), COLUMNS, 6)


def fault(*given: str) -> tuple[str, str]:
    found = of(*given)
    assert isinstance(found, list)
    return found[0].field, found[0].code


def test_a_line_states_facts_as_the_product_keeps_them() -> None:
    features = "750 ml | çelik |  "
    found = of(" A  1 ", "Çelik  Termos", features, "DÜŞÜK", "Türkçe", "Walmart, Türkçe")
    assert found == Stated(
        2,
        "A 1",
        {
            "name": "Çelik Termos",
            "features": ("750 ml", "çelik"),
            "competition": "low",
            "language": "tr",
            "market": "walmart-tr",
        },
    )


def test_a_formula_is_a_text_like_any_other() -> None:
    found = of("=cmd|'/c calc'!A0", "=1+1", "@x", "", "", "")
    assert isinstance(found, Stated)
    assert (found.sku, found.facts["name"]) == ("=cmd|'/c calc'!A0", "=1+1")


@pytest.mark.parametrize(
    ("given", "told"),
    [
        (("", "Ad", "x"), ("sku", "no_sku")),
        (("A" * 65, "Ad", "x"), ("sku", "too_long")),
        (("A", " ", "x"), ("name", "no_name")),
        (("A", "n" * 201, "x"), ("name", "too_long")),
        (("A", "N\0N", "x"), ("name", "unstorable")),
        (("A", "N\ud800", "x"), ("name", "unstorable")),
        (("A", "Ad", " | "), ("features", "no_features")),
        (("A", "Ad", " | ".join("x" * 31)), ("features", "many_features")),
        (("A", "Ad", "y" * 301), ("features", "long_feature")),
        (("A", "Ad", "x", "pek"), ("competition", "unknown_competition")),
        (("A", "Ad", "x", "", "de"), ("language", "unknown_language")),
        (("A", "Ad", "x", "", "", "amazon"), ("market", "unknown_market")),
        (("A", "Ad", "x", "", "", "", "too", "many"), ("", "more_cells")),
    ],
)
def test_each_fault_names_its_field(given: tuple[str, ...], told: tuple[str, str]) -> None:
    assert fault(*given) == told


def test_every_fault_of_a_line_is_told() -> None:
    found = of("", "", "", "pek", "de", "x")
    assert isinstance(found, list)
    assert [one.field for one in found] == list(COLUMNS)


BEFORE = Product("Termos", ("çelik",), brand="Poyra", market="walmart-us", language=Language.EN)


def test_what_has_no_column_stays_as_it_is() -> None:
    assert complete(Stated(2, "A", {"keyword": "termos"}), BEFORE) == Product(
        "Termos", ("çelik",), brand="Poyra", keyword="termos", market="walmart-us",
        language=Language.EN,
    )  # fmt: skip


def test_an_empty_cell_empties_a_fact() -> None:
    after = complete(Stated(2, "A", {"brand": ""}), BEFORE)
    assert isinstance(after, Product)
    assert after.brand == ""


def test_a_new_product_needs_a_name_and_features() -> None:
    found = complete(Stated(2, "A", {"brand": "B"}), None)
    assert isinstance(found, list)
    assert [(one.field, one.code) for one in found] == [
        ("name", "no_name"),
        ("features", "no_features"),
    ]


@pytest.mark.parametrize(
    ("facts", "market", "language"),
    [
        ({}, "walmart-tr", "tr"),
        ({"language": "en"}, "walmart-us", "en"),
        ({"market": "walmart-us"}, "walmart-us", "en"),
        ({"market": "walmart-us", "language": "en"}, "walmart-us", "en"),
    ],
)
def test_the_market_decides_the_language(facts: Any, market: str, language: str) -> None:
    after = complete(Stated(2, "A", {"name": "N", "features": ("f",), **facts}), None)
    assert isinstance(after, Product)
    assert (after.market, after.language) == (market, language)


def test_a_market_and_another_language_do_not_fit() -> None:
    found = complete(Stated(2, "A", {"market": "walmart-tr", "language": "en"}), BEFORE)
    assert isinstance(found, list)
    assert found[0].code == "language_of_market"


def test_excels_own_first_line_names_the_separator() -> None:
    headers, lines = read(b"sep=|\nSKU|Ad\nA|x;y\n")
    assert headers == ("SKU", "Ad")
    assert [(line.number, line.cells) for line in lines] == [(3, ["A", "x;y"])]


def test_our_own_guard_against_formulas_is_taken_off_again() -> None:
    _headers, lines = read(b"sku;name\nA;'=1+1\nB;'80s\n")
    assert [line.cells[1] for line in lines] == ["=1+1", "'80s"]


@given(cells | st.text("'=+-@\t a", min_size=1, max_size=6).filter(lambda text: text.strip()))
def test_whatever_our_own_files_guard_is_read_as_it_was(said: str) -> None:
    _headers, lines = read(as_csv([("sku", "name"), ("A", harmless(said))]).encode())
    assert lines[0].cells[1] == said
    raw = workbook(
        f'<row r="1">{cell("A1", "sku")}{cell("B1", "name")}</row>'
        f'<row r="2">{cell("A2", "A")}{cell("B2", harmless(said))}</row>'
    )
    _headers, lines = read(raw)
    assert lines[0].cells[1] == said


def test_a_line_whose_quotes_do_not_fit_is_one_fault() -> None:
    _headers, lines = read(b'sku;name\nA;"24" TV\nB;24" TV\n')
    assert state(lines[0], {"sku": 0}, 2) == [Fault(2, "", "quotes")]
    assert lines[1].cells == ["B", '24" TV']


DOCUMENT = {
    "timestamp": "2025-08-14T10:30:00Z",
    "sku": "TEL-1",
    "input": {
        "product_name": "Galaxy",
        "features": ["6.8 inç | OLED", "5000mAh"],
        "category": "Elektronik",
        "user_context": {"language": "tr", "tone": "professional"},
    },
    "output": {"title": "Başlık", "features_formatted": ["x"], "description": "y"},
}


@pytest.mark.parametrize(
    "raw",
    [
        json.dumps([DOCUMENT]),
        json.dumps(DOCUMENT),
        json.dumps({"products": [DOCUMENT]}),
        json.dumps(DOCUMENT) + "\n" + json.dumps(DOCUMENT | {"sku": "TEL-2"}),
    ],
)
def test_the_documents_form_is_read(raw: str) -> None:
    headers, lines = read(raw.encode())
    columns = match(headers).checked()
    found = state(lines[0], columns, len(headers))
    assert isinstance(found, Stated)
    assert found.sku == "TEL-1"
    assert found.facts == {
        "name": "Galaxy",
        "features": ("6.8 inç | OLED", "5000mAh"),
        "category": "Elektronik",
        "language": "tr",
        "tone": "professional",
    }


def test_an_item_that_is_no_object_is_one_fault() -> None:
    headers, lines = read(b'[{"sku": "A", "name": {"x": 1}}, 5, "x"]')
    assert [line.faults for line in lines] == [{1: "no_text"}, {-1: "no_object"}, {-1: "no_object"}]
    assert headers == ("sku", "name")


def test_items_longer_than_a_block_are_read() -> None:
    items = [{"sku": f"S{number}", "name": "n" * 90_000} for number in range(20)]
    _headers, lines = read(json.dumps(items).encode())
    assert [line.cells[0] for line in lines] == [item["sku"] for item in items]


BIG = b"A" * 5_000_000


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (b"", "empty"),
        (b"\n\n \n", "empty"),
        (b"\xef\xbb\xbf", "empty"),
        (b"%PDF-1.7\n...", "wrong_kind"),
        (b"\x89PNG\r\n\x1a\n", "wrong_kind"),
        (b"<!DOCTYPE html><table>", "wrong_kind"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "old_workbook"),
        (bytes(range(256)) * 8, "no_text"),
        (b"\0" * 4000 + b"a" * 4000, "no_text"),
        (b"PK\x03\x04 and nothing more", "broken_workbook"),
        (b"sku;" + b"x;" * 400_000, "many_columns"),
        (b"sku;name\nA;" + BIG, "long_row"),
        (b'sku;name\nA;"' + b"x\n" * 200_000, "long_cell"),
        (b'sku;name\nA;"open\nB;x\n', "open_quote"),
        (b'sku;name\nA;"' + b'";"\n' * 400_000, "long_row"),
        (b'[{"sku": "A"}, {"sku": ', "json"),
        (b'[{"sku": "A"} {"sku": "B"}]', "json"),
        (b'[{"sku": NaN}]', "json"),
        (b"[" * 100_000, "json"),
        (b'[{"sku": "' + BIG + b'"}]', "long_row"),
        (b"[]", "empty"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_hostile_files_get_one_line_each(raw: bytes, code: str) -> None:
    assert refused(raw).code == code


def test_letters_that_are_none_are_told_with_their_row() -> None:
    file = io.BytesIO("sku;name\nA;ş\n".encode("windows-1254"))
    with pytest.raises(FileRefused) as told:
        list(open_sheet(file, Format("csv", "utf-8-sig", ";")).lines)
    assert told.value.code == "encoding"


def test_cells_of_every_kind_are_read() -> None:
    raw = workbook(
        f'<row r="1"><c r="A1" t="s"><v>0</v></c>{cell("C1", "name")}</row>'
        '<row r="4"><c r="A4"><v>8690000000017</v></c>'
        '<c r="C4" t="str"><f>A1</f><v>=x</v></c></row>'
        '<row r="5"><c r="A5"><v>1.5</v></c><c r="C5" t="b"><v>1</v></c></row>',
        strings=["sku", "unused"],
    )
    headers, lines = read(raw)
    assert headers == ("sku", "", "name")
    assert [(line.number, line.cells) for line in lines] == [
        (4, ["8690000000017", "", "=x"]),
        (5, ["1.5", "", "TRUE"]),
    ]


@pytest.mark.parametrize(
    ("one", "code"),
    [
        ('<c r="B2"><f>NOW()</f></c>', "formula"),
        ('<c r="B2" t="e"><v>#N/A</v></c>', "error_value"),
        ('<c r="B2" s="1"><v>45000</v></c>', "date"),
        (cell("B2", "y" * 140_000), "long_cell"),
    ],
)
def test_what_a_cell_cannot_say_is_told_where_it_counts(one: str, code: str) -> None:
    raw = workbook(
        f'<row r="1">{cell("A1", "sku")}{cell("B1", "name")}{cell("C1", "note")}</row>'
        f'<row r="2">{cell("A2", "A")}{one}</row>',
        formats=["0", "14"],
    )
    headers, lines = read(raw)
    assert state(lines[0], {"sku": 0, "name": 1}, len(headers)) == [Fault(2, "name", code)]
    assert isinstance(state(lines[0], {"sku": 0, "keyword": 2}, len(headers)), Stated)


def test_a_workbook_of_another_hand_is_read() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (
        ("SKU", "Ürün Adı", "Fiyat"),
        (8690000000017, "Işıklı <b> & çay", 12.5),
        ("A", "=1+1", date(2026, 2, 10)),
    ):
        sheet.append(row)
    file = io.BytesIO()
    book.save(file)
    headers, lines = read(file.getvalue())
    assert headers == ("SKU", "Ürün Adı", "Fiyat")
    assert lines[0].cells == ["8690000000017", "Işıklı <b> & çay", "12.5"]
    assert lines[1].faults == {1: "formula", 2: "date"}


def test_a_cell_in_the_last_of_a_million_columns_takes_no_memory() -> None:
    head = f'<row r="1">{cell("A1", "sku")}</row>'
    _headers, lines = read(workbook(f'{head}<row r="2">{cell("A2", "A")}{cell("XFD2", "x")}</row>'))
    assert lines[0].faults == {-1: "more_cells"}
    assert len(lines[0].cells) == 1
    assert refused(workbook(f'<row r="1">{cell("XFD1", "x")}</row>')).code == "many_columns"


def test_a_zip_bomb_is_refused_before_it_unfolds() -> None:
    raw = workbook("<row>" + " " * 40_000_000 + "</row>")
    assert len(raw) < 100_000
    assert refused(raw).code == "zip_bomb"


def test_entities_are_never_unfolded() -> None:
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>'
    assert refused(workbook("<row/>", before=bomb)).code == "broken_workbook"


def test_a_zip_file_that_is_no_workbook_says_so() -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as packed:
        packed.writestr("a.csv", "sku;name\n")
    assert refused(file.getvalue()).code == "no_workbook"


def spooled(raw: bytes) -> io.BytesIO:
    file, target = io.BytesIO(raw), io.BytesIO()
    sheet = open_sheet(file, guess(file))
    spool(sheet, match(sheet.headers).checked(), target, lambda _rows: None)
    return target


def test_chunks_go_on_at_a_byte_and_know_what_came_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("domain.products_file.spooling.CHUNK", 1000)
    rows = "".join(f"S{number % 2400};N{number};f\n" for number in range(2500))
    target = spooled(f"sku;name;features\n{rows}".encode())
    found = list(chunks(target, 0))
    assert [len(chunk.lines) for chunk in found] == [1000, 1000, 500]
    assert [chunk.lines[0].number for chunk in chunks(target, found[0].end)] == [1002, 2002]
    good, faults = stated(found[2], {"sku": 0, "name": 1, "features": 2}, 3)
    assert len(good) == 400
    assert len(faults) == 100
    assert faults[0] == Fault(2402, "sku", "sku_twice", {"first": 2})


def test_too_few_and_too_many_rows_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("domain.products_file.spooling.MOST_ROWS", 3)
    for raw, code in ((b"", "no_rows"), (b"A;b\n" * 4, "many_rows")):
        with pytest.raises(FileRefused, match=code):
            spooled(b"sku;name\n" + raw)
    spooled(b"sku;name\n" + b"A;b\n" * 3)
