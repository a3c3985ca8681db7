"""`manage.py listings export`: the form by the file's ending, and what the gate kept out."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from openpyxl import load_workbook

from accounts.models import User
from bulk.management.commands import listings
from content.models import Listing
from tests.bulk.exported import make_approved
from tests.factories import S24

pytestmark = pytest.mark.django_db


def run(*arguments: str) -> tuple[str, str]:
    """What the command says on each of its ways."""
    out, err = io.StringIO(), io.StringIO()
    call_command(
        "listings", "export", *arguments, "--messages", "en", stdout=out, stderr=err, no_color=True
    )
    return out.getvalue(), err.getvalue()


def test_the_ending_says_which_form(author: User, tmp_path: Path) -> None:
    make_approved(author, "TEL-1")
    files = {ending: tmp_path / f"out.{ending}" for ending in ("csv", "xlsx", "json", "zip")}
    for file in files.values():
        assert run(str(file)) == ("1 listing written.\n", "")
    with files["csv"].open(newline="", encoding="utf-8") as table:
        assert [row["sku"] for row in csv.DictReader(table)] == ["TEL-1"]
    [sheet] = load_workbook(files["xlsx"]).worksheets
    assert sheet.cell(2, 1).value == "TEL-1"
    [document] = json.loads(files["json"].read_text())
    assert document["record"]["sku"] == "TEL-1"
    assert zipfile.ZipFile(files["zip"]).namelist() == ["walmart-tr-001.json"]


def test_a_feed_is_asked_for_by_name(author: User, tmp_path: Path) -> None:
    make_approved(author, "TEL-1")
    file = tmp_path / "feed.json"
    run(str(file), "--format", "mp_item")
    assert json.loads(file.read_text())["MPItem"][0]["Orderable"]["sku"] == "TEL-1"


def test_what_stays_out_is_named_and_ends_with_a_status_of_its_own(
    author: User, tmp_path: Path
) -> None:
    make_approved(author, "TEL-1")
    make_approved(author, "TEL-2", replace(S24, category=""))
    number = make_approved(author, "").pk
    file = tmp_path / "feed.json"
    with pytest.raises(CommandError) as ended:
        run(str(file), "--format", "mp_item")
    assert ended.value.returncode == 3
    said = str(ended.value).splitlines()
    assert said[0] == "2 approved listings are kept out of the feed by the market’s rules."
    assert said[1].split()[:2] == ["TEL-2", "feed.product_type_missing"]
    assert said[2].split()[:3] == ["listing", str(number), "feed.sku_missing"]
    assert [item["Orderable"]["sku"] for item in json.loads(file.read_text())["MPItem"]] == [
        "TEL-1"
    ], "the others are written all the same"


def test_a_machine_is_told_in_json(author: User, tmp_path: Path) -> None:
    number = make_approved(author, "").pk
    out = io.StringIO()
    with pytest.raises(CommandError) as ended:
        call_command(
            *("listings", "export", str(tmp_path / "feed.json"), "--format", "mp_item"),
            *("--json", "--messages", "en"),
            stdout=out,
        )
    assert ended.value.returncode == 3
    assert json.loads(out.getvalue()) == {
        "format": "mp_item",
        "written": 0,
        "kept_out": 1,
        "refused": [
            {
                "sku": "",
                "listing": number,
                "title": Listing.objects.get().title,
                "rule": "feed.sku_missing",
                "message": "The product has no SKU; add one to its facts.",
                "text": "",
            }
        ],
    }


def test_a_file_of_refusals_is_no_failure(author: User, tmp_path: Path) -> None:
    make_approved(author, "")
    file = tmp_path / "refused.csv"
    out, err = run(str(file), "--format", "refused")
    assert (out, err) == (
        "",
        "1 approved listing is kept out of the feed by the market’s rules.\n",
    )
    assert "feed.sku_missing" in file.read_text()


def test_standard_output_holds_the_file_alone(author: User) -> None:
    make_approved(author, "TEL-1")
    out, err = run("-", "--format", "json", "--json")
    assert json.loads(out)[0]["record"]["sku"] == "TEL-1"
    assert json.loads(err)["written"] == 1
    assert run("-")[0].startswith("sku,name,")


def test_only_some_of_them(author: User) -> None:
    make_approved(author, "TEL-1")
    make_approved(author, "TEL-2", replace(S24, category="Işıklı Telefon"))
    for asked, count in (
        (["--words", "ışıklı"], 1),
        (["--market", "walmart-us"], 0),
        (["--language", "tr"], 2),
    ):
        _out, err = run("-", *asked)
        assert err.startswith(f"{count} listing"), asked


def test_a_feed_of_several_markets_is_refused(author: User, tmp_path: Path) -> None:
    file = tmp_path / "feed.json"
    make_approved(author, "TEL-1")
    make_approved(author, "TEL-2")
    Listing.objects.filter(product__sku="TEL-2").update(market="walmart-us")
    with pytest.raises(CommandError, match="--market, one of walmart-tr, walmart-us"):
        run(str(file), "--format", "mp_item")
    assert not file.exists()
    run(str(file), "--format", "mp_item", "--market", "walmart-tr")
    assert len(json.loads(file.read_text())["MPItem"]) == 1


def test_a_feed_of_nothing_says_which_markets_there_are(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="walmart-tr, walmart-us"):
        run(str(tmp_path / "feed.json"), "--format", "mp_item")


def test_too_many_for_one_feed_is_told(
    author: User, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listings, "MOST_ITEMS", 1)
    make_approved(author, "TEL-1")
    make_approved(author, "TEL-2")
    _out, err = run(str(tmp_path / "feed.json"), "--format", "mp_item")
    assert (
        err
        == "Walmart takes at most 1 items in one feed: a file that ends in .zip holds several.\n"
    )


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["out.pdf"], "does not say what to write"),
        (["-", "--format", "xlsx"], "no text"),
        (["no/such/folder/out.csv"], "cannot be written"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str], said: str
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(CommandError, match=said) as refused:
        run(*arguments)
    assert refused.value.returncode == 1
    assert list(tmp_path.iterdir()) == []
