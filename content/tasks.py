"""What Celery carries: numbers of rows, nothing else."""

from __future__ import annotations

from celery import shared_task

from content import jobs, upkeep
from content.generation import generating


@shared_task(name="content.tasks.generate")
def generate(generation: int) -> None:
    """Write the listing of one generation."""
    generating.run(generation)


@shared_task(name="content.tasks.write_behind")
def write_behind(generation: int) -> None:
    """The same for one that people's own drafts go before; its queue has workers of its own."""
    generating.run(generation)


@shared_task(name="content.tasks.reap")
def reap() -> int:
    """Give back what dead workers held; returns how many jobs were sent again."""
    return jobs.reap()


@shared_task(name="content.tasks.refresh_statistics")
def refresh_statistics() -> None:
    """Keep the library quick while it grows."""
    upkeep.refresh_statistics()
