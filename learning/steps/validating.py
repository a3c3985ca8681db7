"""The candidate is measured, and the live version where it was not by the same suite."""

from __future__ import annotations

from typing import Final

from django.db import transaction

from accounts.errors import ActionRefused
from domain.versions import State
from evaluation.actions.requesting import is_measurable, request_validation
from evaluation.suite import SEED, chosen, suite_of
from learning.models import Policy, Retraining
from learning.steps.step import Answer, Failed, Next, Turn, Wait
from models_registry.models import ValidationRun, Version

Status = ValidationRun.Status
MOST_AGAIN: Final = 3
"""Times that the live version's measurement is asked for again where it was stopped."""


def validate(turn: Turn) -> Answer:
    """Wait until the candidate and the version that it is compared with are measured.

    A candidate that does not pass goes on: it is rejected with reasons, by the next step.
    """
    row = turn.row
    if row.candidate is None:
        raise Failed("no_candidate")
    # The live version first: where its result is there in time, the gate compares with it at once.
    ready = row.live is None or _ready(turn, "live_validation", row.live, None)
    ready = _ready(turn, "validation", row.candidate, row.policy.least_score) and ready
    if not ready:
        return Wait()
    if row.live_validation and row.validation and row.live_validation.suite != row.validation.suite:
        raise Failed("suite_changed")
    return Next()


def _ready(turn: Turn, name: str, version: Version, threshold: float | None) -> bool:
    """Whether the result is there; asks for it where nobody has. Failed where it never will be."""
    run: ValidationRun | None = getattr(turn.row, name)
    if run is None:
        run = _asked(turn, name, version, threshold)
        if run is None:
            return False
    if run.is_active:
        return False
    if name == "live_validation" and _may_be_asked_again(turn.row, run):
        turn.keep(live_validation=None)
        return False
    if run.status != Status.DONE:
        raise Failed(f"{name}_{run.status}", run.error)
    return True


def _may_be_asked_again(row: Retraining, run: ValidationRun) -> bool:
    """Whether it was stopped, and not by a person but with another retraining; so often at most."""
    stopped = run.status == Status.CANCELLED and run.cancel_requested_by_id is None
    known = ValidationRun.objects.filter(version=run.version_id, status=Status.CANCELLED)
    return stopped and known.filter(created_at__gte=row.created_at).count() <= MOST_AGAIN


def _asked(
    turn: Turn, name: str, version: Version, threshold: float | None
) -> ValidationRun | None:
    """The validation of `version` on the policy's products, kept in the row; None where one of
    other products has to end first."""
    version = Version.objects.select_related("family").get(pk=version.pk)
    policy: Policy = turn.row.policy
    known = version.validations.order_by("-pk")
    suite = suite_of(chosen(policy.products), SEED)
    run = known.filter(suite=suite, status=Status.DONE).first()
    if run is None:
        run = known.filter(status__in=ValidationRun.ACTIVE).first()
        if run is not None and run.suite != suite:
            return None
    if run is not None:
        turn.note(**{name: run})
        return run
    if version.state in (State.BUILDING, State.DEPLOYING):
        return None
    if name == "live_validation" and not is_measurable(version):
        raise Failed("live_gone", version.state)
    try:
        with transaction.atomic():  # asked for once, whatever happens in between
            run = request_validation(None, version, products=policy.products, threshold=threshold)
            turn.note(**{name: run})
    except ActionRefused as refused:
        if refused.code != "already_validating":
            raise
        return None  # somebody was faster: next time it is found
    return run
