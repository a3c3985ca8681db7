"""What Celery carries: numbers of rows, nothing else."""

from __future__ import annotations

from celery import shared_task

from api.webhooks import delivering, upkeep


@shared_task(name="api.webhooks.deliver")
def deliver(delivery: int) -> None:
    """Send one message, and what else its endpoint waits for."""
    delivering.run(delivery)


@shared_task(name="api.webhooks.tend")
def tend() -> int:
    """Look after all messages; returns to how many endpoints something is sent."""
    return upkeep.tend()
