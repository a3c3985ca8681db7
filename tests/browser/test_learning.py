"""The counters in the browser, on a phone and in the dark: read, paused, changed and begun."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from accounts.models import User
from accounts.roles import Role
from domain.versions import State
from learning.models import Policy, Retraining
from tests.browser.conftest import PHONE
from tests.evaluation.registry import make_version
from tests.factories import make_user
from tests.learning.making import make_feedback, make_policy, make_retraining

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
OpenPage = Callable[..., Page]
Faults = Callable[[Page], list[str]]
LOOKS = [{"dark": False}, {"dark": True}, {"phone": True}]


@pytest.fixture
def manager(transactional_db: None) -> User:
    """A manager, a counter on its way and one that rests."""
    make_version("1.0.0", state=State.LIVE)
    policy, paused = make_policy(), make_policy(category="clothing", is_paused=True)
    candidate = make_version("1.1.0")
    for outcome in ("deployed", "rejected"):
        make_retraining(
            policy,
            [make_feedback(policy)],
            status="done",
            outcome=outcome,
            counted=100,
            candidate=candidate,
        )
    for _ in range(37):
        make_feedback(policy)
    make_feedback(paused)
    return make_user(Role.MANAGER, username="manager")


@pytest.mark.parametrize("look", LOOKS, ids=["light", "dark", "phone"])
def test_a_counter_is_read_paused_changed_and_begun(
    look: dict[str, bool], manager: User, open_page: OpenPage, grave_faults: Faults
) -> None:
    policy = Policy.objects.get(category="")
    page = open_page(manager, "/learning/", **look)
    counter = page.locator(".learning-counter").first
    expect(counter).to_contain_text("37 / 100")
    expect(counter.get_by_role("progressbar")).to_have_attribute("value", "37")
    expect(page.locator(".learning-counter").nth(1)).to_contain_text("Duraklatıldı")
    faults = grave_faults(page)
    page.locator(f"#pause-{policy.pk}").click()
    expect(page.locator(f"#resume-{policy.pk}")).to_be_visible()
    expect(page.locator(".learning-counter").first).to_contain_text("Duraklatıldı")
    faults += grave_faults(page)
    page.locator(f"#change-{policy.pk}").click()
    page.get_by_label("Yeniden eğitim için geri bildirim").fill("4")
    page.get_by_role("button", name="Kaydet").click()
    expect(page.get_by_role("alert").first).to_contain_text("işaretli alanlara bakın")
    faults += grave_faults(page)
    page.get_by_label("Yeniden eğitim için geri bildirim").fill("50")
    page.get_by_label("Hemen yayına alınsın").check()
    page.get_by_role("button", name="Kaydet").click()
    expect(page.locator(".learning-counter").first).to_contain_text("37 / 50")
    page.locator(f"#start-{policy.pk}").click()
    expect(page.get_by_role("heading", name="Şimdi yeniden eğit", level=1)).to_be_visible()
    faults += grave_faults(page)
    page.get_by_role("button", name="Yeniden eğitimi başlat").click()
    expect(page.locator(".learning-counter").first).to_contain_text("Sürüyor")
    faults += grave_faults(page)
    assert not faults
    row = Retraining.objects.latest("pk")
    assert (row.counted, row.uses.count()) == (37, 38)


def test_a_counter_goes_on_by_itself(manager: User, open_page: OpenPage) -> None:
    page = open_page(manager, "/learning/")
    expect(page.locator(".learning-counter").first).to_contain_text("37 / 100")
    make_feedback(Policy.objects.get(category=""))
    page.evaluate("htmx.ajax('GET', location.pathname, {target: '#counters', swap: 'outerHTML'})")
    expect(page.locator(".learning-counter").first).to_contain_text("38 / 100")


def test_the_home_page_tells_of_it(
    manager: User, open_page: OpenPage, grave_faults: Faults
) -> None:
    page = open_page(manager, "/")
    expect(page.locator(".home-counter").first).to_contain_text("37/100")
    assert not grave_faults(page)


def test_no_page_is_wider_than_a_phone(manager: User, open_page: OpenPage) -> None:
    policy = Policy.objects.get(category="")
    wide = []
    for path in ("", "policies/new/", f"policies/{policy.pk}/", f"policies/{policy.pk}/start/"):
        page = open_page(manager, f"/learning/{path}", phone=True)
        if page.evaluate("document.documentElement.scrollWidth") > PHONE["width"]:
            wide.append(path)
        page.close()
    assert not wide
