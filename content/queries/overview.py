"""What the home page tells: a person's own work, and how the whole is doing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Avg, Count, Min, QuerySet
from django.utils import timezone

from accounts.models import User
from content.models import Generation, Listing, SiteSettings, TrainingExample

ROWS = 5
RECENT = 500
"""Averages are over this many listings last changed: what the team writes now, not ever wrote."""
SCORES = ("overall", "compliance", "seo", "grounding", "readability")


@dataclass(frozen=True, slots=True)
class Desk:
    """One author's work."""

    writing: list[Generation]
    attention: list[Listing]
    drafts: list[Listing]
    approved: list[Listing]
    counts: dict[str, int]


@dataclass(frozen=True, slots=True)
class Queue:
    """Drafts that are asked for, being written, or failed in the last day."""

    waiting: int
    running: int
    failed: int
    oldest_wait: float
    """Seconds that the oldest waiting draft has waited."""


@dataclass(frozen=True, slots=True)
class Kept:
    """How much there is in the administration, and whether the site collects examples."""

    people: int
    requests: int
    examples: int
    collects: bool


def desk(user: User) -> Desk:
    """The author's own listings that want something, and what the team approved last."""
    own = _rows(Listing.objects.filter(owner=user))
    draft = own.filter(status=Listing.Status.DRAFT)
    active = Generation.objects.filter(status__in=Generation.ACTIVE, requested_by=user)
    return Desk(
        writing=list(active.select_related("listing__product").order_by("-pk")[:ROWS]),
        attention=list(draft.filter(errors__gt=0)[:ROWS]),
        drafts=list(own.exclude(status=Listing.Status.APPROVED).filter(errors=0)[:ROWS]),
        approved=list(_rows(Listing.objects.filter(status=Listing.Status.APPROVED))[:ROWS]),
        counts=counts(Listing.objects.filter(owner=user)),
    )


def counts(listings: QuerySet[Listing]) -> dict[str, int]:
    """How many listings there are in each status, and in all."""
    held = listings.order_by().values("status").annotate(n=Count("pk"))
    found = {row["status"]: row["n"] for row in held}
    by_status = {status: found.get(status, 0) for status in Listing.Status.values}
    return by_status | {"all": sum(by_status.values())}


def averages() -> tuple[dict[str, int | None], int]:
    """Mean scores of the listings changed last, as whole numbers, and of how many they are.

    None before the first.
    """
    recent = Listing.objects.exclude(overall=None).order_by("-updated_at", "-pk")[:RECENT]
    wanted = {f"mean_{name}": Avg(name) for name in SCORES}
    means = recent.aggregate(listings=Count("pk"), **wanted)
    values = {name: means[f"mean_{name}"] for name in SCORES}
    scores = {name: None if mean is None else round(mean) for name, mean in values.items()}
    return scores, means["listings"]


def queue() -> Queue:
    """The state of the work that models do."""
    status = Generation.Status
    active = Generation.objects.filter(status__in=Generation.ACTIVE)
    rows = {
        row["status"]: row
        for row in active.order_by()
        .values("status")
        .annotate(n=Count("pk"), first=Min("created_at"))
    }
    day = timezone.now() - timedelta(days=1)
    waiting = rows.get(status.QUEUED)
    return Queue(
        waiting=waiting["n"] if waiting else 0,
        running=rows[status.RUNNING]["n"] if status.RUNNING in rows else 0,
        failed=Generation.objects.filter(status=status.FAILED, finished_at__gte=day).count(),
        oldest_wait=(timezone.now() - waiting["first"]).total_seconds() if waiting else 0,
    )


def kept() -> Kept:
    """What the administration's lists hold."""
    return Kept(
        people=User.objects.count(),
        requests=Generation.objects.count(),
        examples=TrainingExample.objects.count(),
        collects=SiteSettings.current().collect_examples,
    )


def _rows(listings: QuerySet[Listing]) -> QuerySet[Listing]:
    light = ("title", "status", "market", "overall", "errors", "updated_at", "product__name")
    return listings.select_related("product").only(*light).order_by("-updated_at", "-pk")
