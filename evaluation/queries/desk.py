"""What a rater has to do: the campaigns they may work in, and how far they are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

from django.db.models import Avg, Count, Q, QuerySet
from django.utils import timezone

from accounts.models import User
from evaluation.models import Assignment, Campaign, Item
from evaluation.queries.places import gold_open_to, open_to

State = Assignment.State
RECENT: Final = timedelta(hours=12)
"""The pace is that of today's work, not of a first slow day."""
_HOUR: Final = 3600.0


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a rater is in a campaign."""

    done: int
    pace: int | None
    """Items an hour over the answers of the last hours; None before the first."""


@dataclass(frozen=True, slots=True)
class Work:
    """A campaign that waits for a rater."""

    campaign: Campaign
    progress: Progress
    left: int
    """Items that they have before them or could still be given."""

    @property
    def whole(self) -> int:
        """Done and left together."""
        return self.progress.done + self.left


def progress(user: User, campaign: Campaign) -> Progress:
    """One query, whatever the campaign's size."""
    mine = Assignment.objects.filter(campaign=campaign, rater=user, state=State.RATED)
    return _progress(mine.aggregate(**_figures()))


def desk(user: User) -> list[Work]:
    """The open campaigns, the nearest deadline first, in a fixed number of queries.

    Those in which nothing is left for `user` come last.
    """
    opened = Campaign.objects.filter(status=Campaign.Status.OPEN)
    campaigns = [each for each in opened if each.takes_ratings]
    mine = Assignment.objects.filter(campaign__in=campaigns, rater=user).values("campaign")
    rated = {
        row["campaign"]: _progress(row)
        for row in mine.filter(state=State.RATED).order_by().annotate(**_figures())
    }
    left = _left(user, campaigns)
    found = [
        Work(each, rated.get(each.pk, Progress(0, None)), left.get(each.pk, 0))
        for each in campaigns
    ]
    # Of those without a deadline the oldest has waited longest.
    return sorted(found, key=lambda work: (not work.left, *_urgency(work.campaign)))


def work(user: User, campaign: Campaign) -> Work:
    """One campaign alone."""
    return Work(campaign, progress(user, campaign), _left(user, [campaign]).get(campaign.pk, 0))


def _urgency(campaign: Campaign) -> tuple[bool, float, int]:
    deadline = campaign.deadline
    return deadline is None, deadline.timestamp() if deadline else 0.0, campaign.pk


def _left(user: User, campaigns: list[Campaign]) -> dict[int, int]:
    """How many items are left by campaign: given, free, and gold that they have not had."""
    taking = [each.pk for each in campaigns if each.takes_ratings]
    golden = [each.pk for each in campaigns if each.takes_ratings and each.gold_every]
    mine = Assignment.objects.filter(campaign__in=campaigns, rater=user)
    counts = (
        _counted(mine.filter(state=State.CLAIMED), "item"),
        _counted(open_to(user).filter(campaign__in=taking), "item"),
        _counted(gold_open_to(user).filter(campaign__in=golden), "pk"),
    )
    total: dict[int, int] = {}
    for found in counts:
        for campaign, count in found.items():
            total[campaign] = total.get(campaign, 0) + count
    return total


def _counted(rows: QuerySet[Assignment] | QuerySet[Item], what: str) -> dict[int, int]:
    by_campaign = rows.order_by().values_list("campaign")
    return dict(by_campaign.annotate(items=Count(what, distinct=True)))


def _figures() -> dict[str, Count | Avg]:
    recent = Q(submitted_at__gte=timezone.now() - RECENT)
    return {"done": Count("pk"), "seconds": Avg("seconds", filter=recent)}


def _progress(row: Mapping[str, Any]) -> Progress:
    seconds = row["seconds"]
    return Progress(int(row["done"] or 0), round(_HOUR / seconds) if seconds else None)
