"""The candidate is weighed against the live version, and what the policy says is done."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction

from accounts.errors import ActionRefused
from domain.gate import weigh
from domain.learning import judge
from learning.actions.deciding import least_score
from learning.models import Policy, Retraining
from learning.queries.comparing import results_of, scores_of, targets_of
from learning.steps.step import Answer, End, Failed, Turn, Wait
from models_registry.actions.deploying import GateClosed, request_deployment
from models_registry.actions.starting import start_trial
from models_registry.models import Canary, Deployment, Version
from models_registry.queries.live import live_key

Outcome = Retraining.Outcome
Decision = Policy.Decision
Reasons = Sequence[Mapping[str, Any]]


def decide(turn: Turn) -> Answer:
    """End the chain: rejected with reasons, or what the policy says of a version that is better."""
    row = turn.row
    if row.candidate is None or row.validation is None:
        raise Failed("not_measured")
    if row.deployment is not None:
        return _deployed(row.deployment)
    reasons = _weighed(turn)
    if reasons:
        return End(Outcome.REJECTED, reasons)
    return _accepted(turn, row.candidate)


def _weighed(turn: Turn) -> Reasons:
    """Every reason against the candidate; the figures stay in the row."""
    row = turn.row
    before, after = results_of(row.live_validation), results_of(row.validation)
    threshold, margin = least_score(row.policy), row.policy.family.margin
    if row.live is None:
        refused = weigh(scores_of(after), threshold=threshold)
        return [one.as_json() for one in refused]
    verdict = judge(
        targets_of(row, before, after),
        scores_of(before),
        scores_of(after),
        threshold=threshold,
        margin=margin,
    )
    turn.keep(comparison=verdict.as_json())
    return verdict.reasons


def _accepted(turn: Turn, candidate: Version) -> Answer:
    row = turn.row
    now_live = live_key(row.policy.family_id)
    if now_live == candidate.pk:
        return End(Outcome.DEPLOYED)
    if row.live_id is None or now_live != row.live_id:
        # What it was compared with writes no more: a person looks at it first.
        reason = "nothing_live" if row.live_id is None and now_live is None else "live_changed"
        return End(Outcome.AWAITING, [{"reason": reason, "figures": {}}])
    match row.policy.decision:
        case Decision.DEPLOY:
            return _deploying(turn, candidate)
        case Decision.CANARY:
            return _trying(turn, candidate)
        case _:
            return End(Outcome.AWAITING)


def _deploying(turn: Turn, candidate: Version) -> Answer:
    try:
        with transaction.atomic():  # asked for once, whatever happens in between
            asked = request_deployment(None, candidate, threshold=least_score(turn.row.policy))
            turn.note(deployment=asked)
            turn.look()  # whoever was asked to stop by now deploys nothing
    except ActionRefused as refused:
        return _refused(refused)
    return Wait()


def _deployed(deployment: Deployment) -> Answer:
    if deployment.is_active:
        return Wait()
    if deployment.status == Deployment.Status.DONE:
        return End(Outcome.DEPLOYED)
    figures = {"error": deployment.error, "step": deployment.step}
    # Workers that die are the machine's trouble: only what was undone was found unhealthy.
    unhealthy = deployment.step == Deployment.Step.UNDONE
    outcome = Outcome.REJECTED if unhealthy else Outcome.AWAITING
    return End(outcome, [{"reason": "deployment_failed", "figures": figures}])


def _trying(turn: Turn, candidate: Version) -> Answer:
    # A worker that began the trial may have died before the row said so.
    if Canary.objects.filter(version=candidate).exists():
        return End(Outcome.CANARY)
    policy = turn.row.policy
    try:
        with transaction.atomic():
            start_trial(None, candidate, policy.share, threshold=least_score(policy))
            turn.look()
    except ActionRefused as refused:
        return _refused(refused)
    return End(Outcome.CANARY)


def _refused(refused: ActionRefused) -> Answer:
    """What is better but cannot go live now waits for a person; the gate's own no is a no."""
    if isinstance(refused, GateClosed):
        return End(Outcome.REJECTED, refused.refusals)
    if refused.code == "already_deploying":
        return Wait()
    return End(Outcome.AWAITING, [{"reason": f"refused_{refused.code}", "figures": {}}])
