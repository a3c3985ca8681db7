"""One row a piece of feedback, whatever it comes from; what a retraining has taken stays."""

from __future__ import annotations

from typing import Any

from django.db import IntegrityError, transaction

from learning.actions.noticing import notice
from learning.models import Feedback
from learning.queries.policies import policy_for


@transaction.atomic
def keep(key: str, **fields: Any) -> Feedback:
    """The feedback called `key`, new or changed; as it was where a retraining has taken it.

    The caller sees that by its `taken_by`.
    """
    policy = policy_for(fields["version"], fields["category"])
    row = _changed(key, policy=policy, **fields)
    if row is None:
        try:
            with transaction.atomic():
                row = Feedback.objects.create(key=key, policy=policy, **fields)
        except IntegrityError:  # the same at the same moment: the later one counts
            row = _changed(key, policy=policy, **fields)
            if row is None:
                raise
    if row.taken_by_id is None:
        notice(row.policy_id)
    return row


@transaction.atomic
def forget(*keys: str) -> int:
    """Take feedback back unless a retraining has taken it; how many there were.

    A retraining that takes it at this moment is waited for: what is deleted is what was locked.
    """
    rows = Feedback.objects.select_for_update().filter(key__in=keys, taken_by=None)
    there = list(rows.order_by("pk").values_list("pk", flat=True))
    Feedback.objects.filter(pk__in=there).delete()
    return len(there)


def _changed(key: str, **fields: Any) -> Feedback | None:
    """The row that there is, changed where it still may be."""
    row = Feedback.objects.select_for_update(of=("self",)).filter(key=key).first()
    if row is not None and row.taken_by_id is None:
        for name, value in fields.items():
            setattr(row, name, value)
        row.save(update_fields=[*fields, "updated_at"])
    return row
