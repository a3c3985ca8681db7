"""Addresses that are told what happened, and each message to one of them as a job."""

from __future__ import annotations

from typing import Final

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from jobs.models import Job

LONGEST_URL: Final = 500


class Endpoint(models.Model):
    """An address outside that is told of events, signed with a secret that is kept nowhere.

    The secret is worked out anew from the site's key and `salt` whenever something is signed
    (`api.webhooks.signing`), so that a copy of the database alone signs nothing.
    """

    class Why(models.TextChoices):
        NOTHING = "", ""
        HAND = "hand", _("Paused by hand")
        GONE = "gone", _("The receiver said that it is gone")

    url = models.CharField(_("address"), max_length=LONGEST_URL, unique=True)
    kinds = models.JSONField(_("events"), default=list)
    """Codes of `api.webhooks.events.Kind`."""
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("added by")
    )
    created_at = models.DateTimeField(_("added at"), auto_now_add=True)
    paused = models.CharField(_("paused"), max_length=4, choices=Why, blank=True, default="")
    """Why nothing is sent; empty while it is active. What happens meanwhile waits."""
    salt = models.CharField(max_length=32)
    fingerprint = models.CharField(max_length=16)
    """By which it is noticed that the site's key has changed, and with it every secret."""
    old_salt = models.CharField(max_length=32, blank=True, default="")
    old_until = models.DateTimeField(null=True)
    """Until then messages are signed with the secret before, too."""
    failures = models.PositiveIntegerField(_("attempts that failed in a row"), default=0)
    failing_since = models.DateTimeField(_("fails since"), null=True)
    rests_until = models.DateTimeField(_("next attempt"), null=True)
    """Nothing is sent before, whatever is due: a receiver that is away costs little."""
    given_up = models.PositiveIntegerField(_("messages given up"), default=0)
    """Since a message arrived last."""

    class Meta:
        verbose_name, verbose_name_plural = _("webhook"), _("webhooks")
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.url


class Delivery(Job):
    """One message to one endpoint, from the event to the receiver's answer.

    `lease_until` counts while it is being sent; while it waits, `due_at` says for when.
    """

    class Status(models.TextChoices):
        QUEUED = "queued", _("Waiting")
        RUNNING = "running", _("Being sent")
        DONE = "done", _("Arrived")
        FAILED = "failed", _("Given up")
        CANCELLED = "cancelled", _("Stopped")

    endpoint = models.ForeignKey(
        Endpoint,
        models.CASCADE,
        db_constraint=False,
        related_name="deliveries",
        verbose_name=_("webhook"),
    )
    """The database does not insist on it: an approval must not fail since somebody deletes the
    webhook in the same moment. What is left over is never due, and thrown away."""
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.QUEUED)
    message = models.CharField(_("message"), max_length=40)
    """Its name in `webhook-id`, the same at every attempt."""
    kind = models.CharField(_("event"), max_length=30)
    body = models.TextField(_("body"))
    """The JSON that is sent, byte by byte, as the event's own transaction wrote it."""
    due_at = models.DateTimeField(_("next attempt"))
    gives_up_at = models.DateTimeField(_("given up at"))
    tries = models.JSONField(_("attempts"), default=list)
    """[{"at", "code" or null, "seconds", "answer", "error"}], in their order; see `Reply`."""

    class Meta:
        verbose_name, verbose_name_plural = _("message"), _("messages")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["endpoint", "message"], name="one_message_an_endpoint"),
            # A receiver that is slow keeps one worker busy at the most, and order is mostly kept.
            models.UniqueConstraint(
                fields=["endpoint"], condition=Q(status="running"), name="one_sent_at_a_time"
            ),
        ]
        indexes = [
            models.Index(fields=["endpoint", "status", "due_at"], name="delivery_due"),
            models.Index(
                fields=["lease_until"],
                condition=Q(status__in=("queued", "running")),
                name="delivery_active",
            ),
        ]

    def __str__(self) -> str:
        return self.message
