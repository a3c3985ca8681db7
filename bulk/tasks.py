"""What Celery carries: numbers of rows, nothing else."""

from __future__ import annotations

from celery import shared_task

from bulk.batching import advancing


@shared_task(name="bulk.tasks.advance")
def advance(batch: int) -> None:
    """Move one batch on."""
    advancing.advance(batch)


@shared_task(name="bulk.tasks.tend_batches")
def tend_batches() -> int:
    """Move all batches on, whatever message was lost; returns how many products were sent."""
    return advancing.advance()
