"""What the pages about webhooks read."""

from __future__ import annotations

from django.db.models import Count, Max, Q, QuerySet

from api.models import Delivery, Endpoint

Status = Delivery.Status


def endpoints() -> QuerySet[Endpoint]:
    """All of them, each with how many messages wait and when the last one arrived: one query."""
    return Endpoint.objects.select_related("made_by").annotate(
        waiting=Count("deliveries", filter=Q(deliveries__status__in=Delivery.ACTIVE)),
        arrived_at=Max("deliveries__finished_at", filter=Q(deliveries__status=Status.DONE)),
    )


def log_of(endpoint: Endpoint) -> QuerySet[Delivery]:
    """Its messages, the newest first, without their bodies."""
    return endpoint.deliveries.defer("body").order_by("-pk")
