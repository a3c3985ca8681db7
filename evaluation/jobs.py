"""Validations and experiments as jobs, and what becomes of one that came to nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from django.db import transaction

from accounts.models import User
from domain.versions import State
from evaluation.models import Experiment
from jobs.leases import CANCELLED, FAILED, Jobs
from jobs.models import Job
from models_registry.actions.moving import move
from models_registry.models import ValidationRun, Version
from models_registry.queries import live

# Patient: a validation waits for hours where a training is at work in the same queue.
JOBS = Jobs(ValidationRun, "evaluation.tasks.validate", lease=60, patience=600)
EXPERIMENTS = Jobs(Experiment, "evaluation.tasks.experiment", lease=60, patience=600)
J = TypeVar("J", bound=Job)


@transaction.atomic
def close(run: ValidationRun, status: str, error: str = "", detail: str = "") -> bool:
    """End a validation without a result; its version goes back to where it was.

    False where the job is somebody else's by now.
    """
    if not JOBS.end(run.pk, run.lease, status, error=error[:30], error_detail=detail[:2000]):
        return False
    back(run, run.cancel_requested_by)
    return True


def back(run: ValidationRun, by: User | None) -> None:
    """Have the version rest again, unless it was measured without being moved."""
    version = Version.objects.select_related("family").get(pk=run.version_id)
    if version.state == State.VALIDATING:
        failed = run.came_from == State.FAILED
        to = State.FAILED if failed else live.resting_state(version)
        move(version, to, "broken_off", by, {"validation": run.pk})


def close_experiment(
    experiment: Experiment, status: str, error: str = "", detail: str = ""
) -> bool:
    """End an experiment without a result; what was measured stays."""
    fields = {"error": error[:30], "error_detail": detail[:2000]}
    return EXPERIMENTS.end(experiment.pk, experiment.lease, status, **fields)


def take_back(jobs: Jobs[J], job: J, close: Callable[[J, str, str], bool]) -> None:
    """Have a job whose worker fell silent wait again; unlike the reaper, tell nobody."""
    if job.cancel_requested:
        close(job, CANCELLED, "")
    elif not jobs.give_back(job, "", "", delay=jobs.patience):
        close(job, FAILED, "lost")


def reap() -> int:
    """Return jobs whose worker fell silent and send again those whose message is lost."""
    return JOBS.reap(close) + EXPERIMENTS.reap(close_experiment)
