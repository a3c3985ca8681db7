"""Signing in and the preferences, in a browser."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from accounts.models import User
from tests.factories import make_user

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
OpenPage = Callable[..., Page]


@pytest.fixture
def person(transactional_db: None) -> User:
    return make_user(username="ayse", first_name="Ayşe")


def test_signing_in_with_the_keyboard_alone(person: User, open_page: OpenPage) -> None:
    page = open_page(None, "/sign-in/")
    page.keyboard.type("ayse")
    page.keyboard.press("Tab")
    page.keyboard.type("secret")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Merhaba, Ayşe")


def test_signing_in_without_javascript(person: User, open_page: OpenPage) -> None:
    page = open_page(None, "/sign-in/?next=/preferences/", javascript=False)
    page.get_by_label("Kullanıcı adı").fill("ayse")
    page.get_by_label("Parola", exact=True).fill("secret")
    page.get_by_role("button", name="Giriş yap").click()
    expect(page.locator("h1")).to_have_text("Tercihler")
    expect(page.locator(".js-only:visible")).to_have_count(0)


def test_a_password_can_be_shown_and_hidden(transactional_db: None, open_page: OpenPage) -> None:
    page = open_page(None, "/sign-in/")
    page.locator("#id_password").fill("görünür")
    button = page.get_by_role("button", name="Parolayı göster")
    button.click()
    expect(page.locator("#id_password")).to_have_attribute("type", "text")
    expect(button).to_have_attribute("aria-pressed", "true")
    button.click()
    expect(page.locator("#id_password")).to_have_attribute("type", "password")


def test_the_theme_changes_at_once_and_is_kept(person: User, open_page: OpenPage) -> None:
    page = open_page(person, "/preferences/")
    light = page.evaluate("getComputedStyle(document.documentElement).backgroundColor")
    with page.expect_response(lambda response: "/preferences/theme/" in response.url):
        page.locator("main").get_by_role("button", name="Koyu").click()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    expect(page.locator("html")).not_to_have_css("background-color", light)
    dark = page.evaluate("getComputedStyle(document.documentElement).backgroundColor")
    page.reload()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    assert page.evaluate("getComputedStyle(document.documentElement).backgroundColor") == dark


def test_the_language_switch_leads_back_to_the_same_page(person: User, open_page: OpenPage) -> None:
    page = open_page(person, "/listings/?q=tencere")
    page.locator(".sidebar details summary").click()
    page.locator(".sidebar").get_by_role("button", name="English").click()
    expect(page.locator("h1")).to_have_text("Library")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    assert page.url.endswith("/listings/?q=tencere")


def test_escape_closes_the_menu_and_gives_the_focus_back(person: User, open_page: OpenPage) -> None:
    page = open_page(person, "/preferences/")
    summary = page.locator(".sidebar details summary")
    summary.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".sidebar .menu-panel")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator(".sidebar .menu-panel")).to_be_hidden()
    expect(summary).to_be_focused()


def test_the_first_tab_skips_to_the_content(person: User, open_page: OpenPage) -> None:
    page = open_page(person, "/preferences/")
    page.keyboard.press("Tab")
    expect(page.get_by_text("İçeriğe geç")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()
