"""Feedback in the browser, on a phone and in the dark: stars, rejections, what became of it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from accounts.models import User
from accounts.roles import Role
from content.models import Listing
from learning.actions.giving import give_stars
from learning.models import Feedback, Retraining
from tests.browser.conftest import PHONE
from tests.evaluation.rated import make_campaign, rate
from tests.evaluation.registry import make_version
from tests.factories import make_user
from tests.learning.given import written

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
OpenPage = Callable[..., Page]
Faults = Callable[[Page], list[str]]
LOOKS = [{"dark": False}, {"dark": True}, {"phone": True}]
TABLE = "sku;alan;kod;açıklama\nTEL-1;title;E1;Başlık çok uzun\nYOK-9;title;E1;Uzun\n"


@pytest.fixture
def manager(transactional_db: None) -> User:
    return make_user(Role.MANAGER, username="manager")


@pytest.fixture
def listing(manager: User) -> Listing:
    """A draft of a version of the registry."""
    return written(manager, make_version(), sku="TEL-1")


@pytest.mark.parametrize("look", LOOKS, ids=["light", "dark", "phone"])
def test_stars_from_the_listing_to_what_became_of_them(
    look: dict[str, bool],
    manager: User,
    listing: Listing,
    open_page: OpenPage,
    grave_faults: Faults,
) -> None:
    page = open_page(manager, f"/listings/{listing.pk}/", **look)
    panel = page.locator("#stars")
    panel.get_by_role("radio", name="2 yıldız").check()
    panel.get_by_label("Ne daha iyi olmalı?").fill("Fazla genel")
    panel.get_by_role("button", name="Yıldız verin").click()
    expect(panel.get_by_role("status")).to_contain_text("Teşekkürler")
    expect(panel.get_by_role("radio", name="2 yıldız")).to_be_checked()
    faults = grave_faults(page)
    panel.get_by_role("link", name="Ne oldu").click()
    expect(page.locator(".feedback-fate")).to_contain_text("99 geri bildirim kaldı")
    expect(page.get_by_role("img", name="5 üzerinden 2 yıldız")).to_be_visible()
    faults += grave_faults(page)
    row = Feedback.objects.get()
    assert row.policy
    done = Retraining.objects.create(policy=row.policy, status="done", outcome="rejected")
    Feedback.objects.update(taken_by=done)
    page.reload()
    expect(page.locator(".feedback-fate")).to_contain_text("daha iyi olmadığı için")
    faults += grave_faults(page)
    page.get_by_role("link", name="Herkesin geri bildirimleri").click()
    page.get_by_label("Ne diyor").select_option("1")
    page.get_by_role("button", name="Göster").click()
    expect(page.locator(".feedback-fate")).to_have_count(1)
    faults += grave_faults(page)
    page.locator(".feedback-about a").click()
    expect(page.locator("#stars")).to_contain_text("olduğu gibi kalıyor")
    faults += grave_faults(page)
    assert not faults


def test_stars_are_given_with_the_keyboard_alone(
    manager: User, listing: Listing, open_page: OpenPage
) -> None:
    page = open_page(manager, f"/listings/{listing.pk}/")
    page.locator("#stars input[type=radio]").first.focus()
    for _ in range(3):
        page.keyboard.press("ArrowRight")
    page.keyboard.press("Tab")
    expect(page.get_by_label("Ne daha iyi olmalı?")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#stars").get_by_role("status")).to_contain_text("Teşekkürler")
    assert Feedback.objects.get().rating == 4
    page.get_by_role("button", name="Geri al").click()
    expect(page.locator("#stars").get_by_role("status")).to_contain_text("geri alındı")
    assert not Feedback.objects.exists()


def test_stars_need_no_script(manager: User, listing: Listing, open_page: OpenPage) -> None:
    page = open_page(manager, f"/listings/{listing.pk}/", javascript=False)
    page.get_by_role("radio", name="5 yıldız").check()
    page.get_by_role("button", name="Yıldız verin").click()
    expect(page.locator(".toast")).to_contain_text("Teşekkürler")
    expect(page.get_by_role("radio", name="5 yıldız")).to_be_checked()


@pytest.mark.parametrize("look", LOOKS, ids=["light", "dark", "phone"])
def test_rejections_are_pasted_looked_at_and_kept(
    look: dict[str, bool],
    manager: User,
    listing: Listing,
    open_page: OpenPage,
    grave_faults: Faults,
) -> None:
    page = open_page(manager, "/learning/rejections/", **look)
    faults = grave_faults(page)
    page.get_by_role("button", name="Önce göster").click()
    expect(page.get_by_role("alert")).to_contain_text("Okunacak bir şey yok")
    page.get_by_label("Buraya yapıştırın").fill(TABLE)
    page.get_by_role("button", name="Önce göster").click()
    expect(page.locator(".feedback-preview tbody tr")).to_have_count(1)
    expect(page.locator(".feedback-problems")).to_contain_text("YOK-9")
    faults += grave_faults(page)
    page.get_by_role("button", name="1 reddi sakla").click()
    expect(page.get_by_role("status").first).to_contain_text("1 ret saklandı.")
    expect(page.get_by_label("Buraya yapıştırın")).to_have_value(
        "sku,field,code,text\nYOK-9,title,E1,Uzun\n"
    )
    faults += grave_faults(page)
    assert not faults
    assert Feedback.objects.get().code == "E1"


def test_a_file_of_rejections_is_chosen(
    manager: User, listing: Listing, open_page: OpenPage, tmp_path: Path
) -> None:
    (tmp_path / "retler.csv").write_text(TABLE, encoding="utf-8")
    page = open_page(manager, "/learning/rejections/")
    page.get_by_label("Ya da bir dosya seçin").set_input_files(tmp_path / "retler.csv")
    page.get_by_role("button", name="Önce göster").click()
    expect(page.get_by_label("Buraya yapıştırın")).to_have_value(TABLE)
    page.get_by_role("button", name="1 reddi sakla").click()
    expect(page.get_by_role("status").first).to_contain_text("1 ret saklandı.")


@pytest.mark.parametrize("look", LOOKS, ids=["light", "dark", "phone"])
def test_a_rater_s_own_feedback_is_readable(
    look: dict[str, bool], manager: User, open_page: OpenPage, grave_faults: Faults
) -> None:
    rater = make_user(Role.RATER)
    page = open_page(rater, "/learning/mine/", **look)
    expect(page.get_by_text("Henüz geri bildirim yok")).to_be_visible()
    faults = grave_faults(page)
    rate(rater, make_campaign(2, by=manager, version=make_version()), 1)
    page.reload()
    expect(page.locator(".note")).to_contain_text("hâlâ açık")
    faults += grave_faults(page)
    assert not faults


def test_no_page_is_wider_than_a_phone(
    manager: User, listing: Listing, open_page: OpenPage
) -> None:
    give_stars(manager, listing, seen=1, stars=1, comment="Uzunbirkelime" * 30)
    wide = []
    for path in ("/learning/mine/", "/learning/feedback/", f"/listings/{listing.pk}/"):
        page = open_page(manager, path, phone=True)
        if page.evaluate("document.documentElement.scrollWidth") > PHONE["width"]:
            wide.append(path)
        page.close()
    page = open_page(manager, "/learning/rejections/", phone=True)
    page.get_by_label("Buraya yapıştırın").fill(TABLE + f"TEL-1;title;{'K' * 80};{'x' * 300}\n")
    page.get_by_role("button", name="Önce göster").click()
    expect(page.locator(".feedback-preview tbody tr")).to_have_count(2)
    if page.evaluate("document.documentElement.scrollWidth") > PHONE["width"]:
        wide.append("preview")
    assert not wide
