"""An experiment before a person's eyes: planned as one types, begun, looked at, stopped."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from accounts.models import User
from domain.versions import State
from engines.scripted import ScriptedEngine
from evaluation.models import Experiment
from tests.evaluation.conftest import COUNT, engine, make_version, products  # noqa: F401
from tests.evaluation.experimented import make_experiment

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
OpenPage = Callable[..., Page]
A, B = "walmart-gpt-basic:1.0.1", "walmart-gpt-basic:1.0.2"


@pytest.fixture(autouse=True)
def _versions(transactional_db: None, engine: ScriptedEngine) -> None:  # noqa: F811
    make_version(1, State.LIVE)
    make_version(2)


def test_the_plan_follows_what_is_typed_and_the_experiment_begins(
    open_page: OpenPage, manager: User
) -> None:
    page = open_page(manager, "/experiments/")
    page.get_by_role("link", name="Yeni deney").first.click()
    plan = page.locator("#plan")
    expect(plan).to_contain_text("plan siz seçtikçe hesaplanır")
    page.get_by_label("A sürümü").select_option(A)
    page.get_by_label("B sürümü").select_option(B)
    expect(plan).to_contain_text("171 ürün gerekiyor")
    margin = page.get_by_label("Önem taşıyan fark (puan)")
    margin.fill("10")
    expect(plan).to_contain_text("19 ürün gerekiyor")
    page.get_by_role("radio", name="Ekibin kendi ürünleri").check()
    expect(page.get_by_label("Kaç ölçüm ürünü")).to_be_hidden()
    expect(plan).to_contain_text("plan siz seçtikçe hesaplanır")
    page.get_by_role("radio", name="Ölçüm için ayrılan ürünler").check()
    expect(plan).to_contain_text(f"{COUNT} ürün seçtiniz")
    page.get_by_role("button", name="Deneyi başlat").click()
    page.wait_for_url("**/experiments/*/")
    row = Experiment.objects.get()
    assert (row.a.name, row.b.name, row.margin, row.pairs) == (A, B, 10.0, COUNT)
    page.get_by_role("button", name="Deneyi durdur").click()
    expect(page.get_by_text("tarafından durduruldu", exact=False)).to_be_visible()


def test_a_running_one_tells_by_itself_how_far_it_is(open_page: OpenPage, manager: User) -> None:
    row = make_experiment(make_version(3), make_version(4), 12, status="running", done=5)
    page = open_page(manager, f"/experiments/{row.pk}/")
    expect(page.get_by_text("40 ilandan 10 tanesi yazıldı")).to_be_visible()
    Experiment.objects.filter(pk=row.pk).update(done=22)
    expect(page.get_by_text("40 ilandan 22 tanesi yazıldı")).to_be_visible()
    Experiment.objects.filter(pk=row.pk).update(status="cancelled")
    expect(page.get_by_role("button", name="Deneyi durdur")).to_have_count(0)
