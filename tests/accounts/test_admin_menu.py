"""The administration's menu, its totals, and what it leaves unsaid."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.test import Client

from accounts.models import User

pytestmark = pytest.mark.django_db
ClientOf = Callable[[User | None], Client]
PEOPLE = "/admin/accounts/user/"


def menu_of(page: str) -> str:
    """The sidebar's entries as a person reads them."""
    sidebar = page.split('id="nav-sidebar-apps"')[1].split("</ol>\n                </div>")
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", "".join(sidebar[:7])))


def test_the_menu_is_in_its_order_and_leads_back(manager: User, client_of: ClientOf) -> None:
    page = client_of(manager).get("/admin/").content.decode()
    menu = menu_of(page)
    names = ["Kullanıcılar", "Sürümler", "Taslak istekleri", "Kampanyalar", "Eğitim örnekleri"]
    names += ["Öğrenme kuralları", "Site ayarları"]
    assert sorted(names, key=menu.index) == names
    assert "Siteye dön" in page
    assert "İlanlar" in page
    assert "Ilanlar" not in page


def test_people_are_counted_in_the_singular(
    manager: User, author: User, outsider: User, client_of: ClientOf
) -> None:
    page = client_of(manager).get(PEOPLE).content.decode()
    assert "3 kullanıcı" in page
    assert "3 kullanıcılar" not in page


def test_of_a_password_only_that_there_is_one_is_shown(
    manager: User, author: User, client_of: ClientOf
) -> None:
    page = client_of(manager).get(f"{PEOPLE}{author.pk}/change/").content.decode()
    assert "Parola belirlenmiş." in page
    assert "bu formla" in page
    for word in ("algoritma", "tuz", "Raw passwords"):
        assert word not in page
    author.set_unusable_password()
    author.save()
    page = client_of(manager).get(f"{PEOPLE}{author.pk}/change/").content.decode()
    assert "Parola belirlenmiş." not in page
