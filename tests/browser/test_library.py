"""The library in a browser: searching while typing, filters, pages, with a script and without."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from accounts.models import User
from content.actions import create_listing
from tests.factories import S24, S24_TEXT, make_listing, make_user

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
OpenPage = Callable[..., Page]


@pytest.fixture
def author(transactional_db: None) -> User:
    """An author with a written listing and more than a page of empty ones."""
    person = make_user(username="author")
    make_listing(person, S24_TEXT, sku="TEL-1")
    for number in range(30):
        create_listing(person, dataclasses.replace(S24, name=f"Çelik Tencere {number:02}"))
    return person


def test_typing_searches_and_the_address_can_be_shared(author: User, open_page: OpenPage) -> None:
    page = open_page(author, "/listings/")
    page.keyboard.press("/")
    page.keyboard.type("GALAXY")
    expect(page.locator("#results-count")).to_have_text("1 ilan")
    expect(page.locator(".row-link")).to_contain_text("Samsung Galaxy S24 Ultra")
    expect(page.get_by_role("searchbox")).to_be_focused()
    assert "q=GALAXY" in page.url
    page.reload()
    expect(page.locator("#results-count")).to_have_text("1 ilan")


def test_a_filter_acts_at_once_and_its_chip_takes_it_back(
    author: User, open_page: OpenPage
) -> None:
    page = open_page(author, "/listings/")
    page.get_by_text("Filtreler", exact=True).click()
    page.get_by_label("Durum").select_option("draft")
    expect(page.locator("#results-count")).to_have_text("1 ilan")
    page.locator(".chip", has_text="Taslak").click()
    expect(page.locator("#results-count")).to_have_text("31 ilan")


def test_paging_forward_and_back(author: User, open_page: OpenPage) -> None:
    page = open_page(author, "/listings/?sort=title")
    expect(page.locator(".row-link")).to_have_count(25)
    first = page.locator(".row-link").first.inner_text()
    page.get_by_role("link", name="Sonraki").click()
    expect(page.locator(".row-link")).to_have_count(6)
    page.get_by_role("link", name="Önceki").click()
    expect(page.locator(".row-link")).to_have_count(25)
    expect(page.locator(".row-link").first).to_have_text(first)


def test_all_of_it_works_without_javascript(author: User, open_page: OpenPage) -> None:
    page = open_page(author, "/listings/", javascript=False)
    page.get_by_role("searchbox").fill("tencere 07")
    page.get_by_text("Filtreler", exact=True).click()
    page.get_by_label("Durum").select_option("empty")
    page.get_by_role("button", name="Ara").click()
    expect(page.locator("#results-count")).to_have_text("1 ilan")
    page.locator(".row-link").click()
    expect(page.locator("h1")).to_have_text("Çelik Tencere 07")


_CUT = """selects => selects.filter(select => {
    const style = getComputedStyle(select);
    const pen = document.createElement("canvas").getContext("2d");
    pen.font = style.font;
    const padding = parseFloat(style.paddingLeft) + parseFloat(style.paddingRight);
    return pen.measureText(select.selectedOptions[0].text).width > select.clientWidth - padding;
}).map(select => select.name)"""


@pytest.mark.parametrize("width", [1400, 1100, 800, 390])
def test_no_filter_is_cut(width: int, author: User, open_page: OpenPage) -> None:
    page = open_page(author, "/listings/?status=draft", phone=width == 390)
    page.set_viewport_size({"width": width, "height": 800})
    assert page.locator(".finder-filters select").evaluate_all(_CUT) == []
