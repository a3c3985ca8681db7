"""What Celery carries: numbers of rows, nothing else."""

from __future__ import annotations

from celery import shared_task

from training import jobs
from training.running import running

NEVER = 30 * 24 * 3600
"""Seconds. A training takes hours: what prevents a second one is the lease on its row."""


# Acknowledged at once: a broker that goes away for a moment, or gives the message out again after
# an hour, must not end or repeat what has run for hours. The reaper sends again what nobody holds.
@shared_task(name="training.tasks.train", acks_late=False, time_limit=NEVER, soft_time_limit=NEVER)
def train(run: int) -> None:
    """Make the model of one run."""
    running.run(run)


@shared_task(name="training.tasks.reap")
def reap() -> int:
    """Give back what dead workers held; returns how many runs were sent again."""
    return jobs.reap()
