"""Walmart's feed out of approved listings, and what the gate keeps out of it."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Callable
from dataclasses import replace
from itertools import chain
from unittest.mock import Mock

import pytest
from django.test import Client
from django.utils.translation import override

from accounts.models import User
from bulk.exporting import feed as feeding
from bulk.exporting import gate
from bulk.exporting.forms import Form, file_of
from bulk.exporting.gate import Tally, refused
from bulk.queries.approved import Approved, approved, pieces
from content.models import Listing, Product
from content.queries.library import Wanted
from domain.feeds.walmart import refusals
from tests.bulk.exported import make_approved, make_vouched
from tests.factories import S24, S24_TEXT

pytestmark = pytest.mark.django_db
ClientOf = Callable[[User | None], Client]


def made(form: Form, market: str = "walmart-tr") -> tuple[bytes, Tally]:
    """The whole file and what became of the listings."""
    file = file_of(form, approved(Wanted()), market)
    content = b"".join(
        piece if isinstance(piece, bytes) else piece.encode() for piece in file.pieces
    )
    return content, file.tally


def everyone() -> list[Approved]:
    return list(chain.from_iterable(pieces(approved(Wanted()))))


def test_the_feed_has_a_header_and_an_item_a_listing(author: User, colleague: User) -> None:
    make_approved(author, "TEL-1")
    make_vouched(author, colleague, "TEL-2")
    content, tally = made(Form.FEED)
    feed = json.loads(content)
    assert feed["MPItemFeedHeader"]["locale"] == "tr"
    assert [item["Orderable"]["sku"] for item in feed["MPItem"]] == ["TEL-1", "TEL-2"]
    shown = feed["MPItem"][0]["Visible"]["Cep Telefonu"]
    assert shown["productName"] == S24_TEXT.title
    assert shown["shortDescription"] == S24_TEXT.description
    assert shown["keyFeatures"] == list(S24_TEXT.features)
    assert (tally.written, tally.kept_out) == (2, 0)


def test_what_the_feed_needs_and_has_not_stays_out(author: User) -> None:
    unnumbered = make_approved(author, "")
    untyped = make_approved(author, "TEL-2", replace(S24, category=""))
    make_approved(author, "TEL-3")
    content, tally = made(Form.FEED)
    assert [item["Orderable"]["sku"] for item in json.loads(content)["MPItem"]] == ["TEL-3"]
    assert (tally.written, tally.kept_out) == (1, 2)
    assert [(one.listing, one.refusal.sku, one.refusal.code) for one in tally.refused] == [
        (unnumbered.pk, "", "feed.sku_missing"),
        (untyped.pk, "TEL-2", "feed.product_type_missing"),
    ]


def test_an_approval_under_older_rules_is_judged_by_those_of_today(author: User) -> None:
    listing = make_approved(author, "TEL-1")
    # As if the rules of that day had known nothing of this claim.
    text = {"title": "SÜPER TELEFON EN UCUZ!!!", "errors": 0}
    Listing.objects.filter(pk=listing.pk).update(**text)
    listing.revisions.update(pack_version="2001-01-01")
    content, tally = made(Form.FEED)
    assert json.loads(content)["MPItem"] == []
    assert tally.kept_out == 1
    listing.refresh_from_db()
    expected = {one.code for one in refusals(S24, "TEL-1", listing.text())}
    assert {one.refusal.code for one in tally.refused} == expected
    assert {one.refusal.sku for one in tally.refused} == {"TEL-1"}


def test_facts_that_changed_are_judged_again(author: User) -> None:
    listing = make_approved(author, "TEL-1")
    Product.objects.filter(pk=listing.product_id).update(features=["5000mAh batarya"])
    [one] = everyone()
    assert {each.refusal.code for each in refused(one)}


def test_what_was_judged_by_the_same_rules_is_not_judged_again(
    author: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_approved(author, "TEL-1")
    judging = Mock(return_value=())
    monkeypatch.setattr(gate, "refusals", judging)
    assert refused(everyone()[0]) == ()
    judging.assert_not_called()
    Listing.objects.update(errors=1)
    refused(everyone()[0])
    judging.assert_called_once()


def test_a_feed_is_of_one_market(author: User) -> None:
    make_approved(author, "TEL-1")
    content, tally = made(Form.FEED, "walmart-us")
    feed = json.loads(content)
    assert feed["MPItemFeedHeader"]["locale"] == "en"
    assert (feed["MPItem"], tally.written, tally.kept_out) == ([], 0, 0)


def test_more_items_than_walmart_takes_are_several_feeds(
    author: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(feeding, "MOST_ITEMS", 2)
    for number in range(5):
        make_approved(author, f"TEL-{number}" if number != 1 else "")
    content, tally = made(Form.FEEDS)
    archive = zipfile.ZipFile(io.BytesIO(content))
    assert archive.namelist() == ["walmart-tr-001.json", "walmart-tr-002.json"]
    found = [json.loads(archive.read(name)) for name in archive.namelist()]
    assert all(feed["MPItemFeedHeader"]["locale"] == "tr" for feed in found)
    skus = [[item["Orderable"]["sku"] for item in feed["MPItem"]] for feed in found]
    assert skus == [["TEL-0", "TEL-2"], ["TEL-3", "TEL-4"]]
    assert (tally.written, tally.kept_out) == (4, 1)


def test_of_nothing_there_is_an_empty_feed() -> None:
    assert json.loads(made(Form.FEED)[0])["MPItem"] == []
    [name] = zipfile.ZipFile(io.BytesIO(made(Form.FEEDS)[0])).namelist()
    assert name == "walmart-tr-001.json"


def test_every_refusal_is_in_the_file_of_refusals(
    author: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gate, "TOLD", 1)
    for sku in ("", "TEL-2"):
        make_approved(author, sku, replace(S24, category=""))
    with override("en"):
        content, tally = made(Form.REFUSED)
    rows = list(csv.DictReader(io.StringIO(content.decode(), newline="")))
    assert [(row["sku"], row["rule"]) for row in rows] == [
        ("", "feed.sku_missing"),
        ("", "feed.product_type_missing"),
        ("TEL-2", "feed.product_type_missing"),
    ]
    assert rows[0]["message"] == "The product has no SKU; add one to its facts."
    assert tally.kept_out == 2
    assert made(Form.FEED)[1].kept_out == 2
    assert len(made(Form.FEED)[1].refused) == 1, "no more is kept in memory than is told"
