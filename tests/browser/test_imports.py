"""A file of products in the browser: sent in pieces, looked at, imported, its rejected rows."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, Route, expect
from pytest_django.fixtures import Settings

from accounts.models import User
from bulk.importing.running import run_import
from bulk.models import Import
from content.models import Product
from tests.factories import make_user

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
OpenPage = Callable[..., Page]
Faults = Callable[[Page], list[str]]
LOOKS = [{"dark": False}, {"dark": True}, {"phone": True}]
PRODUCTS = 60


@pytest.fixture
def author(transactional_db: None) -> User:
    """An author."""
    return make_user(username="author")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """As Turkish Excel writes it; the last row has no SKU."""
    rows = [
        f"T-{number:02};Çelik Tencere {number:02};Paslanmaz çelik | 5 litre\n"
        for number in range(PRODUCTS)
    ]
    path = tmp_path / "bahar.csv"
    text = "".join(["SKU;Ürün adı;Özellikler\n", *rows, ";Adsız;Özellik\n"])
    path.write_bytes(text.encode("windows-1254"))
    return path


def send(page: Page, file: Path) -> None:
    page.get_by_label("Dosya", exact=True).set_input_files(file)
    page.get_by_role("button", name="Yükle ve incele").click()


@pytest.mark.parametrize("look", LOOKS, ids=["light", "dark", "phone"])
def test_from_the_file_to_the_products(
    look: dict[str, bool],
    author: User,
    file: Path,
    settings: Settings,
    open_page: OpenPage,
    grave_faults: Faults,
) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000  # which makes several pieces of it
    page = open_page(author, "/imports/", **look)
    faults = grave_faults(page)
    send(page, file)
    expect(page.get_by_role("heading", name="İlk satırlar")).to_be_visible()
    expect(page.get_by_label("SKU", exact=True)).to_have_value("0")
    expect(page.get_by_text("Çelik Tencere 00")).to_be_visible()  # its letters were made out
    faults += grave_faults(page)
    page.get_by_role("button", name="İçe aktarmayı başlat").click()
    expect(page.get_by_text("Sırasını bekliyor")).to_be_visible()
    run_import(Import.objects.get().pk)
    expect(page.locator("#import")).to_contain_text("İçe aktarma bitti", timeout=10_000)
    faults += grave_faults(page)
    assert not faults
    assert Product.objects.filter(sku__startswith="T-").count() == PRODUCTS
    with page.expect_download() as coming:
        page.get_by_role("link", name="Hepsi, CSV olarak").click()
    text = Path(coming.value.path()).read_text(encoding="utf-8-sig")
    _head, row = csv.reader(text.splitlines(), delimiter=";")
    assert row[0] == str(PRODUCTS + 2)
    assert row[1].startswith("SKU: Eksik: ")
    page.get_by_role("link", name="Bu ürünler için ilan yazdır").click()
    expect(page.locator(".batch-count")).to_have_text(f"{PRODUCTS} ürün")


def test_an_upload_goes_on_after_a_broken_connection(
    author: User, file: Path, settings: Settings, open_page: OpenPage
) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    broken: list[str] = []

    def at_first(route: Route) -> None:
        """Break off before the request, once for each piece but the first."""
        url = route.request.url
        if url in broken or url.endswith("start=0"):
            route.continue_()
        else:
            broken.append(url)
            route.abort()

    page = open_page(author, "/imports/")
    page.route("**/pieces/**", at_first)
    send(page, file)
    expect(page.get_by_role("heading", name="İlk satırlar")).to_be_visible(timeout=15_000)
    assert len(broken) > 1
    assert Import.objects.get().received == file.stat().st_size


def test_columns_are_chosen_by_hand(author: User, tmp_path: Path, open_page: OpenPage) -> None:
    file = tmp_path / "kendi.csv"
    file.write_text("Kod;Ne;Nasıl\nA-1;Matkap;18V akü\n", encoding="utf-8")
    page = open_page(author, "/imports/", javascript=False)
    send(page, file)
    expect(page.get_by_role("alert")).to_contain_text("SKU")
    for label, column in (("SKU", "Kod (A)"), ("Ürün adı", "Ne (B)"), ("Özellikler", "Nasıl (C)")):
        page.get_by_label(label, exact=True).select_option(column)
    page.get_by_role("button", name="Böyle göster").click()
    expect(page.get_by_role("cell", name="Matkap")).to_be_visible()
    assert Import.objects.get().columns == {"sku": 0, "name": 1, "features": 2}


def test_what_is_no_table_is_refused_in_one_sentence(
    author: User, tmp_path: Path, open_page: OpenPage
) -> None:
    file = tmp_path / "resim.csv"
    file.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(200))
    page = open_page(author, "/imports/")
    send(page, file)
    expect(page.get_by_role("alert")).to_contain_text("PNG")
    page.goto(page.url.split("/imports/")[0] + "/imports/")
    page.get_by_role("button", name="Yükle ve incele").click()
    expect(page.locator("#upload-trouble")).to_have_text("Önce bir dosya seçin.")
