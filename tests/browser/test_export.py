"""Exports before a person's eyes: what is ticked is what the file holds."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from accounts.models import User
from accounts.roles import Role
from evaluation.models import Campaign
from tests.evaluation.rated import make_campaign, rate
from tests.factories import make_user

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
OpenPage = Callable[..., Page]
LOOKS: list[dict[str, object]] = [{}, {"dark": True, "language": "en"}, {"phone": True}]


@pytest.fixture
def campaign(transactional_db: None) -> Campaign:
    campaign = make_campaign(1, raters_each=1)
    rate(make_user(Role.RATER, username="ayse"), campaign, 5)
    return campaign


def downloaded(page: Page, button: str) -> str:
    with page.expect_download() as coming:
        page.get_by_role("button", name=button, exact=True).click()
    return Path(coming.value.path()).read_text(encoding="utf-8")


def test_names_are_in_the_file_once_they_are_ticked(
    campaign: Campaign, manager: User, open_page: OpenPage
) -> None:
    page = open_page(manager, f"/campaigns/{campaign.pk}/export/")
    assert "ayse" not in downloaded(page, "CSV")
    page.get_by_label("Değerlendiriciler adlarıyla").check()
    assert "ayse" in downloaded(page, "CSV")
    page.get_by_label("Etiketleyen ölçüt").select_option("clarity")
    assert '"label": true' in downloaded(page, "İyi ve kötü metinler (KTO): TRL")
    expect(page.get_by_role("heading", level=1)).to_have_text("Dışa aktarma")


@pytest.mark.parametrize("look", LOOKS, ids=["light", "dark", "phone"])
def test_the_page_has_no_grave_fault_and_fits_a_phone(
    campaign: Campaign,
    manager: User,
    open_page: OpenPage,
    grave_faults: Callable[[Page], list[str]],
    look: dict[str, object],
) -> None:
    page = open_page(manager, f"/campaigns/{campaign.pk}/export/", **look)
    assert grave_faults(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
