"""Validations as jobs, and how a version gets out of one that came to nothing."""

from __future__ import annotations

from django.db import transaction

from accounts.models import User
from domain.versions import State
from jobs.leases import Jobs
from models_registry.actions.moving import move
from models_registry.models import ValidationRun, Version
from models_registry.queries import live

# Patient: a validation waits for hours where a training is at work in the same queue.
JOBS = Jobs(ValidationRun, "evaluation.tasks.validate", lease=60, patience=600)


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


def take_back(run: ValidationRun) -> None:
    """Have a validation whose worker fell silent wait again; unlike the reaper, tell nobody."""
    if run.cancel_requested:
        close(run, ValidationRun.Status.CANCELLED)
    elif not JOBS.give_back(run, "", "", delay=JOBS.patience):
        close(run, ValidationRun.Status.FAILED, "lost")


def reap() -> int:
    """Return validations whose worker fell silent and send again those whose message is lost."""
    return JOBS.reap(close)
