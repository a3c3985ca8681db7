"""The corrections of a retraining before a manager's eyes."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from accounts.models import User
from learning.models import Correction, Retraining
from tests.learning.making import make_policy, make_retraining
from tests.learning.test_corrections_page import learnt, left

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
OpenPage = Callable[..., Page]
Outcome = Correction.Outcome


@pytest.fixture
def row(transactional_db: None) -> Retraining:
    row = make_retraining(make_policy())
    learnt(row, 24, comment="Telefonun kamerası 300MP değil, bu uydurma olmuş.")
    for number, outcome in enumerate(one for one in Outcome if one != Outcome.KEPT):
        left(row, outcome, 30 + number)
    return row


def address(row: Retraining) -> str:
    return f"/learning/retrainings/{row.pk}/corrections/"


def test_what_changed_is_shown_and_the_list_can_be_narrowed(
    open_page: OpenPage, manager: User, row: Retraining
) -> None:
    page = open_page(manager, address(row))
    expect(page.locator("del")).to_have_text("300MP kamera")
    expect(page.locator("details.correction")).to_have_count(len(Outcome))
    page.get_by_role("link", name="Bir başkasına benziyor").click()
    expect(page.locator("details.correction")).to_have_count(1)
    page.locator("details.correction > summary").click()
    expect(page.get_by_text("Buradan hiçbir şey öğrenilmiyor.")).to_be_visible()


@pytest.mark.parametrize("wanted", [{}, {"dark": True}, {"phone": True}])
def test_it_can_be_read_by_everybody(
    open_page: OpenPage,
    manager: User,
    row: Retraining,
    grave_faults: Callable[[Page], list[str]],
    wanted: dict[str, bool],
) -> None:
    page = open_page(manager, address(row), **wanted)
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    width = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    assert width <= 0
    assert grave_faults(page) == []
