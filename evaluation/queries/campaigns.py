"""How far campaigns are, who works on them, and what was remarked; a fixed number of queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet

from accounts.models import User
from evaluation.models import Assignment, Campaign, CampaignEvent, Item, Remark

SHOWN = 50
"""Remarks and events on a campaign's page, the newest first."""
_FREE, _RATED = Assignment.State.FREE, Assignment.State.RATED
_PLACED = Q(slot__isnull=False)


@dataclass(slots=True)
class Progress:
    """Of one campaign; gold items stand beside its places."""

    items: int = 0
    gold: int = 0
    places: int = 0
    rated: int = 0
    raters: int = 0
    """People who have rated something, or have something before them."""

    @property
    def ordinary(self) -> int:
        """Items that are not gold."""
        return self.items - self.gold

    @property
    def percent(self) -> int:
        """Of the places, how many are rated; 100 only when all are."""
        return 100 * self.rated // self.places if self.places else 0


@dataclass(slots=True)
class Work:
    """One rater's part in a campaign."""

    rater: User
    rated: int = 0
    gold: int = 0
    before_them: int = 0
    last: datetime | None = None
    remarks: dict[str, int] = field(default_factory=dict)


def progress_of(campaigns: Sequence[Campaign]) -> dict[int, Progress]:
    """By campaign; two queries for any number of them."""
    found = {campaign.pk: Progress() for campaign in campaigns}
    items = Item.objects.filter(campaign__in=found).order_by().values("campaign")
    for row in items.annotate(all=Count("pk"), gold=Count("pk", Q(gold__isnull=False))):
        one = found[row["campaign"]]
        one.items, one.gold = row["all"], row["gold"]
    places = Assignment.objects.filter(campaign__in=found).order_by().values("campaign")
    counted = places.annotate(
        places=Count("pk", _PLACED),
        rated=Count("pk", _PLACED & Q(state=_RATED)),
        raters=Count("rater", distinct=True),
    )
    for place in counted:
        one = found[place["campaign"]]
        one.places, one.rated, one.raters = place["places"], place["rated"], place["raters"]
    return found


def complete_items(campaign: Campaign) -> int:
    """Ordinary items that as many people have rated as the campaign wants."""
    missing = Assignment.objects.filter(item=OuterRef("pk")).filter(_PLACED).exclude(state=_RATED)
    return campaign.items.filter(gold__isnull=True).filter(~Exists(missing)).count()


def works(campaign: Campaign) -> list[Work]:
    """Who takes part, whoever rated most first; three queries for any number of people."""
    counted = Assignment.objects.filter(campaign=campaign, rater__isnull=False).order_by()
    rows = counted.values("rater").annotate(
        rated=Count("pk", _PLACED & Q(state=_RATED)),
        gold=Count("pk", Q(slot=None, state=_RATED)),
        before=Count("pk", Q(state=Assignment.State.CLAIMED)),
        last=Max("submitted_at"),
    )
    by_rater = {row["rater"]: row for row in rows}
    remarks: dict[int, dict[str, int]] = defaultdict(dict)
    said = campaign.remarks.order_by().values_list("rater", "kind").annotate(count=Count("pk"))
    for rater, kind, count in said:
        remarks[rater][kind] = count
    found = []
    for pk, person in User.objects.in_bulk({*by_rater, *remarks}).items():
        work = Work(person, remarks=remarks.get(pk, {}))
        if row := by_rater.get(pk):
            work.rated, work.gold = row["rated"], row["gold"]
            work.before_them, work.last = row["before"], row["last"]
        found.append(work)
    return sorted(found, key=lambda work: (-work.rated, str(work.rater)))


def listed_items(campaign: Campaign, only: str = "") -> QuerySet[Item]:
    """A campaign's items with their counts; `only` "gold", "remarks" or "open" leaves some out."""
    rows = campaign.items.select_related("version__family", "other_version__family")
    rows = rows.defer("facts", "listing", "evidence", "scores", "other", "other_scores")
    remarks = Remark.objects.filter(item=OuterRef("pk"))
    unfilled = Assignment.objects.filter(item=OuterRef("pk")).filter(_PLACED).exclude(state=_RATED)
    chosen = {
        "gold": Q(gold__isnull=False),
        "remarks": Exists(remarks),
        "open": Exists(unfilled),
    }
    return rows.filter(chosen[only]) if only in chosen else rows


def with_counts(items: Sequence[Item]) -> list[tuple[Item, int, int]]:
    """Each item with how many have rated it and how many remarks there are; two queries."""
    keys = [item.pk for item in items]
    rated = Assignment.objects.filter(item__in=keys, state=_RATED).order_by().values_list("item")
    remarks = Remark.objects.filter(item__in=keys).order_by().values_list("item")
    counts = dict(rated.annotate(count=Count("pk")))
    said = dict(remarks.annotate(count=Count("pk")))
    return [(item, counts.get(item.pk, 0), said.get(item.pk, 0)) for item in items]


def newest_remarks(campaign: Campaign) -> list[Remark]:
    """What raters said beside scores, the newest first."""
    rows = campaign.remarks.select_related("rater", "item").order_by("-at", "-pk")
    heavy = ("facts", "listing", "evidence", "scores", "other", "other_scores")
    return list(rows.defer(*(f"item__{name}" for name in heavy))[:SHOWN])


def happenings(campaign: Campaign) -> list[CampaignEvent]:
    """Who did what to a campaign and when, the newest first."""
    return list(campaign.events.select_related("by").order_by("-pk")[:SHOWN])


def nobody_has(item: Item) -> bool:
    """Whether nobody has been given an item, so that it may become gold or cease to be."""
    return not item.assignments.exclude(state=_FREE).exists()
