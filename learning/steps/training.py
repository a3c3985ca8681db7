"""Training: the live version's weights learn the dataset, and a candidate is registered."""

from __future__ import annotations

from typing import Final

from django.db import transaction

from accounts.errors import ActionRefused
from domain.versions import State
from learning.models import Retraining
from learning.steps.step import Answer, End, Failed, Next, Turn, Wait
from models_registry.models import Version
from training.actions import continue_training
from training.models import TrainingRun

BUSY: Final = 60.0
"""Seconds until it is asked again where somebody else trains the family."""
LOOK: Final = 10.0
Status = TrainingRun.Status


def train(turn: Turn) -> Answer:
    """Ask for the training once, wait for its end, and take what it registered as the candidate."""
    row = turn.row
    if row.run is None:
        try:
            _request(turn)
        except ActionRefused as refused:
            if refused.code != "already_training":
                raise
            return Wait(BUSY)
        return Wait(LOOK)
    run = TrainingRun.objects.get(pk=row.run.pk)
    if run.is_active:
        return Wait(LOOK)
    if run.status == Status.FAILED and run.error == "no_gain":
        return _no_gain(run)
    if run.status == Status.CANCELLED:
        raise Failed("training_cancelled", str(run))
    if run.status != Status.DONE:
        raise Failed("training_failed", f"{run.error} {run.error_detail}".strip())
    turn.note(candidate=_candidate(run))
    return Next()


def _request(turn: Turn) -> None:
    """Both or neither: a run that no retraining knows of would be asked for again."""
    row = turn.row
    assert row.dataset is not None  # noqa: S101 - the step before made it
    with transaction.atomic():
        run = continue_training(
            None,  # whoever asked for the retraining had the right then
            row.policy.family,
            row.dataset,
            parent=row.live,
            epochs=row.policy.epochs,
        )
        turn.note(run=run)


def _candidate(run: TrainingRun) -> Version:
    version = Version.objects.select_related("family").filter(run=run.pk).first()
    if version is None:
        raise Failed("not_registered", str(run))
    if version.state == State.FAILED:
        raise Failed("build_failed", version.name)
    return version


def _no_gain(run: TrainingRun) -> End:
    """It learnt nothing that holds for others: a candidate is not better, and there is none."""
    losses = run.result.get("losses", {})
    figures = {"before": losses.get("validation_before"), "best": losses.get("validation_best")}
    return End(Retraining.Outcome.REJECTED, [{"reason": "no_gain", "figures": figures}])
