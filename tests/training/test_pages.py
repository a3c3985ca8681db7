"""The managers' pages: what there is to learn from, a run's progress, and the files it left."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

import pytest
from asgiref.sync import sync_to_async
from django.db import connection
from django.http import StreamingHttpResponse
from django.test import AsyncClient, Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from accounts.roles import Role
from domain.levels import LEVELS, LevelRule
from domain.prompt import Level
from tests.factories import make_user
from tests.training.conftest import GOLD, Script, step
from training.actions import cancel_training, request_training
from training.models import Artefact, TrainingRun
from training.running import running
from training.shipping import shipped

pytestmark = pytest.mark.django_db
ClientOf = Callable[[User | None], Client]
HTMX = {"hx-request": "true"}


def page_of(person: User | None, client_of: ClientOf, path: str = "/training/?now=1") -> str:
    response = client_of(person).get(path)
    assert response.status_code == 200
    return response.content.decode()


def made(manager: User, **wanted: object) -> TrainingRun:
    """A run that is done."""
    run = request_training(manager, "basic", **wanted)  # type: ignore[arg-type]
    running.run(run.pk)
    run.refresh_from_db()
    return run


def test_only_managers_come_in(
    author: User, outsider: User, manager: User, in_reach: None, client_of: ClientOf
) -> None:
    run = request_training(manager, "basic")
    pages = ["/training/", f"/training/runs/{run.pk}/", "/training/artefacts/1/"]
    for path in pages:
        for person in (author, outsider):
            assert client_of(person).get(path).status_code == 403
        assert client_of(None).get(path).headers["Location"].startswith("/sign-in/")
    for path in ("/training/make/", f"/training/runs/{run.pk}/cancel/"):
        for person in (author, outsider):
            assert client_of(person).post(path, {"level": "basic"}).status_code == 403
        assert client_of(None).post(path).status_code == 302
        assert client_of(manager).get(path).status_code == 405
    run.refresh_from_db()
    assert run.is_active
    for path in ("/training/runs/999/", "/training/artefacts/999/"):
        assert client_of(manager).get(path).status_code == 404


def test_the_way_there_is_shown_to_managers_alone(
    author: User, manager: User, client_of: ClientOf
) -> None:
    assert 'href="/training/"' in page_of(manager, client_of, "/")
    assert 'href="/training/"' not in page_of(author, client_of, "/")


def test_what_is_there_and_what_is_missing(manager: User, gold: Path, client_of: ClientOf) -> None:
    page = page_of(manager, client_of)
    for button in ("Temel Model Oluştur", "İleri Model Oluştur", "Uzman Model Oluştur"):
        assert button in page
    assert "45 eksik" in page
    assert "495 eksik" in page
    assert "WalmartGPT ile gelen" in page
    assert "Giyim" in page
    assert "İngilizce" in page


def test_a_category_shows_its_own_examples(manager: User, gold: Path, client_of: ClientOf) -> None:
    page = page_of(manager, client_of, "/training/?category=clothing&now=1")
    assert "48 eksik" in page
    assert "Başka bir kategoriye ait" in page
    assert page_of(manager, client_of, "/training/?category=toys&now=1")


def test_what_takes_long_comes_by_itself_and_is_remembered(
    manager: User, gold: Path, client_of: ClientOf
) -> None:
    client = client_of(manager)
    first = client.get("/training/").content.decode()
    assert 'hx-trigger="load"' in first
    assert "Temel Model Oluştur" not in first
    part = client.get("/training/", headers=HTMX).content.decode()
    assert "<html" not in part
    assert "Temel Model Oluştur" in part
    assert "Temel Model Oluştur" in client.get("/training/").content.decode()
    items = json.loads((gold / "mixed.json").read_text())
    (gold / "mixed.json").write_text(json.dumps(items[:1]))
    assert 'hx-trigger="load"' in client.get("/training/").content.decode()


def test_nothing_to_learn_from_is_said(manager: User, data_dir: Path, client_of: ClientOf) -> None:
    page = page_of(manager, client_of)
    assert "50 eksik" in page
    assert "henüz uygun örnek yok" in page


def test_each_level_tells_what_its_model_would_go_on_from(
    client_of: ClientOf, manager: User, gold: Path, settings: Any
) -> None:
    settings.TRAIN_BASE = ""  # on which the shipped models stand
    page = page_of(manager, client_of)
    (shipped_one,) = (model for model in shipped() if model.record["level"] == "advanced")
    assert page.count(f"{shipped_one.name} üzerinden devam eder") == 1
    settings.TRAIN_BASE = "/models/llama"
    page = page_of(manager, client_of)
    assert "üzerinden devam eder" not in page


def test_a_click_begins_a_training_and_shows_it(
    manager: User, in_reach: None, client_of: ClientOf
) -> None:
    client = client_of(manager)
    asked = {"level": "advanced", "strategy": "lora", "epochs": "2", "starter": "on"}
    response = client.post("/training/make/", asked)
    run = TrainingRun.objects.get()
    assert response.headers["Location"] == f"/training/runs/{run.pk}/"
    assert (run.level, run.recipe["epochs"], run.starter, run.augment) == (
        "advanced",
        2,
        True,
        False,
    )
    page = client.get(response.headers["Location"]).content.decode()
    assert "Sırasını bekliyor" in page
    assert "walmart-gpt-advanced" in page_of(manager, client_of)


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"level": "basic", "strategy": "lora", "starter": "on"}, "45 örnek eksik"),
        ({"level": "basic", "strategy": "lora"}, "50 örnek eksik"),
        ({"level": "base", "strategy": "lora", "starter": "on"}, "Sunulan modellerden"),
        ({"level": "basic", "strategy": "lora", "epochs": "0"}, "tam sayı"),
        ({"level": "basic", "strategy": "magic"}, "tam sayı"),
    ],
)
def test_a_refusal_is_one_sentence_on_the_page(
    asked: dict[str, str], said: str, manager: User, gold: Path, client_of: ClientOf
) -> None:
    response = client_of(manager).post("/training/make/", asked, follow=True)
    assert said in response.content.decode()
    assert not TrainingRun.objects.exists()


def test_progress_is_polled_until_it_is_over(
    manager: User, in_reach: None, standin: Script, client_of: ClientOf
) -> None:
    run = request_training(manager, "basic")
    client, path = client_of(manager), f"/training/runs/{run.pk}/"
    seen: list[str] = []

    def look(row: TrainingRun) -> None:
        if row.step == 2 and not seen:
            response = client.get(path, headers=HTMX)
            assert "HX-Refresh" not in response
            seen.append(response.content.decode())

    standin({"event": "stage", "name": "training"}, step(1, 3, 3.0), step(2, 3, 2.0, 2.5), 2.5)
    running.run(run.pk, look)
    assert "every 2s" in seen[0]
    assert "Adım 2 / 3" in seen[0]
    assert "<polyline" in seen[0]
    assert client.get(path, headers=HTMX)["HX-Refresh"] == "true"
    assert "every 2s" not in client.get(path).content.decode()


def test_the_table_behind_the_curve_is_the_same_figures(
    manager: User, in_reach: None, standin: Script, client_of: ClientOf
) -> None:
    run = made(manager)
    page = page_of(manager, client_of, f"/training/runs/{run.pk}/?part=losses")
    for figure in ("3,000", "2,000", "2,500", "1,000"):
        assert figure in page


def test_a_finished_run_tells_what_came_of_it(
    manager: User, in_reach: None, standin: Script, client_of: ClientOf
) -> None:
    run = made(manager)
    page = page_of(manager, client_of, f"/training/runs/{run.pk}/")
    assert "2,500" in page
    assert "1,000" in page
    assert run.dataset is not None
    assert run.dataset.hash in page
    for artefact in run.artefacts.all():
        assert f'href="/training/artefacts/{artefact.pk}/"' in page
        assert artefact.sha256 in page


def test_instructions_tell_how_many_examples_they_show(
    manager: User, in_reach: None, standin: Script, client_of: ClientOf
) -> None:
    run = made(manager, strategy="prompt")
    page = page_of(manager, client_of, f"/training/runs/{run.pk}/")
    assert f"{run.result['shown']} / {run.result['available']}" in page


def test_a_failure_is_one_sentence_with_its_details_folded(
    manager: User, in_reach: None, standin: Script, client_of: ClientOf
) -> None:
    standin({"event": "failed", "code": "packages_missing", "detail": "torch <b>"})
    run = made(manager)
    page = page_of(manager, client_of, f"/training/runs/{run.pk}/")
    assert "make train-setup" in page
    assert "torch &lt;b&gt;" in page


def test_stopping_says_who_did(manager: User, in_reach: None, client_of: ClientOf) -> None:
    run = request_training(manager, "basic")
    response = client_of(manager).post(f"/training/runs/{run.pk}/cancel/", follow=True)
    assert "manager tarafından durduruldu" in response.content.decode()
    run.refresh_from_db()
    assert run.status == "cancelled"
    assert client_of(manager).post(f"/training/runs/{run.pk}/cancel/").status_code == 302


@pytest.mark.django_db(transaction=True)
async def test_files_are_downloaded_as_they_are_and_a_folder_as_a_zip(
    in_reach: None, standin: Script
) -> None:
    manager = await sync_to_async(make_user)(Role.MANAGER)
    run = await sync_to_async(made)(manager)
    client = AsyncClient()
    await client.aforce_login(manager, backend="django.contrib.auth.backends.ModelBackend")
    files = {one.kind: one async for one in Artefact.objects.filter(run=run)}
    adapter = await fetched(client, files["adapter"])
    assert adapter == b"GGUF adapter"
    folder = await fetched(client, files["peft"])
    assert zipfile.ZipFile(io.BytesIO(folder)).namelist() == ["adapter_model.safetensors"]
    files["adapter"].file.unlink()
    gone = await client.get(reverse("training:download", args=[files["adapter"].pk]))
    assert gone.status_code == 404


async def fetched(client: AsyncClient, artefact: Artefact) -> bytes:
    response = cast(
        StreamingHttpResponse, await client.get(reverse("training:download", args=[artefact.pk]))
    )
    assert response.headers["Content-Disposition"].startswith('attachment; filename="walmart-gpt')
    content = b"".join([piece async for piece in response])
    assert response.headers["Content-Length"] == str(len(content))
    return content


def test_the_number_of_queries_does_not_grow(
    manager: User, in_reach: None, client_of: ClientOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = client_of(manager)
    client.get("/training/?now=1")
    with CaptureQueriesContext(connection) as few:
        client.get("/training/")
    monkeypatch.setitem(LEVELS, Level.BASIC, LevelRule(Level.BASIC, len(GOLD), 70))
    for _ in range(5):
        cancel_training(manager, request_training(manager, "basic"))
    with CaptureQueriesContext(connection) as many:
        client.get("/training/")
    assert len(many) == len(few)
