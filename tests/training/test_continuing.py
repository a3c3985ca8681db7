"""A training on a given dataset, on top of a version: what it goes on from, and what it learns."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from pytest_django.fixtures import Settings

from accounts.errors import ActionRefused
from accounts.models import User
from domain.levels import LevelRule
from domain.prompt import Level
from domain.versions import State
from engines.scripted import ScriptedEngine
from models_registry.models import Version
from tests.evaluation.registry import family_of, make_version
from tests.training.conftest import Script
from tests.training.samples import GOOD, made
from training.actions import cancel_training, continue_training, request_training
from training.curation import curate, snapshot
from training.models import DatasetSnapshot, TrainingRun
from training.queries import samples as queries
from training.queries.known import known_samples
from training.queries.parents import parents_of
from training.recipes import CONTINUED_RATE, recipe_of
from training.running import folder, running
from training.shipping import shipped

pytestmark = pytest.mark.django_db
Status = TrainingRun.Status


@pytest.fixture
def gguf(scripted: ScriptedEngine, standin: Script, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the stand-in leaves for an adapter is none that an engine would build."""
    monkeypatch.setattr("engines.scripted.check_build", lambda _build: None)


def mixture(*numbers: int, replayed: int = 2) -> DatasetSnapshot:
    """A dataset that was mixed beforehand."""
    chosen = curate([made(number) for number in numbers], LevelRule(Level.EXPERT, 1, 0))
    name = snapshot.write(chosen, DatasetSnapshot.home())
    return DatasetSnapshot.objects.create(
        hash=name,
        level="expert",
        training=len(chosen.training),
        validation=len(chosen.validation),
        excluded=0,
        counts=chosen.counts(),
        datasheet={"replayed": replayed},
    )


def finished(name: str = "walmart-gpt-expert", **fields: Any) -> TrainingRun:
    """A run that ended well, with weights to go on from."""
    given = {"level": "expert", "status": Status.DONE, "recipe": recipe_of().as_json()}
    run = TrainingRun.objects.create(name=name, **given | fields)
    (run.folder / "best").mkdir(parents=True)
    return run


def test_it_goes_on_from_the_live_versions_own_run_and_learns_every_line(
    manager: User, in_reach: None, gguf: None
) -> None:
    first = request_training(manager, "expert")
    running.run(first.pk)
    live = Version.objects.get(run=first.pk)
    first.refresh_from_db()
    dataset = mixture(1, 2, 3, 4, 5, 6)
    run = continue_training(manager, live.family, dataset, parent=live, epochs=1)
    assert (run.name, run.level, run.category) == ("walmart-gpt-expert", "expert", "")
    assert (run.parent, run.dataset, run.requested_by) == (first, dataset, manager)
    assert (run.recipe["rate"], run.recipe["epochs"]) == (CONTINUED_RATE, 1)
    running.run(run.pk)
    run.refresh_from_db()
    assert (run.status, run.error, run.dataset) == (Status.DONE, "", dataset)
    learnt = (run.folder / "training.jsonl").read_bytes()
    assert learnt == (dataset.folder / "training.jsonl").read_bytes()
    job = json.loads((run.folder / "job.json").read_text())
    assert (job["start"], job["replayed"]) == (str(first.folder / "best"), 2)
    version = Version.objects.get(run=run.pk)
    assert (version.family, version.parent) == (live.family, live)
    assert version.number > live.number
    assert version.dataset_hash == dataset.hash


def test_lines_that_the_parent_knows_stay_where_they_were_mixed_in(
    gguf: None, data_dir: Any
) -> None:
    parent = finished(base="", dataset=mixture(*range(20)))
    again = mixture(*range(10, 30), replayed=9)
    run = TrainingRun.objects.create(
        name="walmart-gpt-expert", level="expert", dataset=again, parent=parent
    )
    folder.prepare(run)
    lines = (run.folder / "training.jsonl").read_text().splitlines()
    assert len(lines) == again.training
    assert json.loads((run.folder / "job.json").read_text())["replayed"] == 9


def test_it_goes_on_from_a_model_that_comes_along(
    settings: Settings, data_dir: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queries, "scores_of", lambda pairs: [GOOD] * len(pairs))
    settings.TRAIN_BASE = ""
    model = next(one for one in shipped() if one.name == "walmart-gpt-expert")
    sha256 = model.record["sha256"]
    live = make_version(state=State.LIVE, files={"adapter": {"path": "x", "sha256": sha256}})
    run = continue_training(None, live.family, mixture(1, 2, 3), parent=live, queue=False)
    assert run.parent is None
    assert run.shipped_parent == {"name": "walmart-gpt-expert", "sha256": sha256}
    assert folder.start_of(run) == str(model.adapter)
    assert len({one.key for one in known_samples(live)}) == 510


@pytest.mark.parametrize("gone", ["files", "shape", "base", "strategy", "unknown"])
def test_a_version_without_weights_to_go_on_from_is_refused(
    settings: Settings, data_dir: Any, gone: str
) -> None:
    differing: dict[str, dict[str, Any]] = {
        "shape": {"recipe": recipe_of().as_json() | {"rank": 3}},
        "strategy": {"strategy": "prompt"},
        "base": {"base": "another"},
    }
    fields = differing.get(gone, {})
    made_by = finished(**{"base": settings.TRAIN_BASE} | fields)
    if gone == "files":
        (made_by.folder / "best").rmdir()
    live = make_version(run=None if gone == "unknown" else made_by.pk)
    with pytest.raises(ActionRefused) as refused:
        continue_training(None, live.family, mixture(1, 2), parent=live)
    assert refused.value.code == "no_weights"
    assert live.name in str(refused.value)


def test_without_a_live_version_it_goes_on_as_any_training_of_the_family(
    settings: Settings, data_dir: Any
) -> None:
    below = finished("walmart-gpt-advanced", level="advanced", base=settings.TRAIN_BASE)
    family = family_of()
    run = continue_training(None, family, mixture(1, 2), parent=None, queue=False)
    assert run.parent == below
    TrainingRun.objects.filter(pk__in=(run.pk, below.pk)).update(status=Status.CANCELLED)
    fresh = continue_training(None, family, mixture(3, 4), parent=None, queue=False)
    assert fresh.continues is None
    assert fresh.recipe["rate"] != CONTINUED_RATE


def test_who_may_not_train_may_not_and_one_is_made_at_a_time(
    author: User, manager: User, settings: Settings, data_dir: Any
) -> None:
    family, dataset = family_of(), mixture(1, 2)
    with pytest.raises(PermissionDenied):
        continue_training(author, family, dataset, parent=None)
    with pytest.raises(ActionRefused) as refused:
        continue_training(manager, family, dataset, parent=None, epochs=0)
    assert refused.value.code == "epochs"
    with pytest.raises(ActionRefused, match="base"):
        continue_training(manager, family_of("base"), dataset, parent=None)
    run = continue_training(manager, family, dataset, parent=None, queue=False)
    with pytest.raises(ActionRefused) as refused:
        continue_training(manager, family, dataset, parent=None)
    assert refused.value.code == "already_training"
    cancel_training(manager, run)
    continue_training(manager, family, dataset, parent=None)


def test_what_learnt_from_feedback_is_gone_on_from_only_once_it_is_live(
    settings: Settings, data_dir: Any
) -> None:
    """A candidate that was rejected may have unlearnt something: nobody builds upon it unasked."""
    proven = finished(base=settings.TRAIN_BASE)
    tried = finished(base=settings.TRAIN_BASE, dataset=mixture(1, 2))
    category = TrainingRun(
        level="expert",
        category="sports",
        base=settings.TRAIN_BASE,
        recipe=recipe_of().as_json(),
    )
    assert parents_of(category)[0] == proven
    make_version(state=State.LIVE, run=tried.pk)
    assert parents_of(category)[0] == tried
