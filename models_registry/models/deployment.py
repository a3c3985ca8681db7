"""Putting another version in the place of the live one: a job of few steps."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from jobs.models import Job
from models_registry.models.version import Version


class Deployment(Job):
    """One request that a version should write for its family, and how far it got."""

    class Status(models.TextChoices):
        QUEUED = "queued", _("Waiting")
        RUNNING = "running", _("Under way")
        DONE = "done", _("Done")
        FAILED = "failed", _("Failed")
        CANCELLED = "cancelled", _("Stopped")

    class Kind(models.TextChoices):
        DEPLOY = "deploy", _("Deployment")
        ROLLBACK = "rollback", _("Rollback")

    class Step(models.TextChoices):
        """What has been done for good; a worker that takes it up goes on from there."""

        ACCEPTED = "accepted", _("Accepted")
        SWITCHED = "switched", _("Switched")
        CHECKED = "checked", _("Found healthy")
        UNDONE = "undone", _("Undone")

    family = models.ForeignKey("models_registry.Family", models.PROTECT, related_name="+")
    version = models.ForeignKey(
        Version, models.PROTECT, related_name="deployments", verbose_name=_("version")
    )
    previous = models.ForeignKey(
        Version, models.PROTECT, null=True, related_name="+", verbose_name=_("backup")
    )
    """What was live at the request: it is live again if the new one proves unhealthy."""
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    step = models.CharField(_("step"), max_length=10, choices=Step, default=Step.ACCEPTED)
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.QUEUED)
    came_from = models.CharField(max_length=12)
    """The state that the version was in at the request."""
    threshold = models.FloatField(_("least score"), null=True)
    validation = models.ForeignKey(
        "models_registry.ValidationRun", models.PROTECT, null=True, related_name="+"
    )
    """The result that the decision rests on."""
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("requested by"),
    )
    switched_at = models.DateTimeField(_("switched at"), null=True)

    class Meta:
        verbose_name, verbose_name_plural = _("deployment"), _("deployments")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["family"],
                condition=Q(status__in=("queued", "running")),
                name="one_deployment_at_a_time",
            )
        ]
        indexes = [
            models.Index(
                fields=["lease_until"],
                condition=Q(status__in=("queued", "running")),
                name="deployment_active",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} #{self.pk}"
