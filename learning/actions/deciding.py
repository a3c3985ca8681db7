"""What a manager decides about a version that came of feedback, and what becomes of that."""

from __future__ import annotations

from typing import Any, Final

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.errors import ActionRefused
from accounts.models import User
from accounts.roles import Right, require
from domain.canary import Retreat
from domain.versions import State
from learning.models import Policy, Retraining
from models_registry.actions.deploying import request_deployment
from models_registry.actions.trying import end_trial
from models_registry.models import Canary, Deployment, Version
from models_registry.queries.live import live_of

Outcome = Retraining.Outcome
OPEN: Final = (Outcome.AWAITING, Outcome.CANARY)
"""The outcomes that a person may still decide about."""
LONGEST_WHY: Final = 500
AT_ONCE: Final = 200


def least_score(policy: Policy) -> float:
    """What is asked of a candidate's overall score."""
    own = policy.least_score
    return policy.family.threshold if own is None else own


def approve(user: User, retraining: Retraining) -> Deployment:
    """Have the candidate deployed; ActionRefused where that is decided, the gate is closed, or it
    was compared with another version than the one that writes now.

    Whether it is live is known when the deployment has ended: `settle` writes it down.
    """
    require(user, Right.MANAGE_MODELS)
    _settle_one(retraining)
    with transaction.atomic():
        row = _undecided(retraining)
        assert row.candidate is not None  # noqa: S101 - nothing is awaited without one
        if not was_compared(row, live_of(row.policy.family)):
            raise ActionRefused("live_changed", _changed(row.candidate))
        asked = request_deployment(user, row.candidate, threshold=least_score(row.policy))
        _write(row, row.outcome, deployment=asked, decided_by=user, decided_at=timezone.now())
    return asked


def decline(user: User, retraining: Retraining, why: str) -> None:
    """Put the candidate aside for a reason; a trial of it ends.

    ActionRefused where it writes already, or is about to.
    """
    require(user, Right.MANAGE_MODELS)
    said = why.strip()
    if not said:
        raise ActionRefused("why", _("Say in a sentence why: whoever gave feedback reads it."))
    if len(said) > LONGEST_WHY:
        raise ActionRefused(
            "why", _("Say why in at most %(most)d characters.") % {"most": LONGEST_WHY}
        )
    _settle_one(retraining)
    with transaction.atomic():
        row = _undecided(retraining)
        reasons = [*row.reasons, {"reason": "declined", "figures": {"why": said}}]
        fields = {"reasons": reasons, "decided_by": user, "decided_at": timezone.now()}
        _write(row, Outcome.DECLINED, **fields)
        if Canary.objects.filter(version=row.candidate, ended_at=None).exists():
            end_trial(row.policy.family_id, "canary_ended", user)


def settle() -> int:
    """Write down what became of candidates that were approved or tried; returns of how many."""
    return sum(_settle(row) for row in _moved().order_by("pk")[:AT_ONCE])


def may_be_decided(row: Retraining) -> bool:
    """Whether a person may still say yes or no: it neither writes nor is about to.

    Also where it was deployed on the pages about models, and nobody has written that down yet.
    """
    if row.outcome not in OPEN or row.candidate is None:
        return False
    done = row.deployment is not None and row.deployment.status == Deployment.Status.DONE
    return not (done or _is_going_live(row) or row.candidate.is_live)


def was_compared(row: Retraining, live: Version | None) -> bool:
    """Whether the candidate was compared with what writes now, or nothing does."""
    return live is None or live.pk == row.live_id


def _changed(candidate: Version) -> str:
    return _(
        "%(version)s was not compared with the version that is live by now. Decline it, or have "
        "both validated on the pages about models and deploy it there."
    ) % {"version": candidate}


def _is_going_live(row: Retraining) -> bool:
    if row.deployment is not None and row.deployment.is_active:
        return True
    return row.candidate is not None and row.candidate.state == State.DEPLOYING


def _moved() -> QuerySet[Retraining]:
    """Those of which more is known by now than their outcome says."""
    tried = Canary.objects.filter(version=OuterRef("candidate"), ended_at=None)
    deploying = Q(deployment__status__in=Deployment.ACTIVE)
    moved = (
        Q(deployment__status=Deployment.Status.DONE)
        | Q(candidate__state__in=(State.LIVE, State.FAILED))
        | Q(outcome=Outcome.CANARY) & ~Exists(tried)
    )
    rows = Retraining.objects.filter(moved, outcome__in=OPEN).exclude(deploying)
    return rows.select_related("candidate", "deployment", "policy")


def _settle(row: Retraining) -> bool:
    assert row.candidate is not None  # noqa: S101 - nothing is awaited without one
    last = row.candidate.deployments.order_by("-pk").first()
    if last is not None and last.is_active:
        return False
    if row.candidate.is_live or (last is not None and last.status == Deployment.Status.DONE):
        # Approved here, or deployed on the pages about models: it writes, or did until it was
        # gone back from.
        by = row.decided_by_id or (last and last.requested_by_id)
        at = row.decided_at or (last and last.created_at)
        return _write(row, Outcome.DEPLOYED, deployment=last, decided_by_id=by, decided_at=at)
    if row.candidate.state == State.FAILED:
        failed = {"error": last.error if last else "", "step": last.step if last else ""}
        return _write(row, Outcome.REJECTED, reasons=_with(row, "deployment_failed", failed))
    trial = row.candidate.canaries.order_by("-pk").first()
    if trial is not None and trial.why in set(Retreat):
        return _write(row, Outcome.REJECTED, reasons=_with(row, trial.why, {}))
    return _write(row, Outcome.AWAITING, reasons=_with(row, "trial_ended", {}))


def _settle_one(retraining: Retraining) -> None:
    """Write down first what became of it: a refusal would take that back."""
    for row in _moved().filter(pk=retraining.pk):
        _settle(row)


def _undecided(retraining: Retraining) -> Retraining:
    """The row as it is now, locked with its candidate, so that nobody deploys that meanwhile;
    ActionRefused where there is nothing to decide any more."""
    rows = Retraining.objects.select_for_update(of=("self",))
    row = rows.select_related("policy__family", "deployment").get(pk=retraining.pk)
    if row.outcome in OPEN and row.candidate_id is not None:
        known = Version.objects.select_related("family").select_for_update(of=("self",))
        row.candidate = known.get(pk=row.candidate_id)
    if row.outcome in OPEN and (_is_going_live(row) or _is_deployed_elsewhere(row)):
        raise ActionRefused(
            "deploying", _("The version is being deployed already: wait until that has ended.")
        )
    if not may_be_decided(row):
        raise ActionRefused(
            "decided", _("There is nothing to decide here any more: look at the page again.")
        )
    return row


def _is_deployed_elsewhere(row: Retraining) -> bool:
    """It may be switched to already while it is still being checked."""
    active = Deployment.objects.filter(version=row.candidate_id, status__in=Deployment.ACTIVE)
    return active.exists()


def _with(row: Retraining, reason: str, figures: dict[str, Any]) -> list[dict[str, Any]]:
    return [*row.reasons, {"reason": reason, "figures": figures}]


def _write(row: Retraining, outcome: str, **fields: Any) -> bool:
    """Note the outcome, unless somebody was faster."""
    same = Retraining.objects.filter(pk=row.pk, outcome=row.outcome)
    return same.update(outcome=outcome, **fields) == 1
