"""The manager's way to the administration, with how much is there."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.utils.translation import override

from accounts.models import User
from content.models import SiteSettings
from content.queries import overview
from content.templatetags.ui import number
from engines.scripted import ScriptedEngine
from models_registry.names import engine_name
from tests.factories import make_listing

pytestmark = pytest.mark.django_db
ClientOf = Callable[[User | None], Client]


def test_a_manager_sees_what_there_is_to_administer(
    manager: User, author: User, client_of: ClientOf
) -> None:
    SiteSettings.objects.update_or_create(pk=1, defaults={"collect_examples": True})
    page = client_of(manager).get("/").content.decode()
    card = page.split('id="administration-title"')[1].split("</section>")[0]
    for address in (
        "accounts/user/",
        "content/generation/",
        "content/trainingexample/",
        "content/sitesettings/",
    ):
        assert f'href="/admin/{address}"' in card
    assert f'<span class="line-count">{User.objects.count()}</span>' in card
    assert "Açık" in card
    assert "administration-title" not in client_of(author).get("/").content.decode()


def test_what_is_counted(manager: User, author: User) -> None:
    make_listing(author, None)
    kept = overview.kept()
    assert (kept.people, kept.requests, kept.examples, kept.collects) == (2, 0, 0, False)


def test_an_engine_is_named_and_not_called_by_its_alias(
    manager: User, scripted: ScriptedEngine, client_of: ClientOf
) -> None:
    page = client_of(manager).get("/engines/").content.decode()
    assert "<strong>default</strong>" not in page
    assert f"<strong>{engine_name(scripted.name)}</strong>" in page
    with override("tr"):
        assert engine_name("llamacpp") == "Yerleşik motor"


def test_counts_are_written_as_the_language_writes_them() -> None:
    with override("tr"):
        assert number(12345) == "12.345"
    with override("en"):
        assert number(12345) == "12,345"
