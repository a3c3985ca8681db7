"""What Celery carries: numbers of rows, nothing else."""

from __future__ import annotations

from celery import shared_task

from bulk import jobs
from bulk.actions import sweeping
from bulk.batching import advancing, approving
from bulk.importing import running


@shared_task(name="bulk.tasks.advance")
def advance(batch: int) -> None:
    """Move one batch on."""
    advancing.advance(batch)


@shared_task(name="bulk.tasks.approve")
def approve(approval: int) -> None:
    """Carry out one approval in bulk."""
    approving.approve(approval)


# Two tasks, so that what goes wrong in one of them keeps nobody from the other.
@shared_task(name="bulk.tasks.tend_batches")
def tend_batches() -> int:
    """Move all batches on, whatever message was lost; returns how many products were sent."""
    return advancing.advance()


@shared_task(name="bulk.tasks.reap_approvals")
def reap_approvals() -> int:
    """Give back what dead workers held; returns how many approvals were sent again."""
    return jobs.reap_approvals()


# Acknowledged at once: what prevents that a job is done twice is the lease on its row.
@shared_task(name="bulk.tasks.run_import", acks_late=False)
def run_import(pk: int) -> None:
    """Do one import for a while."""
    running.run_import(pk)


@shared_task(name="bulk.tasks.reap_imports")
def reap_imports() -> int:
    """Give back what dead workers held; returns how many jobs were sent again."""
    return jobs.reap_imports()


@shared_task(name="bulk.tasks.sweep_imports")
def sweep_imports() -> int:
    """Take away files that nobody needs any more."""
    return sweeping.sweep_imports()
