"""Approved listings as files, from the library on: tables, the feed, and what stays out of it."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from accounts.models import User
from tests.bulk.exported import make_approved
from tests.factories import make_user

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
OpenPage = Callable[..., Page]
Faults = Callable[[Page], list[str]]
LOOKS = [{"dark": False}, {"dark": True}, {"phone": True}]


@pytest.fixture
def author(transactional_db: None) -> User:
    """An author with an approved listing that may go to the market, and one without a SKU."""
    person = make_user(username="author")
    make_approved(person, sku="S24-256")
    make_approved(person)
    return person


def downloaded(page: Page, button: str) -> Path:
    with page.expect_download() as coming:
        page.get_by_role("button", name=button, exact=True).click()
    return Path(coming.value.path())


@pytest.mark.parametrize("look", LOOKS, ids=["light", "dark", "phone"])
def test_tables_and_the_feed_are_downloaded(
    look: dict[str, bool], author: User, open_page: OpenPage, grave_faults: Faults
) -> None:
    page = open_page(author, "/listings/", **look)
    page.get_by_role("link", name="Dışa aktarma", exact=True).click()
    expect(page.get_by_role("heading", name="2 onaylı ilan").first).to_be_visible()
    table = downloaded(page, "CSV").read_text(encoding="utf-8-sig")
    assert len(list(csv.DictReader(table.splitlines()))) == 2
    assert downloaded(page, "Excel çalışma kitabı").read_bytes().startswith(b"PK")
    feed = json.loads(downloaded(page, "MP_ITEM beslemesi (JSON)").read_text(encoding="utf-8"))
    assert "S24-256" in json.dumps(feed)
    assert len(feed["MPItem"]) == 1
    out = downloaded(page, "Dışarıda kalanlar (CSV)").read_text(encoding="utf-8-sig")
    assert "sku" in out.casefold()
    assert not grave_faults(page)


def test_a_filter_of_the_library_comes_along(author: User, open_page: OpenPage) -> None:
    page = open_page(author, "/listings/?q=S24-256")
    page.get_by_role("link", name="Dışa aktarma", exact=True).click()
    expect(page.get_by_role("heading", name="1 onaylı ilan").first).to_be_visible()
    assert downloaded(page, "CSV").read_text(encoding="utf-8-sig").count("S24-256") >= 1
