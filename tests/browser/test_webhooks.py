"""Webhooks in the browser, on a phone and in the dark; the secret is copied."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from accounts.models import User
from accounts.roles import Role
from api.models import Delivery, Endpoint
from api.webhooks.delivering import settle
from api.webhooks.jobs import claim
from api.webhooks.posting import Reply
from tests.api.making_webhooks import make_endpoint, tell
from tests.browser.conftest import PHONE
from tests.factories import make_user

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
OpenPage = Callable[..., Page]
Faults = Callable[[Page], list[str]]
LOOKS = [{"dark": False}, {"dark": True}, {"phone": True}]
REPLIES = [Reply(200, "ok", 0.21), Reply(500, "<h1>Internal error</h1> " * 20, 1.4, "status")]


@pytest.fixture
def manager(transactional_db: None) -> User:
    """A manager, and an endpoint that took a message, gave one up and waits for another."""
    user = make_user(Role.MANAGER)
    make_endpoint("https://93.184.216.34/hooks/" + "marketplace-listings/" * 6, user)
    for reply in (*REPLIES, REPLIES[1]):
        row = tell()
        Endpoint.objects.update(rests_until=None)
        Delivery.objects.filter(pk=row.pk, tries=[]).update(attempt=10 if row.pk % 2 else 1)
        held = claim(row.pk)
        assert held is not None
        settle(held, reply)
    return user


@pytest.mark.parametrize("look", LOOKS)
def test_pages_hold_on_every_device(
    look: dict[str, Any], manager: User, open_page: OpenPage, grave_faults: Faults
) -> None:
    pk = Endpoint.objects.get().pk
    for path in ("", "new/", f"{pk}/", f"{pk}/secret/", f"{pk}/delete/"):
        page = open_page(manager, f"/webhooks/{path}", language="en", **look)
        expect(page.locator("h1")).to_have_count(1)
        for summary in page.locator("main details summary").all():
            summary.click()
        assert grave_faults(page) == []
        if look.get("phone"):
            assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def test_a_webhook_is_added_and_its_secret_copied(manager: User, open_page: OpenPage) -> None:
    page = open_page(manager, "/webhooks/new/", language="en")
    page.get_by_label("Address").fill("https://1.1.1.1/hook")
    page.get_by_label("A listing was approved").check()
    page.get_by_role("button", name="Add the webhook").click()
    secret = page.locator("#webhook-secret").inner_text()
    assert secret.startswith("whsec_")
    page.get_by_role("button", name="Copy the secret").click()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == secret
    page.get_by_role("link", name="I have kept it").click()
    expect(page.locator("h1")).to_have_text("https://1.1.1.1/hook")
