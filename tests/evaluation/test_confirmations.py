"""Deploying, going back, retiring and building again, each confirmed on a page of its own."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from content.presentation import navigation
from domain.versions import State
from evaluation import urls
from models_registry.actions import deploying
from models_registry.models import Deployment, Version
from models_registry.queries.live import live_of
from tests.evaluation.registry import EXPERT, make_version, validate, was_live

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("scripted")]
ClientOf = Callable[[User | None], Client]
FAMILY = f"/models/{EXPERT}"
DEPLOY, RETIRE, REBUILD = (f"{FAMILY}/2.0.0/{one}/" for one in ("deploy", "retire", "rebuild"))
ROLLBACK = f"{FAMILY}/rollback/"


@pytest.fixture
def current() -> Version:
    """What is live, with what was live before it."""
    was_live(make_version("0.9.0", State.VALIDATED))
    version = make_version("1.0.0", State.LIVE)
    validate(version, 92)
    return version


@pytest.fixture
def better(current: Version) -> Version:
    """A version that the gate lets through."""
    version = make_version("2.0.0", State.VALIDATED)
    validate(version, 94)
    return version


@pytest.fixture
def healthy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("models_registry.golden.check", lambda *a, **k: None)


def told(response: Any, status: int = 200) -> str:
    assert response.status_code == status
    return str(response.content.decode())


def confirmed(client: Client, path: str, **given: object) -> Any:
    """The page is opened, and its form sent as a browser without scripts sends it."""
    page = client.get(path).content.decode()
    seen = page.split('name="seen" value="')[1].split('"')[0]
    return client.post(path, {"seen": seen, "threshold": "90", **given})


def test_only_managers_confirm(
    better: Version, author: User, outsider: User, client_of: ClientOf
) -> None:
    for path in (DEPLOY, RETIRE, REBUILD, ROLLBACK):
        for person in (author, outsider):
            assert client_of(person).get(path).status_code == 403
            assert client_of(person).post(path).status_code == 403
        assert client_of(None).get(path).headers["Location"].startswith("/sign-in/")
        assert client_of(None).post(path).status_code == 302
    better.refresh_from_db()
    assert better.state == State.VALIDATED


@pytest.mark.parametrize("path", ["deploy/", "retire/", "rebuild/"])
def test_bad_addresses_and_methods(path: str, manager: User, client_of: ClientOf) -> None:
    client = client_of(manager)
    assert client.get(f"{FAMILY}/9.9.9/{path}").status_code == 404
    assert client.get("/models/nobody/rollback/").status_code == 404
    make_version("2.0.0")
    assert client.put(f"{FAMILY}/2.0.0/{path}").status_code == 405
    for to in ("9.9.9", "x", "1.0"):
        assert client.get(ROLLBACK, {"to": to}).status_code == 404


def test_deploying_says_what_will_happen_and_does_it(
    better: Version, current: Version, manager: User, client_of: ClientOf, healthy: None
) -> None:
    client = client_of(manager)
    page = told(client.get(DEPLOY))
    for words in (
        f"{better} tek adımda {current} sürümünün yerini alır",
        f"{current} yedek olarak kalır",
        "engel yok",
        "94,0",
    ):
        assert words in page
    response = confirmed(client, DEPLOY)
    row = Deployment.objects.get()
    assert response.headers["Location"] == f"/models/deployments/{row.pk}/"
    assert (row.version, row.previous, row.requested_by) == (better, current, manager)
    deploying.run(row.pk)
    assert live_of(better.family) == better
    page = told(client.get(response.headers["Location"]))
    assert "sağlık denetiminden de geçti" in page
    assert f"yedek: {current}" in page


def test_what_the_gate_has_against_it_is_told_before_and_after(
    current: Version, manager: User, client_of: ClientOf
) -> None:
    worse = make_version("2.0.0", State.REJECTED)
    validate(worse, 80)
    client = client_of(manager)
    page = told(client.get(DEPLOY))
    assert "Genel puan ortalama 80" in page
    assert "Arama görünürlüğü: aynı ürünlerde yayındaki sürüme göre -12 puan" in page
    page = told(confirmed(client, DEPLOY, threshold="85,5"), 409)
    assert "yeterince iyi değil" in page
    assert "istenen 85,5" in page
    assert 'value="85,5"' in page
    assert not Deployment.objects.exists()
    worse.refresh_from_db()
    assert worse.state == State.REJECTED


def test_another_threshold_lets_a_version_through(manager: User, client_of: ClientOf) -> None:
    only = make_version("2.0.0", State.REJECTED)
    validate(only, 80)
    client = client_of(manager)
    assert "hiçbir sürümün yerini almadığı" in told(client.get(DEPLOY))
    confirmed(client, DEPLOY, threshold="70,5")
    assert Deployment.objects.get().threshold == 70.5


@pytest.mark.parametrize("threshold", ["", "viel", "-1", "101", "nan", "inf"])
def test_a_threshold_is_a_number_from_0_to_100(
    threshold: str, better: Version, manager: User, client_of: ClientOf
) -> None:
    response = confirmed(client_of(manager), DEPLOY, threshold=threshold)
    assert 'class="errorlist"' in told(response)
    assert not Deployment.objects.exists()


def test_without_a_validation_nothing_is_deployed(manager: User, client_of: ClientOf) -> None:
    make_version("2.0.0")
    client = client_of(manager)
    assert "Henüz doğrulanmadığı için reddedilir" in told(client.get(DEPLOY))
    assert "önce onu doğrulayın" in told(confirmed(client, DEPLOY), 409)


def test_two_at_once_deploy_one(better: Version, manager: User, client_of: ClientOf) -> None:
    other = make_version("3.0.0", State.VALIDATED)
    validate(other, 95)
    client = client_of(manager)
    assert confirmed(client, DEPLOY).status_code == 302
    page = told(confirmed(client, f"{FAMILY}/3.0.0/deploy/"), 409)
    assert "zaten yayına alınıyor" in page
    assert "bu durumdayken yayına alınamaz" in told(confirmed(client, DEPLOY), 409)
    assert Deployment.objects.count() == 1


def test_a_page_that_another_deployment_overtook_does_nothing(
    better: Version, manager: User, client_of: ClientOf, healthy: None
) -> None:
    other = make_version("3.0.0", State.VALIDATED)
    validate(other, 95)
    client = client_of(manager)
    seen = live_of(better.family)
    assert seen is not None
    deploying.run(deploying.request_deployment(manager, other, queue=False).pk)
    page = told(client.post(DEPLOY, {"seen": seen.pk, "threshold": "90"}), 409)
    assert "Bu arada başka bir sürüm yayına girdi" in page
    assert str(other) in page
    assert Deployment.objects.count() == 1


def test_going_back_shows_from_and_to_and_does_it(
    current: Version, manager: User, client_of: ClientOf, healthy: None
) -> None:
    client = client_of(manager)
    page = told(client.get(ROLLBACK))
    assert f"{EXPERT}:0.9.0 hemen {current} sürümünün yerini alır" in page
    response = confirmed(client, ROLLBACK, to="0.9.0")
    row = Deployment.objects.get()
    assert response.headers["Location"] == f"/models/deployments/{row.pk}/"
    deploying.run(row.pk)
    now = live_of(current.family)
    assert now is not None
    assert str(now) == f"{EXPERT}:0.9.0"


def test_there_may_be_nothing_to_go_back_to(manager: User, client_of: ClientOf) -> None:
    make_version("1.0.0", State.LIVE)
    client = client_of(manager)
    assert "önceki bir sürümü yok" in told(client.get(ROLLBACK))
    assert "önceki bir sürümü yok" in told(confirmed(client, ROLLBACK), 409)
    make_version("2.0.0")
    page = told(confirmed(client, f"{ROLLBACK}?to=2.0.0", to="2.0.0"), 409)
    assert "hiç yayına girmedi" in page


def test_retiring_is_final_and_keeps_its_reason(
    better: Version, manager: User, client_of: ClientOf
) -> None:
    Version.objects.filter(pk=better.pk).update(modelfile="")  # nothing at an engine to delete
    client = client_of(manager)
    assert "geri alınamaz" in told(client.get(RETIRE))
    response = confirmed(client, RETIRE, reason="Yerini 3 aldı")
    assert response.headers["Location"] == f"{FAMILY}/2.0.0/"
    page = told(client.get(response.headers["Location"]))
    assert "kullanımdan kaldırıldı" in page
    assert "Yerini 3 aldı" in page
    better.refresh_from_db()
    assert better.state == State.RETIRED


def test_what_is_live_or_the_backup_is_not_retired(
    current: Version, manager: User, client_of: ClientOf
) -> None:
    client = client_of(manager)
    page = told(confirmed(client, f"{FAMILY}/1.0.0/retire/", reason="Çok <eski>"), 409)
    assert "önce başka bir sürümü yayına alın" in page
    assert "Çok &lt;eski&gt;" in page
    page = told(confirmed(client, f"{FAMILY}/0.9.0/retire/"), 409)
    assert "kullanımdan kaldırılamaz" in page
    assert not Version.objects.filter(state=State.RETIRED).exists()


@pytest.mark.parametrize(("works", "said"), [(True, "kuruldu."), (False, "bu kez de kurulamadı")])
def test_building_again_says_what_came_of_it(
    works: bool,
    said: str,
    manager: User,
    client_of: ClientOf,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    make_version("2.0.0", State.FAILED)
    monkeypatch.setattr("models_registry.actions.building.build", lambda _version: works)
    client = client_of(manager)
    assert "yeniden kur" in told(client.get(REBUILD))
    response = confirmed(client, REBUILD)
    assert said in told(client.get(response.headers["Location"]))


def test_what_did_not_fail_is_not_built_again(manager: User, client_of: ClientOf) -> None:
    make_version("2.0.0")
    page = told(confirmed(client_of(manager), REBUILD), 409)
    assert "yeniden kurulacak bir şey yok" in page


def test_the_place_in_the_navigation_is_marked_on_every_page_of_models() -> None:
    """A page that is added under /models/ belongs to it, whatever its name."""
    own = {pattern.name for pattern in urls.urlpatterns}
    not_shown = {"models-benchmark-file", "validation-cancel", "family-end-trial"}
    assert own - not_shown == navigation.MODELS
