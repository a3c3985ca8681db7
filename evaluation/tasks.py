"""What Celery carries: numbers of rows, nothing else."""

from __future__ import annotations

from celery import shared_task

from evaluation.actions import experimenting, tending, validating, watching

NEVER = 30 * 24 * 3600
"""Seconds. Sixty listings take a slow machine an hour or more: what prevents that a job is done
twice is the lease on its row."""


# Acknowledged at once: a broker that goes away for a moment, or gives the message out again after
# an hour, must not end or repeat it. The reaper sends again what nobody holds.
@shared_task(
    name="evaluation.tasks.validate", acks_late=False, time_limit=NEVER, soft_time_limit=NEVER
)
def validate(run: int) -> None:
    """Measure the version of one validation."""
    validating.run(run)


@shared_task(
    name="evaluation.tasks.experiment", acks_late=False, time_limit=NEVER, soft_time_limit=NEVER
)
def experiment(pk: int) -> None:
    """Have both versions of one experiment write."""
    experimenting.run_experiment(pk)


@shared_task(name="evaluation.tasks.watch_trials")
def watch_trials() -> int:
    """Have candidates retreat that fail or score lower; returns how many did."""
    return watching.watch_trials()


@shared_task(name="evaluation.tasks.reap")
def reap() -> int:
    """Give back what dead workers held; returns how many jobs were sent again."""
    return validating.reap()


@shared_task(name="evaluation.tasks.tend_campaigns")
def tend_campaigns() -> int:
    """Close campaigns whose deadline has passed and give live ones what was written since;
    returns how many items those got."""
    tending.close_overdue()
    return tending.take_in_new_drafts()
