"""Training as a step: asked for once, waited for, and what becomes of its end."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pytest_django.fixtures import Settings

from accounts.errors import ActionRefused
from domain.levels import LevelRule
from domain.prompt import Level
from domain.versions import State
from engines.base import EngineUnavailable
from engines.scripted import ScriptedEngine
from evaluation.holding import Lost
from learning.jobs import JOBS
from learning.models import Retraining
from learning.steps.step import End, Failed, Next, Wait
from learning.steps.training import BUSY, LOOK, train
from models_registry.models import Version
from tests.evaluation.registry import make_version
from tests.learning.learnt import turn_of
from tests.learning.making import make_policy, make_retraining
from tests.training.conftest import TRAINED
from tests.training.samples import made
from training.actions import cancel_training, continue_training
from training.curation import curate, snapshot
from training.models import DatasetSnapshot, TrainingRun
from training.recipes import recipe_of
from training.running import running

pytestmark = pytest.mark.django_db
Says = Callable[..., None]
STANDIN = Path(__file__).parent.parent / "training" / "standin_process.py"


@pytest.fixture
def says(
    settings: Settings, tmp_path: Path, scripted: ScriptedEngine, monkeypatch: pytest.MonkeyPatch
) -> Says:
    """A process that speaks as the real one and learns nothing; what it says may be changed."""
    settings.DATA_DIR = tmp_path / "data"
    settings.TRAIN_BASE = str(tmp_path / "base.gguf")
    settings.STARTER_DIR = tmp_path / "starter"
    settings.TRAIN_COMMAND = [sys.executable, str(STANDIN)]
    monkeypatch.setattr("engines.scripted.check_build", lambda _build: None)
    script = Path(settings.DATA_DIR) / "training" / "runs" / "script.json"
    script.parent.mkdir(parents=True)

    def write(*events: dict[str, Any]) -> None:
        script.write_text(json.dumps(events))

    write(*TRAINED)  # type: ignore[arg-type]
    return write


def dataset() -> DatasetSnapshot:
    chosen = curate([made(number) for number in range(12)], LevelRule(Level.EXPERT, 1, 0))
    return DatasetSnapshot.objects.create(
        hash=snapshot.write(chosen, DatasetSnapshot.home()),
        level="expert",
        training=len(chosen.training),
        validation=len(chosen.validation),
        excluded=0,
        counts=chosen.counts(),
        datasheet={"replayed": 0},
    )


def live(settings: Settings) -> Version:
    run = TrainingRun.objects.create(
        name="walmart-gpt-expert",
        level="expert",
        status="done",
        base=settings.TRAIN_BASE,
        recipe=recipe_of().as_json(),
    )
    (run.folder / "best").mkdir(parents=True)
    return make_version(state=State.LIVE, run=run.pk, base=settings.TRAIN_BASE)


@pytest.fixture
def row(says: Says, settings: Settings) -> Retraining:
    policy = make_policy(epochs=2)
    return make_retraining(policy, live=live(settings), dataset=dataset(), stage="training")


def test_it_is_asked_for_once_waited_for_and_ends_in_a_candidate(
    row: Retraining, settings: Settings
) -> None:
    assert train(turn_of(row)) == Wait(LOOK)
    row.refresh_from_db()
    run = row.run
    assert run is not None
    assert (run.dataset, run.recipe["epochs"]) == (row.dataset, 2)
    assert row.live is not None
    assert run.parent_id == row.live.run
    assert train(turn_of(row)) == Wait(LOOK)
    assert TrainingRun.objects.filter(name=run.name).count() == 2
    running.run(run.pk)
    assert train(turn_of(row)) == Next()
    row.refresh_from_db()
    candidate = row.candidate
    assert candidate is not None
    assert (candidate.run, candidate.parent) == (run.pk, row.live)
    assert candidate.family == row.policy.family
    assert train(turn_of(row)) == Next()
    assert Version.objects.filter(run=run.pk).count() == 1


def test_somebody_elses_training_of_the_family_is_waited_for(row: Retraining) -> None:
    assert row.dataset is not None
    other = continue_training(None, row.policy.family, row.dataset, parent=row.live, queue=False)
    assert train(turn_of(row)) == Wait(BUSY)
    row.refresh_from_db()
    assert row.run is None
    cancel_training(None, other)
    assert train(turn_of(row)) == Wait(LOOK)


@pytest.mark.parametrize("code", ["memory", "disk"])
def test_a_training_that_failed_ends_the_chain_with_why(
    row: Retraining, says: Says, code: str
) -> None:
    train(turn_of(row))
    says({"event": "failed", "code": code, "detail": "it is full"})
    row.refresh_from_db()
    assert row.run is not None
    running.run(row.run.pk)
    with pytest.raises(Failed) as failed:
        train(turn_of(row))
    assert failed.value.code == "training_failed"
    assert failed.value.detail == f"{code} it is full"


def test_a_training_that_was_stopped_ends_the_chain(row: Retraining) -> None:
    train(turn_of(row))
    row.refresh_from_db()
    assert row.run is not None
    cancel_training(None, row.run)
    with pytest.raises(Failed) as failed:
        train(turn_of(row))
    assert failed.value.code == "training_cancelled"


def test_a_training_that_only_forgot_is_a_candidate_that_is_not_better(
    row: Retraining, says: Says
) -> None:
    train(turn_of(row))
    losses = {"validation_before": 1.2, "validation_best": 1.22}
    says({"event": "failed", "code": "no_gain", "detail": "", "losses": losses})
    row.refresh_from_db()
    assert row.run is not None
    running.run(row.run.pk)
    answer = train(turn_of(row))
    assert isinstance(answer, End)
    assert answer.outcome == Retraining.Outcome.REJECTED
    told = {"reason": "no_gain", "figures": {"before": 1.2, "best": 1.22}}
    assert answer.reasons == [told]


def test_a_candidate_that_no_engine_can_build_ends_the_chain(
    row: Retraining, scripted: ScriptedEngine
) -> None:
    train(turn_of(row))
    row.refresh_from_db()
    assert row.run is not None
    scripted.enqueue_failures("create", EngineUnavailable("away"))
    running.run(row.run.pk)
    with pytest.raises(Failed) as failed:
        train(turn_of(row))
    assert failed.value.code == "build_failed"


def test_a_live_version_that_was_only_told_cannot_be_taught(says: Says, settings: Settings) -> None:
    row = make_retraining(live=make_version(), dataset=dataset(), stage="training")
    with pytest.raises(ActionRefused) as refused:
        train(turn_of(row))
    assert refused.value.code == "no_weights"


def test_a_worker_that_lost_the_job_asks_for_nothing(row: Retraining) -> None:
    turn = turn_of(row)
    Retraining.objects.filter(pk=row.pk).update(status="queued", lease=None)
    assert JOBS.claim(row.pk)
    before = TrainingRun.objects.count()
    with pytest.raises(Lost):
        train(turn)
    assert TrainingRun.objects.count() == before
