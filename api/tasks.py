"""What is done by the clock."""

from __future__ import annotations

from celery import shared_task

from api.http import once


@shared_task(name="api.tasks.forget")
def forget() -> int:
    """Delete first answers that are older than they are kept; how many that were."""
    return once.forget()
