"""A listing's own page in a browser: copying, tabs, history and comparing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from playwright.sync_api import Page, expect

from accounts.models import User
from content.actions import edit_listing
from content.models import Listing
from tests.factories import S24_TEXT, make_listing, make_user

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
OpenPage = Callable[..., Page]


@pytest.fixture
def author(transactional_db: None) -> User:
    return make_user(username="author")


@pytest.fixture
def listing(author: User) -> Listing:
    """A listing with two versions."""
    made = make_listing(author, replace(S24_TEXT, title="İlk başlık"))
    edit_listing(author, made, S24_TEXT, seen=1)
    return made


def test_each_part_can_be_copied(author: User, listing: Listing, open_page: OpenPage) -> None:
    page = open_page(author, f"/listings/{listing.pk}/")
    wanted = {
        "Başlığı kopyala": S24_TEXT.title,
        "2. özelliği kopyala": S24_TEXT.features[1],
        "Tüm özellikleri kopyala": "\n".join(S24_TEXT.features),
        "Açıklamayı kopyala": S24_TEXT.description,
    }
    for name, text in wanted.items():
        button = page.get_by_role("button", name=name)
        button.click()
        expect(button.page.get_by_text("Kopyalandı").first).to_be_attached()
        assert page.evaluate("navigator.clipboard.readText()") == text
    page.get_by_role("button", name="JSON olarak").click()
    assert '"title"' in page.evaluate("navigator.clipboard.readText()")


def test_tabs_follow_the_arrow_keys(author: User, listing: Listing, open_page: OpenPage) -> None:
    page = open_page(author, f"/listings/{listing.pk}/")
    page.locator("#tab-findings").focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator("#tab-evidence")).to_be_focused()
    expect(page.locator("#panel-evidence")).to_be_visible()
    expect(page.locator("#panel-findings")).to_be_hidden()
    page.keyboard.press("End")
    expect(page.locator("#panel-history")).to_be_visible()


def test_an_earlier_version_is_compared_and_restored(
    author: User, listing: Listing, open_page: OpenPage
) -> None:
    page = open_page(author, f"/listings/{listing.pk}/")
    page.locator("#tab-history").click()
    page.get_by_role("link", name="Şimdikiyle karşılaştır").first.click()
    expect(page.locator("del").first).to_contain_text("İlk")
    page.go_back()
    page.locator("#tab-history").click()
    page.get_by_role("button", name="1. sürümü geri getir").click()
    expect(page.locator("h1")).to_have_text("İlk başlık")
    expect(page.locator(".toast")).to_contain_text("1. sürüm yeniden geçerli metin oldu.")


def test_without_javascript_every_panel_is_there(
    author: User, listing: Listing, open_page: OpenPage
) -> None:
    page = open_page(author, f"/listings/{listing.pk}/", javascript=False)
    for panel in ("#panel-preview", "#panel-marked", "#panel-evidence", "#panel-history"):
        expect(page.locator(panel)).to_be_visible()
    page.get_by_role("button", name="1. sürümü geri getir").click()
    expect(page.locator("h1")).to_have_text("İlk başlık")


def test_a_phone_shows_what_differs_and_folds_the_rest(
    listing: Listing, author: User, open_page: OpenPage
) -> None:
    description = S24_TEXT.description.replace("dengeli bir", "akıllıca bir")
    edit_listing(author, listing, replace(S24_TEXT, description=description), seen=2)
    page = open_page(author, f"/listings/{listing.pk}/compare/", phone=True)
    compared = page.locator(".versus")
    expect(compared.locator("del").filter(visible=True)).to_have_text("dengeli ")
    expect(compared.locator(".versus-same").first).to_be_hidden()
    expect(compared.locator(".versus-rest").first).to_be_hidden()
    assert "<p>" not in compared.inner_text()
    short = len(compared.inner_text())
    page.get_by_label("Değişmeyen yerleri de göster").check()
    expect(compared.locator(".versus-rest").first).to_be_visible()
    assert len(compared.inner_text()) > 2 * short
    # What both sides have alike stands there once.
    assert compared.inner_text().count(S24_TEXT.title) == 1
