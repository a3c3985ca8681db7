"""What Celery carries: numbers of rows, nothing else."""

from __future__ import annotations

from celery import shared_task

from bulk import jobs
from bulk.batching import advancing, approving


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
    return jobs.reap()
