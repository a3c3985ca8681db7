"""The demo people and listings: made once, never over what somebody changed, honestly told."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.test import Client
from pytest_django.fixtures import Settings

from accounts.models import User
from accounts.roles import Role
from content.models import Event, Listing

pytestmark = pytest.mark.django_db
CHOSEN = "uzun-ve-yeni-parola-9"


@pytest.fixture(autouse=True)
def folder(settings: Settings, tmp_path: Path) -> Path:
    """A data folder of its own: the password is kept there."""
    settings.DATA_DIR = tmp_path
    return tmp_path


def load() -> dict[str, str | None]:
    said = io.StringIO()
    call_command("demo", "--json", stdout=said)
    answer: dict[str, str | None] = json.loads(said.getvalue())
    return answer


def test_three_people_sign_in_with_what_is_printed(folder: Path) -> None:
    sign_ins = load()
    assert set(sign_ins) == set(Role)
    for name, password in sign_ins.items():
        client = Client()
        data = {"username": name, "password": password}
        assert client.post("/sign-in/", data).headers["Location"] == "/"
        assert client.get("/").status_code == 200
        person = User.objects.get(username=name)
        assert person.role_names == {name}
        assert not person.is_superuser
    assert (folder / "secrets" / "demo_password").stat().st_mode & 0o077 == 0


def test_there_is_something_of_every_kind_to_look_at() -> None:
    load()
    assert set(Listing.objects.values_list("status", flat=True)) == {"empty", "draft", "approved"}
    assert Listing.objects.get(product__sku="DEMO-FLAWED").errors > 0


def test_a_second_time_changes_nothing() -> None:
    first = load()
    kept = list(User.objects.values_list("username", "password"))
    events = Event.objects.count()
    assert load() == first
    assert list(User.objects.values_list("username", "password")) == kept
    assert Event.objects.count() == events


def test_what_somebody_changed_stays_changed_and_is_said() -> None:
    load()
    author, rater = User.objects.get(username="author"), User.objects.get(username="rater")
    author.set_password(CHOSEN)
    author.save()
    User.objects.filter(pk=rater.pk).update(is_active=False)
    manager = User.objects.get(username="manager")
    manager.groups.set([Group.objects.get(name=Role.RATER)])
    said = load()
    assert (said["author"], said["rater"]) == (None, None)
    assert User.objects.get(pk=author.pk).check_password(CHOSEN)
    assert not User.objects.get(pk=rater.pk).is_active
    assert User.objects.get(pk=manager.pk).role_names == {Role.RATER}
    text = io.StringIO()
    call_command("demo", stdout=text)
    assert "author   (sonradan değiştirilmiş ya da kapatılmış)" in text.getvalue()


def test_somebody_of_that_name_without_the_role_gets_no_listings() -> None:
    User.objects.create_user("author", password=CHOSEN)
    assert load()["author"] is None
    assert not Listing.objects.exists()
    assert User.objects.get(username="author").role_names == frozenset()


def test_preparing_a_release_makes_no_demo_people(settings: Settings, folder: Path) -> None:
    settings.STATIC_ROOT = folder / "static"
    settings.STATIC_ROOT.mkdir()
    call_command("prepare", stdout=io.StringIO())
    assert not User.objects.exists()
