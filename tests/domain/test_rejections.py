"""What a marketplace says, in every form in which it is exported."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.rejections import LARGEST, MOST_ROWS, Lack, Rejection, Trouble, read

FEED = {
    "feedId": "F1",
    "feedStatus": "PROCESSED",
    "ingestionErrors": {"ingestionError": None},
    "itemDetails": {
        "itemIngestionStatus": [
            {
                "martId": 0,
                "sku": "A-1",
                "ingestionStatus": "DATA_ERROR",
                "ingestionErrors": {
                    "ingestionError": [
                        {
                            "type": "DATA_ERROR",
                            "code": "ERR_EXT_DATA_0101",
                            "field": "productName",
                            "description": "Title is too long.",
                        },
                        {
                            "type": "DATA_ERROR",
                            "code": "ERR_PDI_0001",
                            "field": "keyFeatures",
                            "description": "Promotional claim.",
                        },
                    ]
                },
            },
            {"sku": "A-2", "ingestionStatus": "SUCCESS", "ingestionErrors": {}},
        ]
    },
}


def test_walmart_s_feed_status_is_read() -> None:
    found = read(json.dumps(FEED))
    assert found.rejections == [
        Rejection(1, "A-1", "productName", "ERR_EXT_DATA_0101", "Title is too long."),
        Rejection(1, "A-1", "keyFeatures", "ERR_PDI_0001", "Promotional claim."),
    ]
    assert (found.accepted, found.faults, found.trouble) == (1, [], None)


def test_reasons_for_unpublishing_are_read() -> None:
    items = {
        "ItemResponse": [
            {
                "sku": "B-1",
                "publishedStatus": "UNPUBLISHED",
                "unpublishedReasons": {"reason": ["Brand is not allowed.", "No image."]},
            },
            {"sku": "B-2", "publishedStatus": "PUBLISHED", "productName": "Kılıf"},
            {"sku": "B-3", "publishedStatus": "UNPUBLISHED"},
        ]
    }
    found = read(json.dumps(items))
    assert [(one.sku, one.code, one.text) for one in found.rejections] == [
        ("B-1", "UNPUBLISHED", "Brand is not allowed."),
        ("B-1", "UNPUBLISHED", "No image."),
    ]
    assert found.accepted == 1
    assert [(fault.sku, fault.lack) for fault in found.faults] == [("B-3", Lack.NO_REASON)]


def test_what_an_item_says_of_itself_is_not_taken_for_the_error() -> None:
    item = {"sku": "C", "description": "A good phone", "errors": [{"code": "E1", "field": "title"}]}
    assert read(json.dumps([item])).rejections == [Rejection(1, "C", "title", "E1")]


@pytest.mark.parametrize("comma", [",", ";", "\t"])
@pytest.mark.parametrize(
    "names",
    [
        ("sku", "field", "code", "text"),
        ("SKU", "Alan", "Hata kodu", "Açıklama"),
        ("Stok Kodu", "ALAN ADI", "KOD", "HATA MESAJI"),
        ("Seller SKU", "Attribute Name", "Error Code", "Status Change Reason"),
    ],
)
def test_columns_are_known_by_their_names_in_both_languages(
    comma: str, names: tuple[str, ...]
) -> None:
    cells = ("T-1", "title", "E9", '"Başlık uzun, kısaltın;\tlütfen"')
    text = "\ufeff" + comma.join(names) + "\r\n" + comma.join(cells) + "\r\n\r\n"
    wanted = Rejection(2, "T-1", "title", "E9", "Başlık uzun, kısaltın; lütfen")
    assert read(text).rejections == [wanted]


def test_columns_may_stand_in_any_order_and_others_beside_them() -> None:
    found = read("Image,Reason,Price,SKU\nx.png,Counterfeit,9,Z\n")
    assert found.rejections == [Rejection(2, "Z", text="Counterfeit")]
    assert read("\tsku\ttext\nx\tA\tUzun").rejections == [Rejection(2, "A", text="Uzun")]


def test_each_row_at_fault_is_told_and_the_others_are_read() -> None:
    text = (
        "sku,field,code,text,status\n"
        ",title,E1,Uzun,\n"
        "A,title,,,\n"
        "B,title,,,Published\n"
        f"C,{'f' * 81},E1,Uzun,\n"
        f"D,title,E1,{'u' * 3000},\n"
    )
    found = read(text)
    assert [(one.row, one.lack, one.sku, one.what) for one in found.faults] == [
        (2, Lack.NO_SKU, "", ""),
        (3, Lack.NO_REASON, "A", ""),
        (5, Lack.TOO_LONG, "C", "field"),
    ]
    assert found.accepted == 1
    assert [(one.sku, len(one.text)) for one in found.rejections] == [("D", 2000)]


@pytest.mark.parametrize(
    ("text", "trouble"),
    [
        ("", Trouble.EMPTY),
        (" \n\t ", Trouble.EMPTY),
        ("[]", Trouble.NO_COLUMNS),
        ("sku,text\n", Trouble.EMPTY),
        ("{", Trouble.UNREADABLE),
        ("[" * 50_000, Trouble.UNREADABLE),
        ("[" * 30 + '{"sku": "A", "code": "E"}' + "]" * 30, Trouble.UNREADABLE),
        ('{"a": {"b": 1}}', Trouble.NO_COLUMNS),
        ("name,price\nA,1\n", Trouble.NO_COLUMNS),
        ("sku\nA\n", Trouble.NO_COLUMNS),
        ("merhaba", Trouble.NO_COLUMNS),
        ('sku,text\nA,"' + "x" * 200_000 + '"\n', Trouble.UNREADABLE),
        ("sku,text\n" + "A,x\n" * (MOST_ROWS + 1), Trouble.TOO_MANY),
        ("x" * (LARGEST + 1), Trouble.TOO_LARGE),
    ],
    ids=lambda value: str(value)[:12],
)
def test_what_cannot_be_read_at_all_is_said(text: str, trouble: Trouble) -> None:
    found = read(text)
    assert found.trouble == trouble
    assert not found.rejections


def test_what_no_database_keeps_is_taken_out() -> None:
    found = read(json.dumps([{"sku": "A\x00", "code": 7, "text": "\ud800 a\n b"}]))
    assert found.rejections == [Rejection(1, "A", "", "7", "a b")]


def test_the_same_content_has_the_same_digest() -> None:
    assert Rejection(1, "A", "b").digest == Rejection(9, "A", "b").digest
    assert Rejection(1, "A", "b").digest != Rejection(1, "A", "", "b").digest


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(["sku", "code", "text", "reason", "errors", "x", "status"]),
            inner,
            max_size=5,
        )
    ),
    max_leaves=20,
)


@given(json_values)
def test_no_json_is_too_strange(value: object) -> None:
    found = read(json.dumps(value))
    assert all(one.sku and (one.code or one.text) for one in found.rejections)


@given(st.text(max_size=200))
def test_no_text_is_too_strange(text: str) -> None:
    found = read("sku,code,text\n" + text)
    assert found.trouble or found.rows
