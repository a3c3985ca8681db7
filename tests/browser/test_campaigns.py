"""A campaign in the browser, on a phone and in the dark: made, given gold, opened and closed."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from accounts.models import User
from accounts.roles import Role
from evaluation.models import Assignment, Campaign
from tests.browser.conftest import PHONE
from tests.evaluation.rated import make_campaign, make_draft, rate
from tests.evaluation.registry import make_version
from tests.factories import make_listing, make_user

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
OpenPage = Callable[..., Page]
Faults = Callable[[Page], list[str]]
LOOKS = [{"dark": False}, {"dark": True}, {"phone": True}]


@pytest.fixture
def manager(transactional_db: None) -> User:
    """A manager, and six drafts of two versions."""
    author = make_user()
    versions = [make_version("1.0.0"), make_version("1.1.0")]
    for _ in range(3):
        listing = make_listing(author)
        for version in versions:
            make_draft(listing, version)
    return make_user(Role.MANAGER, username="manager")


@pytest.mark.parametrize("look", LOOKS, ids=["light", "dark", "phone"])
def test_a_campaign_from_the_form_to_its_end(
    look: dict[str, bool], manager: User, open_page: OpenPage, grave_faults: Faults
) -> None:
    page = open_page(manager, "/campaigns/", **look)
    page.get_by_role("link", name="Yeni kampanya").first.click()
    outlook = page.locator("#outlook")
    expect(outlook).to_contain_text("6 öge")
    expect(outlook).to_contain_text("18 değerlendirme")
    page.get_by_label("Öge başına değerlendirici").fill("2")
    page.get_by_label("En çok kaç öge").fill("4")
    page.get_by_label("En çok kaç öge").blur()
    expect(outlook).to_contain_text("8 değerlendirme")
    faults = grave_faults(page)
    page.get_by_role("button", name="Kampanyayı hazırla").click()
    expect(page.locator("#faults")).to_contain_text("bir ad verin")
    expect(page.get_by_label("En çok kaç öge")).to_have_value("4")
    faults += grave_faults(page)
    page.locator("#faults").get_by_role("link", name="Ad", exact=True).click()
    page.get_by_label("Ad", exact=True).fill("Sonbahar")
    page.get_by_role("button", name="Kampanyayı hazırla").click()
    expect(page.get_by_role("heading", name="Sonbahar", level=1)).to_be_visible()
    expect(page.get_by_text("Henüz kimsede öge yok.")).to_be_visible()
    faults += grave_faults(page)
    page.locator("#items tbody a").first.click()
    page.get_by_label("Genel memnuniyet").select_option("5")
    page.get_by_role("button", name="Altın öge yap").click()
    expect(page.locator(".page-head .badge", has_text="Altın")).to_be_visible()
    expect(page.get_by_role("button", name="Olağan öge yap")).to_be_visible()
    faults += grave_faults(page)
    page.locator(".crumbs").get_by_role("link", name="Sonbahar").click()
    page.get_by_role("button", name="Değerlendiricilere aç").click()
    expect(page.locator(".page-head .badge", has_text="Açık")).to_be_visible()
    page.get_by_role("button", name="Kapat", exact=True).first.click()
    expect(page.locator(".page-head .badge", has_text="Kapalı")).to_be_visible()
    expect(page.get_by_text("Bir kişi kapattı")).to_be_visible()
    faults += grave_faults(page)
    assert not faults
    campaign = Campaign.objects.get()
    assert (campaign.status, campaign.items.count()) == ("closed", 4)
    assert campaign.assignments.count() == 6


def test_progress_comes_by_itself(manager: User, open_page: OpenPage) -> None:
    campaign = make_campaign(2, by=manager, raters_each=1)
    page = open_page(manager, f"/campaigns/{campaign.pk}/")
    expect(page.locator("#progress .tile-value").first).to_contain_text("0 / 2")
    rate(make_user(Role.RATER), campaign)
    page.evaluate("htmx.ajax('GET', location.pathname, {target: '#progress', swap: 'outerHTML'})")
    expect(page.locator("#progress .tile-value").first).to_contain_text("1 / 2")


@pytest.mark.parametrize("look", LOOKS, ids=["light", "dark", "phone"])
def test_who_rates_is_readable_for_everybody(
    look: dict[str, bool], manager: User, open_page: OpenPage, grave_faults: Faults
) -> None:
    campaign = make_campaign(10, by=manager, raters_each=2)
    hasty, steady = make_user(Role.RATER), make_user(Role.RATER)
    for _ in range(10):
        rate(hasty, campaign, 5)
        rate(steady, campaign, 4, clarity=2)
    Assignment.objects.filter(rater=hasty).update(seconds=1)
    Assignment.objects.filter(rater=steady).update(seconds=50)
    page = open_page(manager, f"/campaigns/{campaign.pk}/raters/", **look)
    expect(page.locator(".campaign-rater").first).to_contain_text("Yakından bakın")
    page.get_by_text("İşaretler nasıl hesaplanır").click()
    assert not grave_faults(page)


def test_no_campaign_page_is_wider_than_a_phone(manager: User, open_page: OpenPage) -> None:
    campaign = make_campaign(3, by=manager, version=make_version("2.0.0"))
    rate(make_user(Role.RATER), campaign)
    pair = make_campaign(1, by=manager, kind=Campaign.Kind.COMPARISON)
    wide = []
    for path in (
        *("", "new/", "new/comparison/", f"{campaign.pk}/", f"{campaign.pk}/raters/"),
        *(f"{campaign.pk}/items/1/", f"{pair.pk}/items/1/"),
    ):
        page = open_page(manager, f"/campaigns/{path}", phone=True)
        if page.evaluate("document.documentElement.scrollWidth") > PHONE["width"]:
            wide.append(path)
        page.close()
    assert not wide


def test_without_scripts_the_form_works_it_out_too(manager: User, open_page: OpenPage) -> None:
    page = open_page(manager, "/campaigns/new/", javascript=False)
    page.get_by_label("Öge başına değerlendirici").fill("5")
    page.get_by_role("button", name="Hesapla").click()
    expect(page.locator("#outlook")).to_contain_text("30 değerlendirme")
    expect(page.locator("#faults")).to_have_count(0)
    page.get_by_label("Ad", exact=True).fill("Betiksiz")
    page.get_by_role("button", name="Kampanyayı hazırla").click()
    expect(page.get_by_role("heading", name="Betiksiz", level=1)).to_be_visible()
