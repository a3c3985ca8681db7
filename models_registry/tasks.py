"""What Celery carries: numbers of rows, nothing else."""

from __future__ import annotations

from celery import shared_task

from models_registry.actions import deploying


@shared_task(name="models_registry.tasks.deploy")
def deploy(deployment: int) -> None:
    """Do one deployment."""
    deploying.run(deployment)


@shared_task(name="models_registry.tasks.reap")
def reap() -> int:
    """Take up again what dead workers held; returns how many were sent again."""
    return deploying.reap()
