"""Feedback as it was given, with what became of it: one's own, or everybody's.

What somebody answered in a campaign that is still open stays out of their own list: which answers
stand there, and where they count, would tell what is gold and who wrote what.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Prefetch, Q, QuerySet

from accounts.models import User
from evaluation.models import Assignment, Campaign
from learning.models import Correction, Feedback, Use
from learning.queries.counting import counts_of

CLOSED = Q(campaign=None) | Q(campaign__status=Campaign.Status.CLOSED)


@dataclass(frozen=True, slots=True)
class OpenAnswers:
    """A campaign that is still open, with how many answers somebody has given in it."""

    campaign: Campaign
    count: int


def own(user: User, listing: int | None = None) -> QuerySet[Feedback]:
    """What a person gave, the newest first; of one listing only where that is asked for."""
    rows = Feedback.objects.filter(CLOSED, person=user)
    return _told(rows.filter(listing=listing) if listing is not None else rows)


def everybody_s(
    *,
    source: str = "",
    policy: int | None = None,
    negative: bool | None = None,
    waits: bool | None = None,
) -> QuerySet[Feedback]:
    """All feedback, the newest first, or what is asked for of it."""
    rows = Feedback.objects.select_related("person")
    if source:
        rows = rows.filter(source=source)
    if policy is not None:
        rows = rows.filter(policy=policy)
    if negative is not None:
        rows = rows.filter(is_negative=negative)
    if waits is not None:
        rows = rows.filter(taken_by__isnull=waits)
    return _told(rows)


def open_answers(user: User) -> list[OpenAnswers]:
    """Where a person has answered and nothing is told yet, the newest campaign first."""
    rated = Assignment.objects.filter(
        rater=user, state=Assignment.State.RATED, campaign__status=Campaign.Status.OPEN
    )
    counts = dict(
        rated.order_by()
        .values_list("campaign")
        .annotate(count=Count("pk"))
        .values_list("campaign", "count")
    )
    found = Campaign.objects.filter(pk__in=counts).defer("guidelines", "selection")
    return [OpenAnswers(campaign, counts[campaign.pk]) for campaign in found.order_by("-pk")]


def missing(rows: Iterable[Feedback]) -> dict[int, int]:
    """By policy, how much is missing until the next retraining of those that `rows` count for."""
    policies = {row.policy.pk: row.policy for row in rows if row.policy is not None}
    counts = counts_of(list(policies.values()))
    return {pk: max(one.threshold - counts[pk].counted, 0) for pk, one in policies.items()}


def _told(rows: QuerySet[Feedback]) -> QuerySet[Feedback]:
    """With everything that a page tells of each."""
    uses = Use.objects.select_related("retraining__candidate__family").order_by("-retraining_id")
    corrections = Correction.objects.defer("document").order_by("-retraining_id")
    related = ("listing", "campaign", "policy__family", "version__family")
    return (
        rows.select_related(*related, "taken_by__candidate__family")
        .prefetch_related(Prefetch("uses", uses), Prefetch("corrections", corrections))
        .defer("better", "findings", "campaign__guidelines", "campaign__selection")
        .order_by("-pk")
    )
