"""What the marketplace rejected becomes feedback about the texts that it rejected."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from django.db import transaction

from accounts.models import User
from accounts.roles import Right, require
from content.models import Revision
from domain.rejections import Rejection
from learning.actions.noticing import notice
from learning.models import Feedback, Policy
from learning.queries.copies import of_revision
from learning.queries.drafts import pasts_of
from learning.queries.policies import policy_for
from learning.queries.rejected import Matched, key_of, match
from models_registry.models import Version

BATCH: Final = 200
Policies = dict[tuple[int | None, str], Policy | None]


@transaction.atomic
def keep_rejections(user: User, rejections: Sequence[Rejection]) -> Matched:
    """Keep those whose text is known; what was kept before of the same text is not kept again.

    What could not be kept is told by the answer.
    """
    require(user, Right.WRITE_LISTINGS)
    matched = match(rejections)
    rows = list(_rows(user, matched))
    # The same, pasted twice at the same moment, is kept by whoever is first.
    Feedback.objects.bulk_create(rows, batch_size=BATCH, ignore_conflicts=True)
    for policy in {row.policy_id for row in rows}:
        notice(policy)
    return matched


def _rows(user: User, matched: Matched) -> Iterator[Feedback]:
    pasts = pasts_of({revision.pk: revision for _one, revision in matched.met}.values())
    policies: Policies = {}
    for rejection, revision in matched.met:
        draft = pasts[revision.pk].draft
        version = draft.version if draft else None
        yield _row(user, rejection, revision, version, policies)


def _row(
    user: User,
    rejection: Rejection,
    revision: Revision,
    version: Version | None,
    policies: Policies,
) -> Feedback:
    about = of_revision(revision, version)
    which = (version.family_id if version else None, about["category"])
    if which not in policies:
        policies[which] = policy_for(version, about["category"])
    return Feedback(
        key=key_of(rejection, revision),
        source=Feedback.Source.REJECTION,
        policy=policies[which],
        person=user,
        subject=f"listing:{revision.listing_id}",
        comment=rejection.text,
        code=rejection.code,
        field=rejection.field,
        is_negative=True,
        **about,
    )
