"""What Celery carries: numbers of rows, nothing else."""

from __future__ import annotations

from celery import shared_task

from learning import advancing, jobs
from learning.actions import deciding, triggering

NEVER = 30 * 24 * 3600
"""Seconds. Drawing hundreds of texts anew takes hours: what prevents that a step is done twice is
the lease on its row."""


# Acknowledged at once: a broker that goes away for a moment, or gives the message out again after
# an hour, must not end or repeat it. The reaper sends again what nobody holds.
@shared_task(
    name="learning.tasks.advance", acks_late=False, time_limit=NEVER, soft_time_limit=NEVER
)
def advance(retraining: int) -> None:
    """Do what can be done of one retraining."""
    advancing.advance(retraining)


@shared_task(name="learning.tasks.consider")
def consider(policy: int) -> None:
    """Begin a retraining where there is enough feedback."""
    triggering.consider(policy)


# Three tasks, so that what goes wrong in one of them keeps nobody from the others.
@shared_task(name="learning.tasks.tend")
def tend() -> int:
    """Look at every counter again; returns how many retrainings began."""
    return triggering.consider_all()


@shared_task(name="learning.tasks.reap")
def reap() -> int:
    """Send again retrainings that wait and those whose message was lost; returns how many."""
    return jobs.reap()


@shared_task(name="learning.tasks.settle")
def settle() -> int:
    """Write down what became of candidates; returns of how many."""
    return deciding.settle()
