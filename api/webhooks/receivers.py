"""What the layers below tell becomes messages, in the transaction that they tell it in."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils import timezone

from api.webhooks import events
from api.webhooks.events import Kind
from api.webhooks.outbox import deliver_event
from bulk.signals import batch_finished
from content.models import Listing, Revision
from content.signals import approved
from learning.models import Retraining
from learning.signals import finished
from models_registry.models import Deployment
from models_registry.signals import deployed


def connect() -> None:
    """Hear of everything that may be told, once."""
    approved.connect(_approved, dispatch_uid="webhooks.approved")
    batch_finished.connect(_batch_finished, dispatch_uid="webhooks.batch_finished")
    deployed.connect(_deployed, dispatch_uid="webhooks.deployed")
    finished.connect(_finished, dispatch_uid="webhooks.finished")


def _approved(listing: Listing, revision: Revision, **_rest: Any) -> None:
    deliver_event(Kind.LISTING_APPROVED, events.listing_approved(listing, revision))


def _batch_finished(
    number: int, status: str, counts: Mapping[str, int], finished_at: datetime, **_rest: Any
) -> None:
    payload = events.batch_finished(number, status, counts, finished_at)
    deliver_event(Kind.BATCH_FINISHED, payload)


def _deployed(deployment: Deployment, **_rest: Any) -> None:
    payload = events.version_deployed(deployment, timezone.now())
    deliver_event(Kind.VERSION_DEPLOYED, payload)


def _finished(retraining: Retraining, **_rest: Any) -> None:
    deliver_event(Kind.RETRAINING_FINISHED, events.retraining_finished(retraining))
