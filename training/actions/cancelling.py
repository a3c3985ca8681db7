"""Stopping a training."""

from __future__ import annotations

from accounts.models import User
from accounts.roles import Right, require
from training.jobs import JOBS
from training.models import TrainingRun


def cancel_training(user: User | None, run: TrainingRun) -> None:
    """Stop a run: at once while it waits, after its present step while it trains.

    Its checkpoint stays, and the next training of the same kind goes on from there. `user` None
    is whoever administers the machine.
    """
    if user is not None:
        require(user, Right.TRAIN_MODELS)
    JOBS.cancel(run.pk, user)
