"""Batches in a browser: chosen over pages, watched, stopped, approved from a score on."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from accounts.models import User
from bulk.batching import approving
from bulk.batching.advancing import advance
from bulk.models import Batch, BatchApproval
from content.actions import create_listing
from content.models import Listing
from engines.scripted import ScriptedEngine
from tests.bulk.batched import make_batch, queued, work, write
from tests.factories import S24, make_user

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
OpenPage = Callable[..., Page]
Faults = Callable[[Page], list[str]]
LOOKS = [{"dark": False}, {"dark": True}, {"phone": True}]


@pytest.fixture
def author(transactional_db: None) -> User:
    """An author."""
    return make_user(username="author")


@pytest.fixture
def products(author: User) -> list[Listing]:
    """More than one page of the library."""
    return [
        create_listing(author, dataclasses.replace(S24, name=f"Çelik Tencere {number:02}"))
        for number in range(30)
    ]


def tick(page: Page, name: str) -> None:
    page.get_by_role("checkbox", name=f"Seç: {name}").check()


def test_ticks_outlive_a_page_turn_and_a_search(
    author: User, products: list[Listing], scripted: ScriptedEngine, open_page: OpenPage
) -> None:
    page = open_page(author, "/listings/?sort=title")
    tick(page, "Çelik Tencere 03")
    page.get_by_role("link", name="Sonraki").click()
    tick(page, "Çelik Tencere 28")
    page.get_by_role("searchbox").fill("tencere 07")
    expect(page.locator("#results-count")).to_have_text("1 ilan")
    tick(page, "Çelik Tencere 07")
    chosen = page.get_by_role("button", name="İşaretlileri yazdır")
    expect(chosen).to_have_text("İşaretlileri yazdır (3)")
    page.get_by_role("checkbox", name="Seç: Çelik Tencere 07").uncheck()
    expect(chosen).to_have_text("İşaretlileri yazdır (2)")
    chosen.click()
    expect(page.locator(".batch-count")).to_have_text("2 ürün")
    page.go_back()
    expect(page.get_by_role("button", name="İşaretlileri yazdır")).to_contain_text("(2)")
    page.get_by_role("button", name="İşaretlileri yazdır").click()
    page.get_by_role("button", name="Toplu işi başlat").click()
    expect(page.locator("#progress-title")).to_be_visible()
    names = Batch.objects.get().items.values_list("listing__product__name", flat=True)
    assert sorted(names) == ["Çelik Tencere 03", "Çelik Tencere 28"]
    page.goto(page.url.split("/batches/")[0] + "/listings/")
    expect(page.locator("#tick-count")).to_be_empty()


@pytest.mark.parametrize("look", LOOKS, ids=["light", "dark", "phone"])
def test_a_batch_is_watched_paused_and_approved(
    look: dict[str, bool],
    author: User,
    scripted: ScriptedEngine,
    open_page: OpenPage,
    grave_faults: Faults,
) -> None:
    batch = make_batch(author, 4)
    advance()
    write(scripted, queued()[0])
    page = open_page(author, f"/batches/{batch.pk}/", **look)
    faults = grave_faults(page)
    expect(page.get_by_text("1 / 4")).to_be_visible()
    page.get_by_role("button", name="Duraklat").click()
    expect(page.get_by_text("Duraklatan: author")).to_be_visible()
    page.get_by_role("button", name="Sürdür").click()
    work(scripted)
    expect(page.get_by_text("4 / 4")).to_be_visible(timeout=10_000)  # it comes by itself
    page.reload()
    page.get_by_role("link", name="Belirli bir puandan sonrasını onayla").click()
    page.get_by_label("En düşük puan").fill("60")
    page.get_by_role("button", name="Örnek göster").click()
    faults += grave_faults(page)
    page.get_by_role("checkbox", name="Bu metinleri okudum").check()
    page.get_by_role("button", name="4 ilanı onayla").click()
    expect(page.get_by_text("Onay başladı.")).to_be_visible()
    approving.approve(BatchApproval.objects.get().pk)
    expect(page.get_by_text("4 ilan onaylandı")).to_be_visible(timeout=10_000)
    faults += grave_faults(page)
    assert not faults
    assert Listing.objects.filter(status="approved", approved_by=author).count() == 4


def test_a_batch_is_stopped_without_javascript(
    author: User, scripted: ScriptedEngine, open_page: OpenPage
) -> None:
    batch = make_batch(author, 2)
    page = open_page(author, f"/batches/{batch.pk}/", javascript=False)
    page.get_by_role("button", name="Toplu işi durdur").click()
    expect(page.get_by_text("author tarafından durduruldu")).to_be_visible()
    batch.refresh_from_db()
    assert batch.status == Batch.Status.CANCELLED
