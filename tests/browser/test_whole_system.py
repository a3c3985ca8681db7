"""The main way through the system that `make run` starts: its pages, its queue, its own model.

The model's words differ from machine to machine, so nothing here depends on what they are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from engines.llamacpp_model import best
from tests.engines.conftest import wait_until
from tests.engines.subjects import LlamaCppReal
from tests.factories import S24, S24_TEXT
from tests.walmartgpt.running import RunningSystem, started, system_environment

pytestmark = [
    pytest.mark.browser,
    pytest.mark.real,
    pytest.mark.embedded,  # once is enough: the model takes its minutes on any database
    pytest.mark.timeout(900),
]
OpenPage = Callable[..., Page]
WRITING = 420_000
"""Milliseconds that the embedded model may take on a machine that has other work."""


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The system's folder."""
    return tmp_path_factory.mktemp("whole") / "data"


@pytest.fixture(scope="module")
def system(data: Path) -> Iterator[RunningSystem]:
    """All parts under their supervisor, as `make run` starts them."""
    with system_environment(data) as environment, started(environment) as system:
        system.until_ready()
        yield system


@pytest.fixture
def site_url(system: RunningSystem) -> str:
    """In the place of the live server's address."""
    return f"http://127.0.0.1:{system.port}"


@pytest.fixture
def engine(data: Path, tmp_path: Path) -> LlamaCppReal:
    """The system's own model server, to be asked whether it works."""
    return LlamaCppReal(tmp_path, data)


def test_from_signing_in_to_an_approved_listing(
    open_page: OpenPage, data: Path, engine: LlamaCppReal
) -> None:
    page = open_page(None, "/sign-in/?next=/studio/", language="en")
    page.set_default_timeout(30_000)
    sign_in(page, data)
    type_the_facts(page)

    page.get_by_role("button", name="Write the listing").click()
    until_words_arrive(page)
    assert not engine.idle()
    page.get_by_role("button", name="Stop").click()
    expect(page.locator("[data-trouble]")).to_contain_text("Writing was stopped", timeout=30_000)
    wait_until(engine.idle, "the model has stopped")

    page.get_by_role("button", name="Try again").click()
    until_words_arrive(page)
    until_written(page)
    assert page.locator("#edit-title").input_value()

    correct_the_text(page)
    page.get_by_role("button", name="Approve", exact=True).click()
    expect(page.locator(".studio-head")).to_contain_text("Approved")

    happened = ["Approved", "Edited", "Draft written", "Draft stopped", "Draft requested"]
    history = find_in_the_library(page, happened)
    history.locator("summary").last.click()
    expect(history).to_contain_text(best(Path("none")))


def sign_in(page: Page, data: Path) -> None:
    """As the demo author, with the password that the start printed."""
    sign_ins = dict(line.split() for line in (data / "demo.txt").read_text().splitlines())
    page.locator("#id_username").fill("author")
    page.locator("#id_password").fill(sign_ins["author"])
    page.locator("#id_password").press("Enter")
    page.wait_for_url("**/studio/")


def type_the_facts(page: Page) -> None:
    """What a person knows of the product."""
    page.get_by_label("Product name").press_sequentially(S24.name)
    page.get_by_label("Features").press_sequentially("\n".join(S24.features))
    page.get_by_label("Brand").fill(S24.brand)
    page.get_by_label("Category").fill(S24.category)


def until_words_arrive(page: Page) -> None:
    """The model's first words stand on the page, and it goes on."""
    expect(page.locator('[data-draft="title"]')).not_to_be_empty(timeout=WRITING)
    expect(page.locator("[data-paper]")).to_have_attribute("aria-busy", "true")


def until_written(page: Page) -> None:
    """The model has ended by itself; a small one may need to be asked again."""
    for _ in range(3):
        page.wait_for_selector("#writing", state="detached", timeout=WRITING)
        if not page.locator("[data-trouble]").count():
            return
        page.get_by_role("button", name="Try again").click()
        page.wait_for_selector("#writing")
    raise AssertionError("The model never wrote a readable listing.")


def correct_the_text(page: Page) -> None:
    """A text without errors in the place of the model's, saved."""
    page.locator("#edit-title").fill(S24_TEXT.title)
    page.locator("#edit-features").fill("\n".join(S24_TEXT.features))
    page.locator("#edit-description").fill(S24_TEXT.description)
    page.keyboard.press("Control+s")
    expect(page.locator("[data-saved-state]")).to_have_text("All changes saved")


def find_in_the_library(page: Page, happened: list[str]) -> Locator:
    """The listing's history, reached as a colleague would, which tells of all of this."""
    page.get_by_role("link", name="Library").first.click()
    page.get_by_role("link", name=S24_TEXT.title).first.click()
    expect(page.locator("h1")).to_contain_text(S24_TEXT.title)
    page.locator("#tab-history").click()
    history = page.locator("#panel-history")
    for event in happened:
        expect(history.get_by_text(event, exact=True).first).to_be_visible()
    return history
