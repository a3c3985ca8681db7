"""Approved listings as files: complete, read back by other hands, and with who answers for them."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from openpyxl import load_workbook

from accounts.models import User
from bulk.exporting.table import COLUMNS
from content.actions import reopen_listing
from domain.examples import read
from domain.formulas import as_meant
from tests.bulk.exported import EVIDENCE, INVENTED, make_approved, make_vouched
from tests.factories import S24, S24_TEXT, make_listing

pytestmark = pytest.mark.django_db
ClientOf = Callable[[User | None], Client]
Fetch = Callable[..., bytes]


@pytest.fixture
def fetch(author: User, client_of: ClientOf) -> Fetch:
    """The whole file in a form."""

    def fetched(form: str, **asked: str) -> bytes:
        response = client_of(author).get(f"/exports/listings.{form}", asked)
        assert response.status_code == 200
        return b"".join(response.streaming_content)  # type: ignore[attr-defined]

    return fetched


def table(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode(), newline="")))


def sheet(content: bytes) -> list[dict[str, Any]]:
    [only] = load_workbook(io.BytesIO(content)).worksheets
    headings, *rows = only.iter_rows(values_only=True)
    return [dict(zip(map(str, headings), row, strict=True)) for row in rows]


def test_a_table_has_the_facts_the_text_and_the_record(
    author: User, colleague: User, fetch: Fetch
) -> None:
    listing = make_vouched(author, colleague, "TEL-1")
    [row] = table(fetch("csv"))
    assert tuple(row) == COLUMNS
    assert (row["sku"], row["name"], row["market"]) == ("TEL-1", S24.name, "walmart-tr")
    assert row["features"].split(" | ") == list(S24.features)
    assert row["listing_title"] == INVENTED.title
    assert row["listing_features"].split(" | ") == list(INVENTED.features)
    assert row["listing_description"] == INVENTED.description
    assert (row["listing"], row["version"]) == (str(listing.pk), str(listing.number))
    assert (row["version_kind"], row["rules"]) == ("rejudged", _rules(listing))
    assert row["approved_by"] == "author"
    assert row["approved_at"].endswith("Z")
    assert row["score_overall"] == str(listing.overall)
    [vouched] = row["substantiated"].splitlines()
    assert vouched.startswith("120 MP")
    assert EVIDENCE in vouched
    assert "(colleague, 20" in vouched


def _rules(listing: Any) -> str:
    return str(listing.revisions.get(number=listing.number).pack_version)


def test_the_model_that_wrote_is_named(author: User, fetch: Fetch) -> None:
    listing = make_approved(author)
    type(listing).objects.update(model="walmart-gpt-expert:1.2.0")
    assert [row["model"] for row in table(fetch("csv"))] == ["walmart-gpt-expert:1.2.0"]
    [document] = json.loads(fetch("json"))
    assert document["record"]["model"] == "walmart-gpt-expert:1.2.0"


def test_a_workbook_says_the_same_as_the_table(author: User, colleague: User, fetch: Fetch) -> None:
    listing = make_vouched(author, colleague, "00012")
    [row], [other] = sheet(fetch("xlsx")), table(fetch("csv"))
    assert row["sku"] == "00012", "a text keeps its zeros"
    local = timezone.localtime(listing.approved_at).replace(tzinfo=None, microsecond=0)
    assert row.pop("approved_at") == local
    other.pop("approved_at")
    assert {name: "" if value is None else str(value) for name, value in row.items()} == other


def test_the_document_is_the_customer_s_and_has_a_record(
    author: User, colleague: User, fetch: Fetch
) -> None:
    listing = make_vouched(author, colleague, "TEL-1")
    [document] = json.loads(fetch("json"))
    assert list(document)[:4] == ["timestamp", "input", "output", "quality_metrics"]
    assert read(document) == (S24, INVENTED), "as an import of examples reads it"
    assert document["quality_metrics"]["overall_score"] == listing.overall
    record = document["record"]
    assert (record["listing"], record["sku"]) == (listing.pk, "TEL-1")
    assert (record["version"], record["version_kind"]) == (listing.number, "rejudged")
    assert record["approved"]["by"] == "author"
    assert record["approved"]["at"].endswith("Z")
    [vouched] = record["substantiated"]
    assert (vouched["by"], vouched["evidence"]) == ("colleague", EVIDENCE)
    assert vouched["claim"].startswith("120 MP")


def test_only_what_is_approved_now_is_given_away(author: User, fetch: Fetch) -> None:
    make_listing(author, S24_TEXT, sku="DRAFT")
    make_listing(author, sku="EMPTY")
    reopen_listing(author, make_approved(author, "REOPENED"))
    make_approved(author, "APPROVED")
    assert [row["sku"] for row in table(fetch("csv"))] == ["APPROVED"]
    assert [row["sku"] for row in table(fetch("csv", status="draft"))] == ["APPROVED"]


def test_the_library_s_filter_is_heeded(author: User, colleague: User, fetch: Fetch) -> None:
    make_approved(author, "MINE")
    make_approved(colleague, "THEIRS", replace(S24, category="Işıklı Telefon"))
    for asked, expected in (
        ({}, ["MINE", "THEIRS"]),
        ({"owner": str(colleague.pk)}, ["THEIRS"]),
        ({"q": "ışıklı"}, ["THEIRS"]),
        ({"q": "ışıklı", "owner": str(author.pk)}, []),
        ({"market": "walmart-us"}, []),
        ({"band": "good", "has_errors": "no", "sort": "title"}, ["MINE", "THEIRS"]),
    ):
        assert [row["sku"] for row in table(fetch("csv", **asked))] == expected, asked


@pytest.mark.parametrize("begin", ["=", "+", "-", "@", "'="])
def test_no_spreadsheet_runs_a_fact_and_an_import_gets_it_back(
    author: User, fetch: Fetch, begin: str
) -> None:
    attack = f'{begin}HYPERLINK("http://example.com";"x")'
    make_approved(author, begin + "1", replace(S24, keyword=attack))
    [row] = table(fetch("csv"))
    assert row["keyword"] == f"'{attack}"
    assert (as_meant(row["keyword"]), as_meant(row["sku"])) == (attack, begin + "1")
    [only] = load_workbook(io.BytesIO(fetch("xlsx"))).worksheets
    cell = only.cell(2, COLUMNS.index("keyword") + 1)
    assert (cell.value, cell.data_type) == (attack, "s")


def test_of_nothing_the_files_are_still_whole(fetch: Fetch, author: User) -> None:
    assert table(fetch("csv")) == []
    assert fetch("csv").decode().strip() == ",".join(COLUMNS)
    assert sheet(fetch("xlsx")) == []
    assert json.loads(fetch("json")) == []
