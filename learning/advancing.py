"""A retraining goes on: one step after the other, until it has to wait or has ended.

A step keeps what it made and the row says which one is next, in one transaction or in an order in
which doing it again does no harm: whoever takes the job up after a crash goes on from there.
"""

from __future__ import annotations

from typing import Any, Final

from django.db import transaction
from django.utils import timezone

from accounts.errors import ActionRefused
from evaluation.holding import Asked, Lost, Stopped, carry_out
from jobs.leases import FAILED
from learning.jobs import JOBS, close, tell_end, wait
from learning.models import Retraining
from learning.steps import correcting, dataset, deciding, patterns, training, validating
from learning.steps.step import End, Failed, Next, Step, Turn, Wait

Stage = Retraining.Stage
STEPS: Final[dict[str, Step]] = {
    Stage.PATTERNS: patterns.find,
    Stage.CORRECTING: correcting.correct,
    Stage.DATASET: dataset.choose,
    Stage.TRAINING: training.train,
    Stage.VALIDATING: validating.validate,
    Stage.DECIDING: deciding.decide,
}
"""In their order; the last one always ends the chain."""


def advance(pk: int, asked: Asked = lambda: False) -> None:
    """Do what can be done of retraining `pk`, unless somebody else does or it has ended.

    `asked` says when to stop.
    """
    if not JOBS.claim(pk):
        return
    row = Retraining.objects.select_related("policy__family", "live", "run", "candidate").get(pk=pk)
    turn = Turn(row, asked)

    def work() -> None:
        try:
            _go(turn)
        except Failed as failed:
            close(row, FAILED, failed.code, failed.detail)
        except ActionRefused as refused:
            close(row, FAILED, refused.code, str(refused))

    carry_out(JOBS, row, work, close)


def _go(turn: Turn) -> None:
    while True:
        turn.look()
        _began(turn)
        answer = STEPS[turn.row.stage](turn)
        if isinstance(answer, Wait):
            if not wait(turn.row, answer.seconds):
                raise _taken(turn)
            return
        turn.note(times=_times(turn.row, "ended"))
        if isinstance(answer, End):
            _end(turn, answer)
            return
        assert isinstance(answer, Next)  # noqa: S101 - there is no other answer
        turn.note(stage=_following(turn.row.stage))


def _following(stage: str) -> str:
    order = list(STEPS)
    return order[order.index(stage) + 1]


def _began(turn: Turn) -> None:
    if turn.row.stage not in turn.row.times:
        turn.note(times=_times(turn.row, "began"))


def _times(row: Retraining, which: str) -> dict[str, Any]:
    now = timezone.now().isoformat()
    times: dict[str, Any] = row.times
    return times | {row.stage: times.get(row.stage, {}) | {which: now}}


def _end(turn: Turn, answer: End) -> None:
    with transaction.atomic():
        ended = JOBS.end(
            turn.row.pk,
            turn.row.lease,
            Retraining.Status.DONE,
            outcome=answer.outcome,
            reasons=[dict(one) for one in answer.reasons],
        )
        if not ended:
            raise _taken(turn)
        tell_end(turn.row.pk)


def _taken(turn: Turn) -> Exception:
    """Why the row is no longer ours to write."""
    ours = Retraining.objects.filter(pk=turn.row.pk, lease=turn.row.lease, cancel_requested=True)
    return Stopped() if ours.exists() else Lost()
