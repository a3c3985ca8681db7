"""The page of failure patterns before a person's eyes: readable for every eye, with and without
scripts, on a desk and on a phone."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from accounts.models import User
from learning.models import Feedback, Retraining
from tests.browser.conftest import PHONE
from tests.evaluation.registry import make_version
from tests.factories import S24_TEXT, make_listing
from tests.learning.making import make_policy, make_retraining
from tests.learning.test_patterns_page import fault, kept_patterns

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
OpenPage = Callable[..., Page]
LOOKS = [{"dark": False}, {"dark": True}, {"phone": True}]


@pytest.fixture
def learnt(transactional_db: None, author: User) -> Retraining:
    """Patterns that were mended, feedback on three versions, and some that waits."""
    policy = make_policy()
    make_policy(category="sports")
    versions = [make_version(number) for number in ("1.0.0", "1.1.0", "1.2.0")]
    rows = [
        fault(number, versions[number % 2], faulty=number % 3 == 0, policy=policy)
        for number in range(60)
    ]
    rows[0].listing = make_listing(author, S24_TEXT)
    Feedback.objects.bulk_create(rows)
    row = make_retraining(policy, rows, status="done", candidate=versions[2])
    kept_patterns(row, [rows[0].pk, rows[3].pk])
    waiting = [
        fault(number, versions[2], faulty=number % 6 == 0, policy=policy) for number in range(60)
    ]
    Feedback.objects.bulk_create(waiting)
    return row


@pytest.mark.parametrize("look", LOOKS, ids=["light", "dark", "phone"])
def test_it_has_no_grave_fault_and_is_no_wider_than_a_phone(
    look: dict[str, bool],
    learnt: Retraining,
    manager: User,
    open_page: OpenPage,
    grave_faults: Callable[[Page], list[str]],
) -> None:
    page = open_page(manager, "/learning/patterns/", **look)
    first = page.locator(".pattern").first
    expect(first).to_contain_text("Promosyon ifadesi kullanılamaz")
    assert not grave_faults(page)
    for summary in page.locator("main summary").all():
        summary.click()
    expect(first.get_by_text("Ücretsiz kargo").first).to_be_visible()
    assert not grave_faults(page)
    if look.get("phone"):
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def test_without_scripts_another_policy_can_be_chosen_and_an_example_opened(
    learnt: Retraining, manager: User, open_page: OpenPage
) -> None:
    page = open_page(manager, "/learning/patterns/", javascript=False)
    page.locator(".pattern-examples summary").first.click()
    page.locator(".pattern-examples a").first.click()
    page.wait_for_url("**/listings/*/")
    page.go_back()
    page.get_by_label("Öğrenme kuralı").select_option(label="walmart-gpt-expert (Spor)")
    page.get_by_role("button", name="Göster").click()
    page.wait_for_url("**/learning/patterns/?policy=*")
    expect(page.get_by_text("Henüz hiçbir yeniden eğitim örüntü aramadı")).to_be_visible()
