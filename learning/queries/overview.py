"""The counters and the retrainings, in a fixed number of queries."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Max, QuerySet

from learning.models import Policy, Retraining
from learning.queries.counting import Count, counts_of
from models_registry.models import Family


@dataclass(frozen=True, slots=True)
class Counter:
    """One policy, how far its counter is, and its newest retraining."""

    policy: Policy
    count: Count
    last: Retraining | None
    is_busy: bool
    """Whether a retraining of its family has not ended yet."""

    @property
    def percent(self) -> int:
        """Of the threshold, how much is reached; never 100 before it is."""
        return min(100, 100 * self.count.counted // self.policy.threshold)

    @property
    def is_full(self) -> bool:
        """Whether there is enough."""
        return self.count.counted >= self.policy.threshold


def counters() -> list[Counter]:
    """Every policy's; four queries."""
    policies = list(Policy.objects.select_related("family"))
    counts = counts_of(policies)
    newest = Retraining.objects.order_by().values("policy").annotate(last=Max("pk")).values("last")
    last = {row.policy_id: row for row in retrainings().filter(pk__in=newest)}
    busy = {row.policy.family_id for row in last.values() if row.is_active}
    return [
        Counter(policy, counts[policy.pk], last.get(policy.pk), policy.family_id in busy)
        for policy in policies
    ]


def retrainings() -> QuerySet[Retraining]:
    """The newest first, with what a line about each needs."""
    rows = Retraining.objects.select_related("policy__family", "requested_by", "candidate__family")
    return rows.defer("comparison", "times").order_by("-pk")


def teachable() -> QuerySet[Family]:
    """The families that can learn: all but the base model."""
    return Family.objects.exclude(level="base").order_by("pk")
