"""The chain as its page shows it: one line a step, with what it made and how long it took."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final, TypeAlias

from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from learning.models import Retraining
from learning.presentation import details
from learning.presentation.details import Details
from learning.queries.chain import Told
from training.presentation.telling import duration

Stage: TypeAlias = Retraining.Stage
Status: TypeAlias = Retraining.Status
TIMES = ("began", "ended")
DONE, NOW, LATER, FAILED, STOPPED = "done", "now", "later", "failed", "stopped"
LEFT_OUT, REFUSED, OPEN = "left-out", "refused", "open"
ENDS: Final[dict[str, str]] = {
    Retraining.Outcome.REJECTED: REFUSED,
    Retraining.Outcome.DECLINED: REFUSED,
    Retraining.Outcome.AWAITING: OPEN,
}
"""How a decision looks that let nothing go live."""
DETAILS = {
    Stage.PATTERNS: details.patterns,
    Stage.CORRECTING: details.corrections,
    Stage.DATASET: details.dataset,
    Stage.TRAINING: details.training,
    Stage.VALIDATING: details.validation,
    Stage.DECIDING: details.decision,
}


@dataclass(frozen=True, slots=True)
class Step:
    """One line; `state` says how its mark looks."""

    key: str
    title: str
    state: str
    state_name: str
    began: datetime | None = None
    took: str = ""
    details: Details = field(default_factory=Details)


def chain(told: Told, *, whole: bool) -> list[Step]:
    """Every step in its order; with what it made where the `whole` may be seen."""
    row = told.row
    nothing = Details()
    steps = [
        Step(
            "feedback",
            _("Feedback"),
            DONE,
            _state_name(DONE),
            row.created_at,
            "",
            details.feedback(told) if whole else nothing,
        )
    ]
    for stage in Stage:
        state = _state(row, stage)
        said = DETAILS[stage](told) if whole and state != LATER else nothing
        steps.append(_step(row, stage, state, said))
    return steps


def _step(row: Retraining, stage: Stage, state: str, said: Details) -> Step:
    times: dict[str, Any] = row.times.get(stage, {})
    began, ended = (parse_datetime(times[name]) if name in times else None for name in TIMES)
    took = ""
    if began is not None and (ended is not None or state == NOW):
        took = duration(((ended or timezone.now()) - began).total_seconds())
    return Step(stage.value, _title(stage), state, _state_name(state), began, took, said)


def _state(row: Retraining, stage: Stage) -> str:
    if stage is Stage.DECIDING and row.status == Status.DONE and stage in row.times:
        return ENDS.get(row.outcome, DONE)
    if "ended" in row.times.get(stage, {}):
        return DONE
    if row.status == Status.DONE:
        return LEFT_OUT
    order = list(Stage)
    here = order.index(Stage(row.stage))
    if order.index(stage) != here:
        return LATER if row.is_active else LEFT_OUT
    if row.is_active:
        return NOW if row.times else LATER
    return FAILED if row.status == Status.FAILED else STOPPED


def _title(stage: Stage) -> str:
    """What the step is about, whether it is under way or long done."""
    return {
        Stage.PATTERNS: _("Failure patterns"),
        Stage.CORRECTING: _("Corrective examples"),
        Stage.DATASET: _("Dataset"),
        Stage.TRAINING: _("Training"),
        Stage.VALIDATING: _("Validation"),
        Stage.DECIDING: _("Decision"),
    }[stage]


def _state_name(state: str) -> str:
    """What the mark says to whoever does not see it."""
    return {
        DONE: _("done"),
        NOW: _("under way"),
        LATER: _("not begun"),
        FAILED: _("failed"),
        STOPPED: _("stopped"),
        LEFT_OUT: _("not done"),
        REFUSED: _("refused"),
        OPEN: _("waits for a manager"),
    }[state]
