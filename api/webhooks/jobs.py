"""Messages as jobs: claimed by one worker, given back when it dies, and whose turn is next."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from api.models import Delivery, Endpoint
from jobs.leases import Jobs

# Longer than a name may be looked up and a receiver be listened to (`posting`), together.
JOBS = Jobs(Delivery, "api.webhooks.deliver", lease=60, patience=60, most_attempts=50)


def due(now: datetime) -> QuerySet[Delivery]:
    """Messages that may be sent now, the oldest first."""
    rested = Q(endpoint__rests_until=None) | Q(endpoint__rests_until__lte=now)
    waiting = Delivery.objects.filter(status=Delivery.Status.QUEUED, due_at__lte=now)
    return waiting.filter(rested, endpoint__paused="").order_by("due_at", "pk")


def next_of(endpoint: int) -> int | None:
    """The number of the endpoint's message whose turn it is."""
    return due(timezone.now()).filter(endpoint=endpoint).values_list("pk", flat=True).first()


def claim(pk: int) -> Delivery | None:
    """Take a message up; None where its time has not come, or another one of the same endpoint
    is being sent: whoever sends that goes on with this."""
    if not due(timezone.now()).filter(pk=pk).exists():
        return None
    try:
        with transaction.atomic():
            if not JOBS.claim(pk):
                return None
    except IntegrityError:
        return None
    return Delivery.objects.select_related("endpoint").filter(pk=pk).first()


def close(row: Delivery, status: str, error: str) -> bool:
    """Give up a message that nobody brings to an end; its endpoint's page says how many."""
    with transaction.atomic():
        if not JOBS.end(row.pk, row.lease, status, error=error):
            return False
        Endpoint.objects.filter(pk=row.endpoint_id).update(given_up=F("given_up") + 1)
    return True
