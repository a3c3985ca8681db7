"""A retraining before a manager's eyes: it tells by itself how far it is, and is decided about."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from accounts.models import User
from learning.models import Retraining
from tests.learning.paged import ended, retraining_at
from training.models import TrainingRun

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
OpenPage = Callable[..., Page]
Stage, Outcome = Retraining.Stage, Retraining.Outcome
PATIENCE = 20_000
"""Milliseconds: the page asks every three seconds, and then reads itself anew."""


def address(row: Retraining) -> str:
    return f"/learning/retrainings/{row.pk}/"


def test_it_tells_by_itself_how_far_it_is_and_when_it_has_ended(
    open_page: OpenPage, manager: User
) -> None:
    row = retraining_at(Stage.TRAINING)
    page = open_page(manager, address(row))
    now = page.locator('[aria-current="step"]')
    expect(now).to_contain_text("26 adımdan 9.")
    TrainingRun.objects.update(step=17)
    expect(now).to_contain_text("26 adımdan 17.", timeout=PATIENCE)
    Retraining.objects.filter(pk=row.pk).update(status="failed", error="training_failed")
    expect(page.get_by_role("alert")).to_contain_text("Eğitim iyi bitmedi.", timeout=PATIENCE)
    expect(page.get_by_role("button", name="Yeniden eğitimi durdur")).to_have_count(0)


def test_a_manager_approves(open_page: OpenPage, manager: User) -> None:
    row = ended(Outcome.AWAITING)
    row.policy.least_score = 20
    row.policy.save()
    page = open_page(manager, address(row))
    expect(page.get_by_text("başka hiçbir şeyde daha kötü değil")).to_be_visible()
    page.get_by_role("button", name="Onayla ve yayına al").click()
    expect(page.locator("#chain")).to_contain_text("onaylandı, yayına alınıyor")
    expect(page.get_by_role("button", name="Onayla ve yayına al")).to_have_count(0)


def test_a_manager_declines_without_scripts_too(open_page: OpenPage, manager: User) -> None:
    row = ended(Outcome.AWAITING)
    page = open_page(manager, address(row), javascript=False)
    page.get_by_label("Neden kabul edilmiyor").fill("Kampanya sürüyor.")
    page.get_by_role("button", name="Reddet").click()
    expect(page.locator("#chain")).to_contain_text("“Kampanya sürüyor.”")


@pytest.mark.parametrize("wanted", [{}, {"dark": True}, {"phone": True}])
def test_it_can_be_read_by_everybody(
    open_page: OpenPage,
    manager: User,
    grave_faults: Callable[[Page], list[str]],
    wanted: dict[str, bool],
) -> None:
    for row in (ended(Outcome.AWAITING), retraining_at(Stage.VALIDATING)):
        page = open_page(manager, address(row), **wanted)
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        width = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        assert width <= 0
        assert grave_faults(page) == []
        Retraining.objects.filter(pk=row.pk).update(status="done")
