"""The admin shows listings and changes none; the site's settings are the exception."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from accounts.models import User
from content.actions import approve_listing, request_draft
from content.models import Event, Generation, Revision, SiteSettings, TrainingExample
from content.models import Listing as ListingRow
from engines.scripted import ScriptedEngine
from tests.factories import S24_TEXT, make_listing

pytestmark = pytest.mark.django_db
ClientOf = Callable[[User | None], Client]
SETTINGS = "/admin/content/sitesettings/"
SHOWN = {
    "listing": (ListingRow, {"q": "galaxy", "status__exact": "draft"}),
    "revision": (Revision, {"kind__exact": "edit"}),
    "event": (Event, {"kind__exact": "edited"}),
    "generation": (Generation, {"status__exact": "queued"}),
    "trainingexample": (TrainingExample, {"origin__exact": "approved"}),
}


@pytest.fixture
def kept(author: User, scripted: ScriptedEngine) -> ListingRow:
    """A row of every kind that the admin shows."""
    author.collect_examples = True
    author.save()
    done = make_listing(author, S24_TEXT)
    approve_listing(author, done, seen=done.number)
    listing = make_listing(author, S24_TEXT)
    request_draft(author, listing)
    return listing


@pytest.mark.parametrize("name", SHOWN)
def test_a_manager_looks_at_rows_and_changes_none(
    name: str, kept: ListingRow, manager: User, client_of: ClientOf
) -> None:
    model, asked = SHOWN[name]
    row = model._default_manager.first()
    assert row is not None
    client = client_of(manager)
    page = f"/admin/content/{name}/"
    shown = f'href="{page}{row.pk}/change/'
    assert shown in client.get(page).content.decode()
    found = client.get(page, asked)
    assert found.status_code == 200
    assert f'href="{page}' in found.content.decode()
    assert client.get(f"{page}{row.pk}/change/").status_code == 200
    assert client.get(f"{page}{row.pk}/history/").status_code == 200
    assert client.get(f"{page}add/").status_code == 403
    assert client.post(f"{page}{row.pk}/change/", {"title": "x"}).status_code == 403
    assert client.post(f"{page}{row.pk}/delete/", {"post": "yes"}).status_code == 403
    assert model._default_manager.filter(pk=row.pk).exists()


@pytest.mark.parametrize("name", [*SHOWN, "sitesettings"])
def test_others_see_none_of_it(
    name: str, author: User, outsider: User, client: Client, client_of: ClientOf
) -> None:
    for asking in (client_of(author), client_of(outsider), client):
        answer = asking.get(f"/admin/content/{name}/")
        assert answer.headers["Location"].startswith("/admin/login/")


def test_a_manager_changes_what_holds_for_everyone(
    manager: User, author: User, client_of: ClientOf
) -> None:
    client = client_of(manager)
    change = client.get(SETTINGS).headers["Location"]
    assert 'name="collect_examples"' in client.get(change).content.decode()
    saved = client.post(change, {"collect_examples": "on"}, follow=True)
    assert saved.redirect_chain[-1][0] == change
    assert SiteSettings.current().collect_examples is True
    listing = make_listing(author, S24_TEXT)
    approve_listing(author, listing, seen=listing.number)
    assert TrainingExample.objects.count() == 1
    assert client.get(f"{SETTINGS}add/").status_code == 403
    assert client.post(f"{SETTINGS}1/delete/", {"post": "yes"}).status_code == 403


def test_an_author_changes_nothing_for_everyone(
    author: User, outsider: User, client_of: ClientOf
) -> None:
    SiteSettings.current()
    for person in (author, outsider):
        client_of(person).post(f"{SETTINGS}1/change/", {"collect_examples": "on"})
    assert SiteSettings.current().collect_examples is False
