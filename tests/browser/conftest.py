"""Chromium before the running site: pages signed in as someone, and no fault goes unheard.

A console error, a script's exception and a breach of the content security policy fail the test
that caused them, whatever else it looks at.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from pytest_django.live_server_helper import LiveServer

from accounts.models import User
from tests.selection import chromium_path

FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
DESKTOP = {"width": 1440, "height": 900}
PHONE = {"width": 390, "height": 844}
GRAVE = {"serious", "critical"}
OpenPage = Callable[..., Page]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One Chromium for a module's tests; each page has a context of its own.

    It ends with the module because its event loop would be in the way of asynchronous tests.
    """
    # Playwright keeps an event loop in this thread, which Django would take for async code.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=chromium_path(), args=FLAGS)
        yield launched
        launched.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def site_url(live_server: LiveServer) -> str:
    """Where the site runs; the studio's tests put a server that streams in its place."""
    return live_server.url


@pytest.fixture
def open_page(site_url: str, browser: Browser) -> Iterator[OpenPage]:
    """Opens an address as someone: `open_page(user, path, language="en", dark=True)`."""
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def open_as(user: User | None, path: str, **wanted: Any) -> Page:
        context = browser.new_context(**_options(wanted))
        contexts.append(context)
        context.add_cookies(list(_cookies(user, wanted.get("language", "tr"), site_url)))
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda said: complaints.append(said.text) if _is_bad(said) else None)
        page.goto(site_url + path)
        return page

    yield open_as
    for context in contexts:
        context.close()
    assert not complaints


def _is_bad(said: Any) -> bool:
    """Errors of the page; that a tested address answers 403 or 404 is none of them."""
    return said.type == "error" and "Failed to load resource" not in said.text


def _options(wanted: dict[str, Any]) -> dict[str, Any]:
    phone = wanted.get("phone", False)
    return {
        "viewport": PHONE if phone else DESKTOP,
        "has_touch": phone,
        "is_mobile": phone,
        "locale": "en-US",
        "color_scheme": "dark" if wanted.get("dark") else "light",
        "java_script_enabled": wanted.get("javascript", True),
        "reduced_motion": "reduce",
        "permissions": ["clipboard-read", "clipboard-write"],
    }


def _cookies(user: User | None, language: str, url: str) -> Iterator[Any]:
    yield {"name": settings.LANGUAGE_COOKIE_NAME, "value": language, "url": url}
    if user is not None:
        client = Client()
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        session = client.cookies[settings.SESSION_COOKIE_NAME].value
        yield {"name": settings.SESSION_COOKIE_NAME, "value": session, "url": url}


@pytest.fixture
def grave_faults() -> Callable[[Page], list[str]]:
    """Which serious or critical violations axe finds on a page, each with its places."""

    def found(page: Page) -> list[str]:
        violations = Axe().run(page).response["violations"]
        return [
            f"{page.url} {violation['id']}: {[node['html'][:120] for node in violation['nodes']]}"
            for violation in violations
            if violation["impact"] in GRAVE
        ]

    return found
