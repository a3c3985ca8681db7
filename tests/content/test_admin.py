"""The admin shows listings and changes none; the site's settings are the exception."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from accounts.models import User
from accounts.roles import Role
from content.models import SiteSettings
from tests.factories import S24_TEXT, make_listing, make_user

pytestmark = pytest.mark.django_db
SHOWN = ["listing", "revision", "event", "generation", "trainingexample"]


@pytest.fixture
def chief(client_of: Callable[..., Client]) -> Client:
    return client_of(make_user(Role.MANAGER, is_staff=True, is_superuser=True))


@pytest.mark.parametrize("name", SHOWN)
def test_rows_can_be_looked_at_and_not_changed(name: str, chief: Client, author: User) -> None:
    listing = make_listing(author, S24_TEXT)
    assert chief.get(f"/admin/content/{name}/").status_code == 200
    assert chief.get(f"/admin/content/{name}/add/").status_code == 403
    change = f"/admin/content/listing/{listing.pk}/change/"
    assert chief.get(change).status_code == 200
    assert chief.post(change, {"title": "x"}).status_code == 403
    assert chief.post(f"/admin/content/listing/{listing.pk}/delete/").status_code == 403


def test_the_sites_settings_can_be_changed(chief: Client) -> None:
    assert chief.get("/admin/content/sitesettings/").status_code == 200
    change = "/admin/content/sitesettings/1/change/"
    assert chief.post(change, {"collect_examples": "on"}).status_code == 302
    assert SiteSettings.current().collect_examples is True
    assert chief.post("/admin/content/sitesettings/1/delete/").status_code == 403
