"""A version's page: what it is made of, how good it was, and what happened to it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from accounts.models import User
from content.models import Generation
from domain.versions import State
from models_registry.actions.moving import tell
from models_registry.models import Deployment
from tests.evaluation.registry import EXPERT, make_version, validate, was_live
from tests.evaluation.test_models_page import queries_of
from tests.factories import make_listing

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("scripted")]
ClientOf = Callable[[User | None], Client]
PAGE = f"/models/{EXPERT}/1.0.0/"
HTMX = {"hx-request": "true"}
HOSTILE = "</pre><script>alert(1)</script>"


def page_of(person: User, client_of: ClientOf, path: str = PAGE) -> str:
    response = client_of(person).get(path)
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.parametrize(
    "path",
    [
        f"/models/{EXPERT}/9.9.9/",
        "/models/nobody/1.0.0/",
        f"/models/{EXPERT}/01.0.0/",
        f"/models/{EXPERT}/1.0/",
        f"/models/{EXPERT.upper()}/1.0.0/",
        "/models/deployments/999999/",
        "/models/compare/?a=nobody:1.0.0",
        f"/models/compare/?a={EXPERT}",
        "/models/compare/?a=%00&b=x",
    ],
)
def test_what_is_not_there_is_not_found(path: str, manager: User, client_of: ClientOf) -> None:
    make_version()
    assert client_of(manager).get(path).status_code == 404


def test_it_tells_what_the_version_is_made_of(author: User, client_of: ClientOf) -> None:
    parent = make_version("0.9.0")
    version = make_version(parent=parent, reason="Daha uzun başlıklar", digest="d" * 64, run=41)
    make_version("1.1.0", parent=version)
    page = page_of(author, client_of)
    for words in ("Daha uzun başlıklar", "d" * 64, "b" * 64, "1" * 64, "457 örnek", "gemma3-270m"):
        assert words in page
    for words in ("Öğrenme hızı", "0,0002", "2,669", "Elektronik", "Türkçe", "7,3\xa0MB"):
        assert words in page
    assert f'href="/models/{EXPERT}/0.9.0/"' in page
    assert f'href="/models/{EXPERT}/1.1.0/"' in page
    assert "#41" in page
    assert "/training/runs/41/" not in page  # an author could not open it


def test_a_manager_is_led_to_the_training(manager: User, client_of: ClientOf) -> None:
    make_version(run=41)
    assert 'href="/training/runs/41/"' in page_of(manager, client_of)


def test_hostile_texts_stay_text(manager: User, client_of: ClientOf) -> None:
    version = make_version(
        modelfile=f'FROM x\nSYSTEM """{HOSTILE}"""\n',
        reason=HOSTILE,
        base=HOSTILE,
        digest=HOSTILE,
        served_as=HOSTILE,
        files={HOSTILE: {"path": HOSTILE, "sha256": HOSTILE, "bytes": 1}},
        recipe={HOSTILE: HOSTILE},
    )
    tell(version, "built", "failed", "unhealthy", details={"detail": HOSTILE, "reason": HOSTILE})
    page = page_of(manager, client_of)
    assert "<script>alert" not in page
    assert page.count("&lt;script&gt;alert(1)") >= 8


def test_validations_say_why_it_was_refused(author: User, client_of: ClientOf) -> None:
    version = make_version(state=State.REJECTED)
    figures = {"low": 78.7, "mean": 80.0, "threshold": 90.0}
    refusal = {"reason": "below_threshold", "criterion": "", "figures": figures}
    run = validate(version, 80, refusals=[refusal], passed=False)
    validate(version, 85, status="failed", passed=None)
    page = page_of(author, client_of)
    assert "Genel puan ortalama 80, ama yalnızca 78,7 üstünde olduğu kesin; istenen 90." in page
    assert f"#{run.pk}" in page
    assert "Geçemedi" in page
    assert "Başarısız" in page


def test_history_is_told_in_words(author: User, manager: User, client_of: ClientOf) -> None:
    version = make_version()
    tell(version, "built", "deploying", "deploy", manager)
    page = page_of(author, client_of)
    assert "Yayına alınması istendi" in page
    assert "Kuruldu → Yayına alınıyor" in page
    assert "manager" in page


def test_listings_are_counted_once(author: User, client_of: ClientOf) -> None:
    version = make_version()
    first, second = make_listing(author), make_listing(author)
    for listing in (first, first, second):
        Generation.objects.create(
            listing=listing,
            requested_by=author,
            status="done",
            level="expert",
            model=version.name,
            version=version,
            engine="default",
        )
    page = page_of(author, client_of)
    assert "<strong>2</strong> ilan" in page
    assert "Toplam 3 taslak" in page


@pytest.mark.parametrize(
    ("state", "offered", "kept_back"),
    [
        (State.VALIDATED, {"deploy/", "retire/"}, {"rebuild/", "rollback/"}),
        (State.FAILED, {"rebuild/", "retire/"}, {"deploy/", "rollback/"}),
        (State.LIVE, set(), {"deploy/", "retire/", "rebuild/"}),
        (State.RETIRED, set(), {"deploy/", "retire/", "rebuild/", "rollback/"}),
    ],
)
def test_managers_are_offered_what_the_state_allows(
    state: State,
    offered: set[str],
    kept_back: set[str],
    manager: User,
    author: User,
    client_of: ClientOf,
) -> None:
    make_version(state=state)
    page = page_of(manager, client_of)
    assert all(f"{PAGE}{address}" in page for address in offered)
    assert not any(address in page for address in kept_back)
    assert not any(f"{PAGE}{address}" in page_of(author, client_of) for address in offered)


def test_the_backup_is_gone_back_to_and_not_retired(manager: User, client_of: ClientOf) -> None:
    make_version("2.0.0", State.LIVE)
    was_live(make_version(state=State.VALIDATED))
    page = page_of(manager, client_of)
    assert f"/models/{EXPERT}/rollback/?to=1.0.0" in page
    assert "retire/" not in page
    assert f'href="/models/{EXPERT}/rollback/"' in page_of(
        manager, client_of, f"/models/{EXPERT}/2.0.0/"
    )


def test_a_deployment_is_watched_until_it_ends(
    author: User, outsider: User, client_of: ClientOf
) -> None:
    version = make_version(state=State.DEPLOYING)
    row = Deployment.objects.create(
        family=version.family, version=version, kind="deploy", came_from="validated"
    )
    path = f"/models/deployments/{row.pk}/"
    assert 'hx-trigger="every 2s"' in page_of(author, client_of)
    assert "Kabul edildi" in page_of(author, client_of, path)
    assert client_of(outsider).get(path).status_code == 403
    assert client_of(None).get(path).status_code == 302
    assert client_of(author).post(path).status_code == 405
    part = client_of(author).get(path, headers=HTMX)
    assert "HX-Refresh" not in part
    assert "<html" not in part.content.decode()
    Deployment.objects.update(
        status="failed", step="undone", finished_at=row.created_at, error_detail=HOSTILE
    )
    part = client_of(author).get(path, headers=HTMX)
    assert part["HX-Refresh"] == "true"
    page = page_of(author, client_of, path)
    assert "yayında sürüm yok" in page
    assert "<script>alert" not in page
    assert "every 2s" not in page


def test_the_number_of_queries_does_not_grow(manager: User, client_of: ClientOf) -> None:
    version = make_version()
    validate(version, 90)
    make_version("1.0.1", parent=version)
    few = queries_of(manager, client_of, PAGE)
    for patch in range(2, 20):
        make_version(f"1.0.{patch}", parent=version)
        validate(version, 91, against=version.validations.first())
        tell(version, "built", "built", "deploy", manager)
    assert queries_of(manager, client_of, PAGE) == few
