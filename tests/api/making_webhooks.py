"""Webhooks for tests, made through the product's own actions."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from accounts.models import User
from accounts.roles import Role
from api.models import Delivery, Endpoint
from api.webhooks import actions
from api.webhooks.delivering import run
from api.webhooks.events import Kind
from api.webhooks.outbox import deliver_event
from tests.factories import make_user


def make_endpoint(
    url: str = "https://1.1.1.1/hook", by: User | None = None, *kinds: str
) -> tuple[Endpoint, str]:
    """An endpoint that is told of `kinds`, or of everything; with its secret."""
    return actions.add_endpoint(by or make_user(Role.MANAGER), url, kinds or Kind.values)


def tell(number: int = 1) -> Delivery:
    """An event happens, and the one endpoint that there is has a message of it."""
    (row,) = deliver_event(Kind.BATCH_FINISHED, {"batch": {"id": number}})
    return row


def sent(row: Delivery) -> Delivery:
    """As it is after a worker had its number."""
    run(row.pk)
    row.refresh_from_db()
    return row


def later(**waited: float) -> None:
    """Time passes for everything that waits, as far as the rows know."""
    past = timedelta(**waited)
    for row in Delivery.objects.filter(status__in=Delivery.ACTIVE):
        row.due_at -= past
        row.gives_up_at -= past
        if row.lease_until:
            row.lease_until -= past
        row.save()
    for endpoint in Endpoint.objects.exclude(rests_until=None):
        assert endpoint.rests_until is not None
        endpoint.rests_until -= past
        endpoint.save()


def in_hours(row: Delivery) -> float:
    """Until the next attempt."""
    return (row.due_at - timezone.now()).total_seconds() / 3600
