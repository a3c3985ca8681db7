"""What managers do with webhooks. An endpoint is the site's: any manager looks after it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Final

import structlog
from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.errors import ActionRefused
from accounts.models import User
from accounts.roles import Right, require
from api.models import Delivery, Endpoint
from api.models.webhooks import LONGEST_URL
from api.webhooks import signing
from api.webhooks.addresses import BadAddress, literal, may_be_sent_to, read
from api.webhooks.events import TEST, Kind, body_of
from api.webhooks.jobs import JOBS, next_of
from api.webhooks.outbox import new_message, queue
from api.webhooks.schedule import PATIENCE

MOST_ENDPOINTS: Final = 20
BOTH_SECRETS: Final = timedelta(hours=24)
"""For which the secret before a new one is still signed with."""
Status = Delivery.Status
log = structlog.get_logger(__name__)


def add_endpoint(user: User, url: str, kinds: Iterable[str]) -> tuple[Endpoint, str]:
    """Tell `url` of these events from now on; with the secret, which is never to be had again."""
    require(user, Right.MANAGE_SITE)
    chosen = _chosen(kinds)
    _require_sendable(url)
    if Endpoint.objects.count() >= MOST_ENDPOINTS:
        said = _("There are %(most)d webhooks already: delete one that is no longer needed.")
        raise ActionRefused("too_many", said % {"most": MOST_ENDPOINTS})
    salt = signing.new_salt()
    secret = signing.secret_of(salt)
    try:
        with transaction.atomic():
            row = Endpoint.objects.create(
                url=url,
                kinds=chosen,
                made_by=user,
                salt=salt,
                fingerprint=signing.fingerprint(secret),
            )
    except IntegrityError as known:
        said = _("There is a webhook with this address already.")
        raise ActionRefused("known", said) from known
    _note(user, row, "added")
    return row, secret


def choose_events(user: User, endpoint: Endpoint, kinds: Iterable[str]) -> None:
    """Tell it of these events from now on, and of no others."""
    require(user, Right.MANAGE_SITE)
    chosen = _chosen(kinds)
    with transaction.atomic():
        row = _locked(endpoint)
        row.kinds = chosen
        row.save(update_fields=["kinds"])
    _note(user, row, "events")


def pause(user: User, endpoint: Endpoint) -> None:
    """Send nothing; what happens meanwhile waits."""
    require(user, Right.MANAGE_SITE)
    with transaction.atomic():
        row = _locked(endpoint)
        row.paused = Endpoint.Why.HAND
        row.save(update_fields=["paused"])
    _note(user, row, "paused")


def resume(user: User, endpoint: Endpoint) -> None:
    """Send again, what waited first; its day begins anew."""
    require(user, Right.MANAGE_SITE)
    with transaction.atomic():
        row = _locked(endpoint)
        row.paused, row.failures, row.failing_since, row.rests_until = "", 0, None, None
        row.save(update_fields=["paused", "failures", "failing_since", "rests_until"])
        now = timezone.now()
        waiting = row.deliveries.filter(status=Status.QUEUED)
        waiting.update(due_at=now, gives_up_at=now + PATIENCE)
        transaction.on_commit(lambda: _wake(row))
    _note(user, row, "resumed")


def renew_secret(user: User, endpoint: Endpoint, *, seen: str) -> str:
    """A new secret; messages are signed with the one before, too, for a day.

    `seen` is the fingerprint of the one that was to be replaced: asked twice, it is done once.
    """
    require(user, Right.MANAGE_SITE)
    with transaction.atomic():
        row = _locked(endpoint)
        if row.fingerprint != seen:
            said = _("The secret has been replaced already: look at the page again.")
            raise ActionRefused("replaced", said)
        if signing.fingerprint(signing.secret_of(row.salt)) == row.fingerprint:
            row.old_salt, row.old_until = row.salt, timezone.now() + BOTH_SECRETS
        else:  # the site's key has changed: what the receiver has cannot be worked out any more
            row.old_salt, row.old_until = "", None
        row.salt = signing.new_salt()
        secret = signing.secret_of(row.salt)
        row.fingerprint = signing.fingerprint(secret)
        row.save(update_fields=["salt", "fingerprint", "old_salt", "old_until"])
    _note(user, row, "secret")
    return secret


def send_test(user: User, endpoint: Endpoint) -> Delivery:
    """A message that tells of nothing, to see it arrive; also where the receiver is left alone."""
    require(user, Right.MANAGE_SITE)
    with transaction.atomic():
        row = _active(endpoint)
        now = timezone.now()
        body = body_of(TEST, now, {"webhook": row.pk, "sent_by": user.get_username()})
        Endpoint.objects.filter(pk=row.pk).update(rests_until=None)
        return queue(row, TEST, new_message(), body, now)


def send_again(user: User, delivery: Delivery) -> None:
    """Try a message anew that was given up, under the same name."""
    require(user, Right.MANAGE_SITE)
    with transaction.atomic():
        endpoint = _active(delivery.endpoint)
        now = timezone.now()
        given_up = Delivery.objects.filter(pk=delivery.pk, status=Status.FAILED)
        if not given_up.update(
            status=Status.QUEUED,
            attempt=0,
            error="",
            due_at=now,
            gives_up_at=now + PATIENCE,
            finished_at=None,
        ):
            said = _("This message was not given up: look at the page again.")
            raise ActionRefused("not_given_up", said)
        Endpoint.objects.filter(pk=endpoint.pk).update(rests_until=None)
        transaction.on_commit(lambda: JOBS.send(delivery.pk))


def delete_endpoint(user: User, endpoint: Endpoint) -> None:
    """Forget it with its log; what it waits for is never sent."""
    require(user, Right.MANAGE_SITE)
    _note(user, endpoint, "deleted")
    Endpoint.objects.filter(pk=endpoint.pk).delete()


def _chosen(kinds: Iterable[str]) -> list[str]:
    wanted = set(kinds)
    chosen = [kind for kind in Kind.values if kind in wanted]
    if not chosen or len(chosen) < len(wanted):
        raise ActionRefused("kinds", _("Choose at least one of the events."))
    return chosen


def _require_sendable(url: str) -> None:
    """What can be said of an address without asking anybody; the rest shows when it is sent to."""
    if len(url) > LONGEST_URL:
        said = _("Give an address of at most %(most)d characters.")
        raise ActionRefused("url", said % {"most": LONGEST_URL})
    try:
        target = read(url)
    except BadAddress as bad:
        raise ActionRefused("url", _sentence(bad.code)) from bad
    number = literal(target)
    if number is not None and not may_be_sent_to(number, settings.WEBHOOK_PRIVATE):
        raise ActionRefused("url", _sentence("private"))


def _sentence(code: str) -> str:
    sentences = {
        "scheme": _("Give an address that begins with https:// or http://."),
        "password": _("Leave name and password out of the address: messages are signed instead."),
        "private": _(
            "This address is inside a network. Whoever runs the site may allow it with "
            "WALMARTGPT_WEBHOOK_PRIVATE (see the operations document)."
        ),
    }
    return sentences.get(code) or _("Give a whole address, such as https://shop.example/hook.")


def _locked(endpoint: Endpoint) -> Endpoint:
    row = Endpoint.objects.select_for_update().filter(pk=endpoint.pk).first()
    if row is None:
        raise ActionRefused("gone", _("This webhook is no longer there."))
    return row


def _active(endpoint: Endpoint) -> Endpoint:
    row = _locked(endpoint)
    if row.paused:
        raise ActionRefused("paused", _("The webhook is paused: resume it first."))
    return row


def _wake(endpoint: Endpoint) -> None:
    wanted = next_of(endpoint.pk)
    if wanted is not None:
        JOBS.send(wanted)


def _note(user: User, endpoint: Endpoint, what: str) -> None:
    """Who did what; not the address, which may be a secret in itself."""
    log.info("webhook changed", endpoint=endpoint.pk, by=user.pk, what=what)
