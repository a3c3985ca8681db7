"""Training runs as jobs."""

from __future__ import annotations

from jobs.leases import Jobs
from training.models import TrainingRun

# Patient: a run waits for hours where another is at work, and each message about it would wait too.
JOBS = Jobs(TrainingRun, "training.tasks.train", lease=60, patience=600)


def reap() -> int:
    """Return runs whose worker fell silent and send again those whose message may be lost."""
    return JOBS.reap(_close)


def _close(run: TrainingRun, status: str, error: str) -> bool:
    return JOBS.end(run.pk, run.lease, status, error=error)
