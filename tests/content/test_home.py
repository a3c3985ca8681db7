"""The home page: what each role finds there, and that it costs the same however much there is."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.translation import override
from pytest_django.fixtures import Settings

from accounts.models import User
from content.actions import approve_listing, create_listing, request_draft
from content.models import Generation
from content.presentation.messages import engine_trouble
from content.queries import overview
from engines.base import EngineError
from engines.scripted import ScriptedEngine
from tests.engines import standin
from tests.engines.subjects import OllamaOverWire
from tests.factories import S24, S24_TEXT, make_listing, make_user

pytestmark = pytest.mark.django_db
ClientOf = Callable[[User | None], Client]
FLAWED = dataclasses.replace(S24_TEXT, title="Samsung Galaxy S24 Ultra 300MP")


def ollama(host: str) -> dict[str, dict[str, object]]:
    """The setting ENGINES with nothing but an Ollama at `host`."""
    return {"default": {"BACKEND": "engines.ollama.OllamaEngine", "OPTIONS": {"host": host}}}


def every(error: type[EngineError]) -> list[type[EngineError]]:
    """An error and all that are derived from it."""
    return [error, *(found for derived in error.__subclasses__() for found in every(derived))]


def page_of(person: User | None, client_of: ClientOf) -> str:
    return client_of(person).get("/").content.decode()


def test_anonymous_people_sign_in_first(client: Client) -> None:
    assert client.get("/").headers["Location"] == "/sign-in/?next=/"


def test_a_new_author_is_shown_the_way(author: User, client_of: ClientOf) -> None:
    page = page_of(author, client_of)
    assert "İlk ilanınızı yazın" in page
    assert 'href="/studio/"' in page


def test_an_author_finds_their_own_work_sorted(
    author: User, colleague: User, scripted: ScriptedEngine, client_of: ClientOf
) -> None:
    flawed = make_listing(author, FLAWED)
    begun = create_listing(author, dataclasses.replace(S24, name="Bekleyen"))
    done = make_listing(colleague, S24_TEXT)
    approve_listing(colleague, done, seen=1)
    writing = request_draft(author, begun)
    others = make_listing(colleague, FLAWED)
    desk = overview.desk(author)
    assert desk.attention == [flawed]
    assert desk.drafts == [begun]
    assert desk.approved == [done]
    assert desk.writing == [writing]
    assert desk.counts == {"empty": 1, "draft": 1, "approved": 0, "all": 2}
    page = page_of(author, client_of)
    assert f"/studio/{flawed.pk}/" in page
    assert f"/listings/{done.pk}/" in page
    assert f"/studio/{others.pk}/" not in page


def test_a_rater_is_told_that_nothing_waits_and_sees_no_listing(
    outsider: User, author: User, client_of: ClientOf
) -> None:
    make_listing(author, S24_TEXT)
    page = page_of(outsider, client_of)
    assert "Sizi bekleyen bir değerlendirme yok" in page
    assert "Galaxy" not in page
    assert 'href="/listings/"' not in page


def test_somebody_without_a_role_is_told_whom_to_ask(client_of: ClientOf) -> None:
    assert "henüz bir rolü yok" in page_of(make_user(role=None), client_of)


def test_a_manager_sees_how_the_whole_is_doing(
    manager: User, author: User, client_of: ClientOf
) -> None:
    listing = make_listing(author, S24_TEXT)
    make_listing(author)
    now = timezone.now()
    Generation.objects.create(
        listing=listing, requested_by=author, status="failed", finished_at=now
    )
    old = now - timedelta(days=2)
    Generation.objects.create(
        listing=listing, requested_by=author, status="failed", finished_at=old
    )
    Generation.objects.create(listing=listing, requested_by=author, status="queued")
    context = client_of(manager).get("/").context
    assert context["totals"] == {"empty": 1, "draft": 1, "approved": 0, "all": 2}
    assert context["averages"]["overall"] == listing.overall
    queue = context["queue"]
    assert (queue.waiting, queue.running, queue.failed) == (1, 0, 1)
    assert queue.oldest_wait >= 0


def test_only_those_who_can_open_the_administration_are_shown_the_way(
    manager: User, author: User, outsider: User, client_of: ClientOf
) -> None:
    pages = ("/admin/", "/admin/accounts/user/", "/admin/content/sitesettings/")
    client = client_of(manager)
    shown = page_of(manager, client_of)
    for address in pages:
        assert f'href="{address}"' in shown
        assert client.get(address, follow=True).status_code == 200
    for person in (author, outsider, make_user(role=None, is_staff=True)):
        assert "/admin/" not in page_of(person, client_of)


def test_averages_of_nothing_are_nothing(db: None) -> None:
    scores, listings = overview.averages()
    assert set(scores.values()) == {None}
    assert listings == 0


def test_averages_say_of_how_many_listings_they_are(
    manager: User, author: User, client_of: ClientOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _number in range(3):
        make_listing(author, S24_TEXT)
    make_listing(author)
    assert "son değişen 3 ilan" in page_of(manager, client_of)
    monkeypatch.setattr(overview, "RECENT", 2)
    assert "son değişen 2 ilan" in page_of(manager, client_of)


def test_only_managers_ask_after_the_engines(
    manager: User,
    author: User,
    outsider: User,
    scripted: ScriptedEngine,
    client_of: ClientOf,
) -> None:
    page = client_of(manager).get("/engines/")
    assert "<html" in page.content.decode()
    assert "hazır" in page.content.decode()
    part = client_of(manager).get("/engines/", headers={"hx-request": "true"})
    assert "<html" not in part.content.decode()
    for person in (author, outsider):
        assert client_of(person).get("/engines/").status_code == 403


def test_an_engine_that_is_down_is_said_to_be_down(
    manager: User, settings: Settings, client_of: ClientOf
) -> None:
    settings.ENGINES = ollama("http://127.0.0.1:9")
    page = client_of(manager).get("/engines/").content.decode()
    assert "hazır değil" in page
    assert "OLLAMA_HOST" in page
    assert "Adresinde yanıt veren yok" in page
    said, _, detail = page.partition("<details")
    assert "Nothing answers" not in said
    assert "Nothing answers at http://127.0.0.1:9" in detail
    manager.language = "en"
    manager.save()
    assert "Nothing answers at its address." in client_of(manager).get("/engines/").content.decode()


def test_an_engine_without_its_model_is_not_ready(
    manager: User, settings: Settings, client_of: ClientOf
) -> None:
    pages = OllamaOverWire.PAGES | {"/api/tags": (200, b'{"models": []}')}
    with standin.running(pages) as server:
        settings.ENGINES = ollama(server.url)
        page = client_of(manager).get("/engines/").content.decode()
    assert "“llama3.1:8b” modeli yok" in page
    assert "WALMARTGPT_OLLAMA_MODEL" in page


@pytest.mark.parametrize("code", [error.code for error in every(EngineError)] + ["something new"])
def test_whatever_is_wrong_with_an_engine_is_said_in_the_readers_language(code: str) -> None:
    with override("tr"):
        turkish = engine_trouble(code, "llama3.1:8b")
    with override("en"):
        english = engine_trouble(code, "llama3.1:8b")
    assert turkish != english
    assert "%" not in turkish + english


def test_the_number_of_queries_does_not_grow(author: User, client_of: ClientOf) -> None:
    make_listing(author, S24_TEXT)
    client = client_of(author)
    client.get("/")
    with CaptureQueriesContext(connection) as few:
        client.get("/")
    for _ in range(7):
        make_listing(author, FLAWED)
        approve_listing(author, make_listing(author, S24_TEXT), seen=1)
    with CaptureQueriesContext(connection) as many:
        client.get("/")
    assert len(many) == len(few)
