"""A message is sent, and what came of it is kept: arrived, later again, or given up.

At least once: a worker that dies after the receiver took a message leaves it to be sent again,
under the same `webhook-id`, by which the receiver knows it.
"""

from __future__ import annotations

import time
from datetime import datetime, timedelta
from typing import Final

import structlog
from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.db.models.functions import Coalesce
from django.utils import timezone

from api.models import Delivery, Endpoint
from api.webhooks import schedule, signing
from api.webhooks.events import stamp
from api.webhooks.jobs import JOBS, claim, next_of
from api.webhooks.posting import Reply, post

TURN: Final = 20.0
"""Seconds for which one task goes on with an endpoint's messages before others have a turn."""
GONE: Final = 410
AWAY: Final = 5
"""Attempts in a row that failed, whichever message, after which it was the receiver's trouble."""
MOST_TRIES: Final = len(schedule.DELAYS) + 5
Status = Delivery.Status
log = structlog.get_logger(__name__)


def run(pk: int) -> None:
    """Send message `pk` and whatever else its endpoint waits for, as far as a turn goes."""
    ends = time.monotonic() + TURN
    wanted: int | None = pk
    while wanted is not None:
        delivery = claim(wanted)
        if delivery is None:
            return
        _send(delivery)
        wanted = next_of(delivery.endpoint_id)
        if wanted is not None and time.monotonic() > ends:
            JOBS.send(wanted)
            return


def _send(delivery: Delivery) -> None:
    try:
        reply = attempt(delivery)
        settle(delivery, reply)
    except BaseException:
        # The worker is told to end. The receiver may have the message already: it gets it again.
        JOBS.give_back(delivery, "", "", delay=0)
        raise


def attempt(delivery: Delivery) -> Reply:
    """Sign it and send it once."""
    endpoint, now = delivery.endpoint, timezone.now()
    secret = signing.secret_of(endpoint.salt)
    if signing.fingerprint(secret) != endpoint.fingerprint:
        return Reply(None, "", 0.0, "key")
    signers = [secret]
    if endpoint.old_salt and endpoint.old_until and endpoint.old_until > now:
        signers.append(signing.secret_of(endpoint.old_salt))
    body = delivery.body.encode()
    headers = signing.headers(delivery.message, int(now.timestamp()), body, signers)
    return post(endpoint.url, headers, body, settings.WEBHOOK_PRIVATE)


def settle(delivery: Delivery, reply: Reply) -> None:
    """Keep what came of an attempt, of the message and of its endpoint, in one transaction."""
    now = timezone.now()
    kept = reply.as_json(stamp(now) or "")
    tries = [*delivery.tries, kept][-MOST_TRIES:]
    with transaction.atomic():
        if reply.arrived:
            if JOBS.end(delivery.pk, delivery.lease, Status.DONE, tries=tries):
                _well(delivery.endpoint, now)
            return
        wait = None if reply.code == GONE else _wait(delivery, now)
        if not _kept_failure(delivery, reply, tries, wait, now):
            return
        _ill(delivery.endpoint, now, given_up=wait is None, gone=reply.code == GONE)
    # Neither address nor answer: either may hold what only the two sides should know.
    log.warning(
        "webhook failed",
        endpoint=delivery.endpoint_id,
        message=delivery.message,
        attempt=delivery.attempt,
        code=reply.code,
        error=reply.error,
        given_up=wait is None,
    )


def _wait(delivery: Delivery, now: datetime) -> timedelta | None:
    """Until the next attempt; None where there is none."""
    seconds = schedule.delay(delivery.attempt)
    if seconds is None:
        return None
    wait = timedelta(seconds=seconds)
    return wait if now + wait <= delivery.gives_up_at else None


def _kept_failure(
    delivery: Delivery,
    reply: Reply,
    tries: list[dict[str, object]],
    wait: timedelta | None,
    now: datetime,
) -> bool:
    """False where the message is somebody else's by now."""
    if wait is None:
        fields = {"tries": tries, "error": reply.error}
        return JOBS.end(delivery.pk, delivery.lease, Status.FAILED, **fields)
    ours = Delivery.objects.filter(pk=delivery.pk, lease=delivery.lease, status=Status.RUNNING)
    returned = ours.update(
        status=Status.QUEUED,
        lease=None,
        lease_until=None,
        due_at=now + wait,
        tries=tries,
        error=reply.error,
    )
    return returned == 1


def _well(endpoint: Endpoint, now: datetime) -> None:
    """Forget the trouble; after a longer one, what waits for hours need not wait any more."""
    if endpoint.failing_since is None:
        return
    if endpoint.failures >= AWAY:
        waiting = Delivery.objects.filter(endpoint=endpoint, status=Status.QUEUED, due_at__gt=now)
        waiting.update(due_at=now)
    Endpoint.objects.filter(pk=endpoint.pk).update(
        failures=0, failing_since=None, rests_until=None, given_up=0
    )


def _ill(endpoint: Endpoint, now: datetime, *, given_up: bool, gone: bool) -> None:
    rows = Endpoint.objects.filter(pk=endpoint.pk)
    rows.update(
        failures=F("failures") + 1,
        failing_since=Coalesce("failing_since", now),
        rests_until=now + timedelta(seconds=schedule.rest(endpoint.failures + 1)),
        given_up=F("given_up") + int(given_up),
    )
    if gone:
        rows.filter(paused="").update(paused=Endpoint.Why.GONE)
