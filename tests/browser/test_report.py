"""The report of ratings in a browser: for every eye, and one criterion after the other."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from accounts.models import User
from accounts.roles import Role
from domain.rating import Choice
from evaluation.models import Campaign, Remark
from tests.browser.conftest import PHONE
from tests.evaluation.rated import answered, make_campaign, make_item, make_pair
from tests.evaluation.registry import make_version
from tests.factories import make_user

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
OpenPage = Callable[..., Page]
Faults = Callable[[Page], list[str]]
LOOKS = [{"dark": False}, {"dark": True}, {"phone": True}]
CATEGORIES = ("electronics", "sports", "clothing")


@pytest.fixture
def manager(transactional_db: None) -> User:
    return make_user(Role.MANAGER, username="manager")


@pytest.fixture
def raters(transactional_db: None) -> list[User]:
    names = ("Ayşe Kaya", "Mehmet Demir", "Zeynep Çelik")
    return [make_user(Role.RATER, first_name=name) for name in names]


@pytest.fixture
def rated(manager: User, raters: list[User]) -> Campaign:
    """Two versions, three categories, a rater who fails gold, remarks and comments."""
    versions = [make_version("1.0.0"), make_version("1.1.0")]
    items = [
        make_item(
            place // 2,
            version=versions[place % 2],
            category=CATEGORIES[place % 3],
            scores={"overall": 50 + (place * 13) % 50, "compliance": 95},
        )
        for place in range(24)
    ]
    gold = [make_item(90 + place, gold={"overall": 5}) for place in range(3)]
    campaign = make_campaign(by=manager, items=[*items, *gold], name="Ekim")
    for item in campaign.items.order_by("number"):
        for place, rater in enumerate(raters):
            score = 1 if item.is_gold and place == 2 else 1 + (item.number * 7 + place) % 5
            answered(item, rater, 5 if item.is_gold and place < 2 else score, comment="Kısa")
    first = campaign.items.order_by("number")[0]
    Remark.objects.create(campaign=campaign, item=first, rater=raters[0], kind="flag", text="?")
    return campaign


@pytest.fixture
def compared(manager: User, raters: list[User]) -> Campaign:
    versions = [make_version(number) for number in ("2.0.0", "2.1.0", "2.2.0")]
    items = [
        make_pair(place, version=versions[place % 3], other_version=versions[(place + 1) % 3])
        for place in range(9)
    ]
    campaign = make_campaign(by=manager, items=items, kind=Campaign.Kind.COMPARISON, name="Çift")
    for item in campaign.items.order_by("number"):
        for place, rater in enumerate(raters):
            choice = list(Choice)[(item.number + place) % 4]
            answered(item, rater, choice=choice, swapped=place == 1)
    return campaign


@pytest.mark.parametrize("look", LOOKS)
def test_reports_are_for_every_eye(
    manager: User,
    rated: Campaign,
    compared: Campaign,
    open_page: OpenPage,
    grave_faults: Faults,
    look: dict[str, Any],
) -> None:
    paths = (
        f"/campaigns/{rated.pk}/report/",
        f"/campaigns/{rated.pk}/report/items/1/",
        f"/campaigns/{compared.pk}/report/",
        f"/campaigns/{compared.pk}/report/items/1/",
        "/models/walmart-gpt-expert/1.0.0/ratings/",
    )
    faults: list[str] = []
    for path in paths:
        page = open_page(manager, path, **look)
        for closed in page.locator("details:not([open]) > summary").all():
            if closed.is_visible():
                closed.click()
        faults += grave_faults(page)
        if look.get("phone"):
            assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"], path
    assert faults == []


def test_another_criterion_takes_the_place_of_the_first(
    manager: User, rated: Campaign, open_page: OpenPage
) -> None:
    page = open_page(manager, f"/campaigns/{rated.pk}/report/")
    assert page.locator("#groups-title").inner_text().startswith("Genel memnuniyet")
    page.get_by_role("link", name="Doğruluk", exact=True).click()
    page.locator("#groups-title", has_text="Doğruluk").wait_for()
    assert page.locator("#criterion").count() == 1
    assert page.url.endswith("?criterion=accuracy")


def test_without_scripts_the_same_links_lead_to_pages(
    manager: User, rated: Campaign, open_page: OpenPage
) -> None:
    page = open_page(manager, f"/campaigns/{rated.pk}/report/", javascript=False)
    page.get_by_role("link", name="Doğruluk", exact=True).click()
    expect(page.locator("#groups-title")).to_contain_text("Doğruluk")
    page.get_by_role("link", name="Dışarıda bırakın", exact=True).click()
    expect(page.locator("main")).to_contain_text("Dışarıda bırakıldı: Zeynep Çelik")
    page.locator("table a", has_text="Telefon").first.click()
    expect(page.locator("main")).to_contain_text("İnsanlar ne dedi")
