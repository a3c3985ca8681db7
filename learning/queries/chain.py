"""One retraining with everything its page tells, in a fixed number of queries."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from django.db.models import Count, Q, QuerySet

from accounts.models import User
from domain.versions import State
from evaluation.models import Campaign
from learning.models import Feedback, Pattern, Retraining
from models_registry.models import Canary, Version
from models_registry.queries.live import live_versions

TOP: Final = 5
"""Patterns that the chain names; their own page has the others."""
RELATED: Final = (
    *("policy__family", "requested_by", "cancel_requested_by", "decided_by"),
    *("live__family", "candidate__family", "dataset", "run"),
    *("validation", "live_validation", "deployment__requested_by", "deployment__previous__family"),
    "deployment__version__family",
)


@dataclass(frozen=True, slots=True)
class Told:
    """A retraining and what belongs to its steps."""

    row: Retraining
    sources: Mapping[str, int]
    """Pieces of feedback by where they came from."""
    negative: int
    patterns: tuple[Pattern, ...]
    """The first ones of those that stand out."""
    found: int
    corrections: tuple[tuple[str, str, int], ...]
    """Origin, outcome, and how many there are of both."""
    trial: Canary | None
    live: Version | None
    """What writes for the family now."""

    @property
    def feedback(self) -> int:
        """All pieces that it looks at."""
        return sum(self.sources.values())

    @property
    def moves(self) -> bool:
        """Whether something is under way that changes the page by itself."""
        row = self.row
        if row.is_active or bool(row.deployment and row.deployment.is_active):
            return True
        # On the pages about models it may be deployed without this row.
        return row.candidate is not None and row.candidate.state == State.DEPLOYING


def known() -> QuerySet[Retraining]:
    """Retrainings with what their steps made."""
    return Retraining.objects.select_related(*RELATED)


def told(row: Retraining) -> Told:
    """Everything the page says of `row`, which comes from `known`."""
    used = Feedback.objects.filter(uses__retraining=row).order_by()
    counted = used.values_list("source", "is_negative").annotate(count=Count("pk"))
    sources: dict[str, int] = {}
    negative = 0
    for source, is_negative, count in counted:
        sources[source] = sources.get(source, 0) + count
        negative += count if is_negative else 0
    standing_out = list(row.patterns.filter(Q(is_found=True) | Q(is_target=True)).order_by("rank"))
    made = row.corrections.order_by("outcome", "origin").values_list("origin", "outcome")
    trials = Canary.objects.filter(version=row.candidate_id).order_by("-pk")
    return Told(
        row,
        sources,
        negative,
        tuple(standing_out[:TOP]),
        len(standing_out),
        tuple(made.annotate(count=Count("pk"))),
        trials.first() if row.candidate_id else None,
        live_versions().filter(family=row.policy.family_id).first(),
    )


def gave_to(user: User, row: Retraining) -> bool:
    """Whether `row` learnt from something that `user` said and may hear of.

    Not of what they answered in a campaign that is still open: where an answer counts would tell
    who wrote the item.
    """
    heard = Q(campaign=None) | Q(campaign__status=Campaign.Status.CLOSED)
    return Feedback.objects.filter(heard, person=user, uses__retraining=row).exists()
