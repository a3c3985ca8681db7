"""What Celery carries: numbers of rows, nothing else."""

from __future__ import annotations

from celery import shared_task

from bulk import jobs
from bulk.actions import importing
from bulk.importing import running


# Acknowledged at once: what prevents that a job is done twice is the lease on its row.
@shared_task(name="bulk.tasks.run_import", acks_late=False)
def run_import(pk: int) -> None:
    """Do one import for a while."""
    running.run_import(pk)


@shared_task(name="bulk.tasks.reap")
def reap() -> int:
    """Give back what dead workers held; returns how many jobs were sent again."""
    return jobs.reap_imports()


@shared_task(name="bulk.tasks.sweep")
def sweep() -> int:
    """Take away files that nobody needs any more."""
    return importing.sweep_imports()
