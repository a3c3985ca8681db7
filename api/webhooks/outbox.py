"""Events become messages, in the transaction that they happen in.

A message is a row beside the change that it tells of: both are kept or neither is, whatever dies
when. Sending it is another matter, of `delivering`.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from api.models import Delivery, Endpoint
from api.webhooks.events import body_of
from api.webhooks.jobs import JOBS
from api.webhooks.schedule import PATIENCE


def deliver_event(kind: str, payload: Mapping[str, Any]) -> list[Delivery]:
    """Write a message for every endpoint that chose `kind`, one `webhook-id` for all of them.

    Also for a paused one, where it waits. To be called inside the event's own transaction.
    """
    endpoints = [one for one in Endpoint.objects.all() if kind in one.kinds]
    if not endpoints:
        return []
    now = timezone.now()
    message, body = new_message(), body_of(kind, now, payload)
    with transaction.atomic():
        return [queue(one, kind, message, body, now) for one in endpoints]


def queue(endpoint: Endpoint, kind: str, message: str, body: str, now: datetime) -> Delivery:
    """One message to one endpoint, sent once the transaction is kept."""
    row = Delivery.objects.create(
        endpoint=endpoint,
        kind=kind,
        message=message,
        body=body,
        due_at=now,
        gives_up_at=now + PATIENCE,
    )
    if not endpoint.paused:
        transaction.on_commit(lambda: JOBS.send(row.pk))
    return row


def new_message() -> str:
    """A name for a message that no other one has."""
    return f"msg_{secrets.token_hex(16)}"
