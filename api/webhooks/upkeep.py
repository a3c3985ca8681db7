"""What the clock does for messages: found again, given up, thrown away."""

from __future__ import annotations

from typing import Final

from django.db.models import Exists, OuterRef
from django.utils import timezone

from api.models import Delivery, Endpoint
from api.webhooks.jobs import JOBS, close, due, next_of

MOST_KEPT: Final = 500
"""Messages that have ended, kept for each endpoint as its log."""
MOST_WAITING: Final = 10_000
"""Messages that may wait for one endpoint; the oldest beyond are given up."""
AT_ONCE: Final = 1000
Status = Delivery.Status


def tend() -> int:
    """Give back what dead workers held, give up what is too old, keep the log within bounds, and
    wake what is due; returns to how many endpoints something is sent."""
    JOBS.reap(close)
    _give_up_the_old()
    _throw_away_the_left_over()
    for endpoint in Endpoint.objects.all():
        _give_up_the_many(endpoint)
        _forget(endpoint)
    return _wake()


def _wake() -> int:
    """One message an endpoint: whoever sends it goes on with the others."""
    waiting = due(timezone.now()).order_by().values_list("endpoint", flat=True).distinct()
    found = [next_of(endpoint) for endpoint in waiting]
    return sum(JOBS.send(pk) for pk in found if pk is not None)


def _give_up_the_old() -> None:
    """Those that had no turn in all their time, as their receiver was away."""
    now = timezone.now()
    old = Delivery.objects.filter(
        status=Status.QUEUED, gives_up_at__lt=now, endpoint__paused=""
    ).order_by("pk")
    for row in old[:AT_ONCE]:
        close(row, Status.FAILED, row.error or "no_turn")


def _throw_away_the_left_over() -> None:
    """Messages that were written in the moment in which their endpoint was deleted."""
    known = Endpoint.objects.filter(pk=OuterRef("endpoint_id"))
    Delivery.objects.filter(~Exists(known)).delete()


def _give_up_the_many(endpoint: Endpoint) -> None:
    waiting = endpoint.deliveries.filter(status=Status.QUEUED).order_by("-pk")
    for row in waiting[MOST_WAITING : MOST_WAITING + AT_ONCE]:
        close(row, Status.FAILED, "crowded")


def _forget(endpoint: Endpoint) -> None:
    ended = endpoint.deliveries.exclude(status__in=Delivery.ACTIVE).order_by("-pk")
    old = list(ended.values_list("pk", flat=True)[MOST_KEPT : MOST_KEPT + AT_ONCE])
    if old:
        Delivery.objects.filter(pk__in=old).delete()
