"""The registry in the administration: to look at, but for what is asked of a family."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.db.models import Model
from django.test import Client

from accounts.models import User
from domain.versions import State
from models_registry.actions.moving import tell
from models_registry.models import Deployment, Event, Family, ValidationRun, Version
from tests.evaluation.registry import EXPERT, family_of, make_version, validate
from tests.evaluation.test_models_page import queries_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("scripted")]
ClientOf = Callable[[User | None], Client]
ADMIN = "/admin/models_registry/"
SHOWN: dict[str, tuple[type[Model], dict[str, str]]] = {
    "version": (Version, {"q": "expert", "family": EXPERT, "state__exact": "live"}),
    "event": (Event, {"family": EXPERT, "after": "live"}),
    "deployment": (Deployment, {"family": EXPERT, "status__exact": "failed"}),
    "validationrun": (ValidationRun, {"family": EXPERT, "passed__exact": "1"}),
}


@pytest.fixture
def version() -> Version:
    """A version with a row of every kind."""
    made = make_version(state=State.LIVE)
    validate(made, 95, refusals=[{"reason": "no_result", "criterion": "", "figures": {}}])
    Deployment.objects.create(
        family=made.family, version=made, kind="deploy", came_from="validated", status="failed"
    )
    tell(made, "built", "live", "adopted")
    return made


@pytest.mark.parametrize("name", SHOWN)
def test_a_manager_looks_at_rows_and_changes_none(
    name: str, version: Version, manager: User, client_of: ClientOf
) -> None:
    model, asked = SHOWN[name]
    row: Any = model._default_manager.order_by("-pk").first()
    client, page = client_of(manager), f"{ADMIN}{name}/"
    link = f'href="{page}{row.pk}/change/'
    assert link in client.get(page).content.decode()
    assert link in client.get(page, asked).content.decode()
    assert client.get(f"{page}{row.pk}/change/").status_code == 200
    assert client.get(f"{page}{row.pk}/history/").status_code == 200
    assert client.get(f"{page}add/").status_code == 403
    assert client.post(f"{page}{row.pk}/change/", {"state": "live"}).status_code == 403
    assert client.post(f"{page}{row.pk}/delete/", {"post": "yes"}).status_code == 403
    assert model._default_manager.filter(pk=row.pk).exists()


@pytest.mark.parametrize("name", [*SHOWN, "family"])
def test_others_see_none_of_it(
    name: str, author: User, outsider: User, client_of: ClientOf
) -> None:
    for person in (author, outsider, None):
        answer = client_of(person).get(f"{ADMIN}{name}/")
        assert answer.headers["Location"].startswith("/admin/login/")


def test_a_manager_changes_what_is_asked_of_a_family(manager: User, client_of: ClientOf) -> None:
    family, client = family_of(), client_of(manager)
    page = f"{ADMIN}family/{family.pk}/change/"
    fields = client.get(page).content.decode()
    assert 'name="threshold"' in fields
    assert 'name="level"' not in fields
    sent = {"threshold": "85.5", "margin": "3", "name": "another", "level": "base"}
    assert client.post(page, sent).status_code == 302
    family.refresh_from_db()
    assert (family.threshold, family.margin) == (85.5, 3)
    assert (family.name, family.level) == (EXPERT, "expert")
    line = LogEntry.objects.get()
    assert (line.user, line.object_id) == (manager, str(family.pk))
    for bad in ("101", "-1", "nan", ""):
        assert client.post(page, sent | {"threshold": bad}).status_code == 200
    family.refresh_from_db()
    assert family.threshold == 85.5
    assert client.get(f"{ADMIN}family/add/").status_code == 403
    assert client.post(f"{ADMIN}family/{family.pk}/delete/", {"post": "yes"}).status_code == 403


def test_an_author_changes_nothing_of_a_family(
    author: User, outsider: User, client_of: ClientOf
) -> None:
    family = family_of()
    for person in (author, outsider, None):
        client_of(person).post(f"{ADMIN}family/{family.pk}/change/", {"threshold": "1"})
    assert Family.objects.get(pk=family.pk).threshold == 90


@pytest.mark.parametrize(
    ("name", "leads_to"),
    [
        ("deploy", f"/models/{EXPERT}/1.0.0/deploy/"),
        ("validate", f"/models/{EXPERT}/1.0.0/"),
        ("rollback", f"/models/{EXPERT}/rollback/"),
        ("rebuild", f"/models/{EXPERT}/1.0.0/rebuild/"),
        ("retire", f"/models/{EXPERT}/1.0.0/retire/"),
    ],
)
def test_actions_lead_to_their_confirmation(
    name: str, leads_to: str, version: Version, manager: User, author: User, client_of: ClientOf
) -> None:
    path = f"{ADMIN}version/{version.pk}/{name}"
    offered = client_of(manager).get(f"{ADMIN}version/{version.pk}/change/").content.decode()
    address = next(one for one in (f'href="{path}"', f'href="{path}/"') if one in offered)[6:-1]
    for send in (client_of(manager).get, client_of(manager).post):
        answer = send(address)
        assert (answer.status_code, answer.headers["Location"]) == (302, leads_to)
    version.refresh_from_db()
    assert version.state == State.LIVE
    assert client_of(author).get(address).headers["Location"].startswith("/admin/login/")
    for bad in ("999999", "x"):
        gone = address.replace(f"/{version.pk}/", f"/{bad}/")
        assert client_of(manager).get(gone).status_code == 404


def test_rows_are_told_in_words(version: Version, manager: User, client_of: ClientOf) -> None:
    client = client_of(manager)
    told = client.get(f"{ADMIN}version/").content.decode()
    assert '<span class="record-good">Yayında</span>' in told
    assert "95,0 (91,2–98,8)" in told
    told = client.get(f"{ADMIN}version/{version.pk}/change/").content.decode()
    assert "Öğrenme hızı" in told
    assert "&quot;rank&quot;" not in told
    run = version.validations.get()
    told = client.get(f"{ADMIN}validationrun/{run.pk}/change/").content.decode()
    assert "Sonuç yok: hiçbir şey ölçülmedi." in told
    told = client.get(f"{ADMIN}deployment/").content.decode()
    assert '<span class="record-error">Başarısız</span>' in told
    told = client.get(f"{ADMIN}event/").content.decode()
    assert "Ailesinin ilk sürümü" in told
    assert "Models_Registry" not in told


def test_a_hostile_row_stays_text(manager: User, client_of: ClientOf) -> None:
    hostile = "<script>alert(1)</script>"
    version = make_version(
        modelfile=hostile,
        recipe={hostile: hostile},
        files={"x": {"path": hostile, "sha256": hostile, "bytes": 1}},
    )
    tell(version, "built", "failed", hostile, details={hostile: hostile})
    client = client_of(manager)
    for path in (
        f"version/{version.pk}/change/",
        f"event/{Event.objects.latest('pk').pk}/change/",
        "event/",
    ):
        page = client.get(ADMIN + path).content.decode()
        assert hostile not in page
        assert "&lt;script&gt;alert(1)" in page


@pytest.mark.parametrize("name", [*SHOWN, "family"])
def test_a_list_takes_the_same_queries_however_long(
    name: str, version: Version, manager: User, client_of: ClientOf
) -> None:
    few = queries_of(manager, client_of, f"{ADMIN}{name}/")
    for patch in range(1, 20):
        made = make_version(f"1.0.{patch}", built_by=manager, parent=version)
        validate(made, 90, products=2, requested_by=manager)
        Deployment.objects.create(
            family=made.family, version=made, kind="deploy", came_from="built", status="done"
        )
    assert queries_of(manager, client_of, f"{ADMIN}{name}/") == few
