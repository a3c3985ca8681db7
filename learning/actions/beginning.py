"""One retraining begins, and takes the feedback that waits.

Whoever calls these holds the policy's row, so that the same feedback fills no two counters.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.errors import ActionRefused
from accounts.models import User
from learning.jobs import JOBS
from learning.models import Feedback, Policy, Retraining, Use
from learning.queries.chunking import chunks
from learning.queries.counting import Supply
from models_registry.models import Family
from models_registry.queries.live import live_of


def locked(policy: int) -> Policy | None:
    """The policy and its family, held until the transaction ends; new feedback for it need not
    wait for that. The family too, so that two of its policies do not begin at once."""
    family = Policy.objects.filter(pk=policy).values("family")
    Family.objects.select_for_update(no_key=True).filter(pk__in=family).first()
    rows = Policy.objects.select_for_update(no_key=True, of=("self",)).select_related("family")
    return rows.filter(pk=policy).first()


def is_busy(policy: Policy) -> bool:
    """Whether a retraining of its family has not ended yet: two that go on from the same live
    version would each be compared with what the other one replaces."""
    same = Retraining.objects.filter(policy__family=policy.family_id)
    return same.filter(status__in=Retraining.ACTIVE).exists()


def under_way(policy: Policy) -> ActionRefused:
    """Why none begins while there is one."""
    said = _("A retraining of %(family)s is under way: wait for it, or stop it first.")
    return ActionRefused("under_way", said % {"family": policy.family})


def begin(policy: Policy, found: Supply, trigger: str, user: User | None = None) -> Retraining:
    """Queue a retraining that looks at `found`; ActionRefused where there is one already."""
    try:
        with transaction.atomic():
            row: Retraining = Retraining.objects.create(
                policy=policy,
                trigger=trigger,
                requested_by=user,
                counted=found.counted,
                live=live_of(policy.family),
                lease_until=timezone.now() + timedelta(seconds=JOBS.patience),
            )
    except IntegrityError as clash:
        raise under_way(policy) from clash
    take(row, found.waiting)
    _use(row, found.left)
    transaction.on_commit(lambda: JOBS.send(row.pk))
    return row


def take(row: Retraining, waiting: Sequence[int]) -> None:
    """Feedback that waits no longer: it has filled the counter of this one.

    What its giver takes back at this moment is left out: taken is what was locked.
    """
    for keys in chunks(waiting):
        rows = Feedback.objects.select_for_update().filter(pk__in=keys, taken_by=None)
        there = list(rows.order_by("pk").values_list("pk", flat=True))
        Feedback.objects.filter(pk__in=there).update(taken_by=row)
        _use(row, there)


def _use(row: Retraining, feedback: Sequence[int]) -> None:
    for keys in chunks(feedback):
        uses = [Use(retraining=row, feedback_id=key) for key in keys]
        Use.objects.bulk_create(uses, ignore_conflicts=True)  # once each
