"""When there is enough feedback, exactly one retraining begins; a manager need not wait for that.

A message asks to look at a counter, and the beat looks at all of them: what asks is never what
decides. That is the count, made while the policy's row is held.
"""

from __future__ import annotations

import structlog
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from accounts.errors import ActionRefused
from accounts.models import User
from accounts.roles import Right, require
from learning import jobs
from learning.actions.beginning import begin, is_busy, locked, take, under_way
from learning.models import Policy, Retraining
from learning.queries.counting import counted, due_policies, supply

Trigger = Retraining.Trigger
log = structlog.get_logger(__name__)


def consider(policy: int) -> bool:
    """Begin a retraining of that policy where there is enough feedback."""
    if policy not in due_policies([policy]):  # without holding anybody up
        return False
    try:
        with transaction.atomic():
            row = locked(policy)
            if row is None or row.is_paused or is_busy(row):
                return False
            if counted(row).counted < row.threshold:
                return False
            begin(row, supply(row), Trigger.COUNT)
    except ActionRefused:
        return False
    return True


def consider_all() -> int:
    """The same for every policy; returns how many began."""
    return sum(_considered(policy) for policy in due_policies())


def _considered(policy: int) -> bool:
    """What is wrong with one policy keeps no other from beginning."""
    try:
        return consider(policy)
    except Exception:
        log.exception("policy not considered", policy=policy)
        return False


def start_by_hand(user: User | None, policy: Policy) -> Retraining:
    """Begin one now, however little feedback there is, and also of a policy that is paused.

    `user` None is whoever administers the machine.
    """
    if user is not None:
        require(user, Right.TRAIN_MODELS)
    with transaction.atomic():
        row = locked(policy.pk)
        if row is None:
            raise ActionRefused("gone", _("This learning policy is no longer there."))
        if is_busy(row):
            raise under_way(row)
        found = supply(row)
        if not found.waiting and not found.left:
            raise ActionRefused(
                "no_feedback", _("There is no feedback yet that could be learnt from.")
            )
        return begin(row, found, Trigger.HAND, user)


def take_in(retraining: Retraining) -> int:
    """Let a retraining that has not begun its work take what has come since; returns how much.

    What arrives at the same moment as the piece that filled the counter fills no second one.
    """
    with transaction.atomic():
        policy = locked(retraining.policy_id)
        here = Retraining.objects.filter(
            pk=retraining.pk, status__in=Retraining.ACTIVE, stage=Retraining.Stage.PATTERNS
        )
        if policy is None or not here.exists():
            return 0
        found = supply(policy)
        take(retraining, found.waiting)
        here.update(counted=F("counted") + found.counted)
    return len(found.waiting)


def cancel_retraining(user: User | None, retraining: Retraining) -> None:
    """Stop it, with the training and the validations it waits for; its feedback stays available.

    ActionRefused once it has asked for the deployment: what goes live is told by its retraining.
    `user` None is whoever administers the machine.
    """
    if user is not None:
        require(user, Right.TRAIN_MODELS)
    with transaction.atomic():
        row = Retraining.objects.select_for_update().get(pk=retraining.pk)
        if not row.is_active:
            raise ActionRefused("ended", _("This retraining has ended already."))
        if row.deployment_id is not None:
            raise ActionRefused(
                "deploying",
                _("Its version is being deployed already, so that it can no longer be stopped."),
            )
        jobs.cancel(row, user)
