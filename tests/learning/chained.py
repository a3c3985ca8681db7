"""Chains for tests: a live version that fails at something, a candidate, and a scripted model."""

from __future__ import annotations

from typing import Any

import pytest

from domain.versions import State
from engines.scripted import ScriptedEngine
from evaluation.actions import validating
from learning import advancing
from learning.actions import deciding
from learning.models import Pattern, Retraining
from learning.steps.step import Answer, Next, Turn, Wait
from models_registry.actions import deploying
from models_registry.models import Deployment, ValidationRun, Version
from tests.evaluation.conftest import COUNT, FLAWED, GOOD, make_version
from tests.learning.making import make_feedback, make_policy, make_retraining

LIVE, CANDIDATE, MENDED = 1, 2, "title.too_short"
FEEDBACK = 3


def candidate() -> Version:
    """What the training made, at the scripted engine."""
    known = Version.objects.select_related("family").filter(patch=CANDIDATE).first()
    return known or make_version(CANDIDATE)


def begin(**policy: Any) -> Retraining:
    """A retraining that has just been queued, about a live version that writes short titles."""
    live = make_version(LIVE, State.LIVE)
    own = make_policy(live.family, **({"least_score": 20} | policy))
    given = [make_feedback(own, version=live, rating=1) for _place in range(FEEDBACK)]
    return make_retraining(own, given, live=live, counted=FEEDBACK)


def at_validating(**policy: Any) -> Retraining:
    """The same, with what a chain has before the candidate is measured."""
    row = begin(**policy)
    find_patterns(Turn(row))
    row.candidate, row.stage = candidate(), Retraining.Stage.VALIDATING
    row.save()
    return row


def find_patterns(turn: Turn) -> Answer:
    """Stands in for the step: the one pattern that is to be mended."""
    figures = {"negative": 3, "negatives": 3, "positive": 0, "positives": 0}
    Pattern.objects.get_or_create(
        retraining=turn.row,
        kind=Pattern.Kind.RULE,
        key=MENDED,
        defaults=figures
        | {"rank": 1, "lift": 4.0, "low": 1.5, "high": 9.0, "is_found": True, "is_target": True},
    )
    return Next()


def train(turn: Turn) -> Answer:
    """Stands in for the step: another job's end is waited for once, then the candidate is there."""
    if turn.row.candidate is not None:
        return Next()
    turn.note(candidate=candidate())
    return Wait()


@pytest.fixture
def own_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    """The steps before the validation as stand-ins; the others as they are."""
    stage = Retraining.Stage
    stand_ins = {
        stage.PATTERNS: find_patterns,
        stage.CORRECTING: lambda _turn: Next(),
        stage.DATASET: lambda _turn: Next(),
        stage.TRAINING: train,
    }
    for key, step in stand_ins.items():
        monkeypatch.setitem(advancing.STEPS, key, step)


def answer(engine: ScriptedEngine, live: str = FLAWED, new: str = GOOD) -> None:
    """Do every validation and deployment that waits: what a worker does between two turns."""
    for run in ValidationRun.objects.filter(status="queued").order_by("pk"):
        text = new if run.version.patch == CANDIDATE else live
        engine.enqueue(*[text] * (COUNT - run.done))
        validating.run(run.pk)
    for deployment in Deployment.objects.filter(status="queued"):
        engine.enqueue(GOOD)
        deploying.run(deployment.pk)


def finish(row: Retraining, engine: ScriptedEngine, turns: int = 12, **texts: str) -> Retraining:
    """Turn after turn until the chain has ended, with everything that it waits for done between."""
    for _turn in range(turns):
        advancing.advance(row.pk)
        row.refresh_from_db()
        if not row.is_active:
            deciding.settle()
            row.refresh_from_db()
            return row
        answer(engine, **texts)
    raise AssertionError(f"still at {row.stage}")


def id_of(row: Version | ValidationRun | None) -> int:
    """Its number; it is there."""
    assert row is not None
    return int(row.pk)
