"""What a version scored on the held-out products; the suite that measures it is `evaluation`'s."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from jobs.models import Job
from models_registry.models.version import Version


class ValidationRun(Job):
    """One version asked for the held-out products: a job whose row tells how far it is."""

    class Status(models.TextChoices):
        QUEUED = "queued", _("Waiting")
        RUNNING = "running", _("Under way")
        DONE = "done", _("Done")
        FAILED = "failed", _("Failed")
        CANCELLED = "cancelled", _("Stopped")

    version = models.ForeignKey(
        Version, models.PROTECT, related_name="validations", verbose_name=_("version")
    )
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.QUEUED)
    came_from = models.CharField(max_length=12)
    """The state that the version was in at the request."""
    products = models.PositiveIntegerField(_("products"))
    """How many are asked, of the held-out ones in their order spread over categories."""
    seed = models.PositiveIntegerField(_("seed"))
    suite = models.CharField(_("suite"), max_length=64)
    """The hash of the products and rule packs: only results of one suite are compared."""
    threshold = models.FloatField(_("least score"))
    margin = models.FloatField(_("margin"))
    done = models.PositiveIntegerField(_("products done"), default=0)
    passed = models.BooleanField(_("passed"), null=True)
    summary = models.JSONField(_("summary"), default=dict)
    """By criterion the mean and its interval, and the figures of `evaluation.figures`."""
    refusals = models.JSONField(_("reasons for the refusal"), default=list)
    """As `domain.gate` gives them."""
    against = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="+", verbose_name=_("compared with")
    )
    """The result of the version that was live, where there was one of the same suite."""
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("requested by"),
    )

    class Meta:
        verbose_name, verbose_name_plural = _("validation"), _("validations")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["version"],
                condition=Q(status__in=("queued", "running")),
                name="one_validation_at_a_time",
            )
        ]
        indexes = [
            models.Index(
                fields=["lease_until"],
                condition=Q(status__in=("queued", "running")),
                name="validation_active",
            ),
            models.Index(fields=["version", "status"], name="validation_of_version"),
        ]

    def __str__(self) -> str:
        return f"{self.version} #{self.pk}"

    @property
    def percent(self) -> int:
        """Of the products, how many have been asked."""
        return min(100, round(100 * self.done / self.products)) if self.products else 0


class Measurement(models.Model):
    """One product's listing as a version wrote it, with everything that was measured of it."""

    product = models.CharField(_("product"), max_length=80)
    """The product's key: of a held-out one its id."""
    category = models.CharField(_("category"), max_length=20, blank=True)
    language = models.CharField(_("language"), max_length=2)
    outcome = models.CharField(_("outcome"), max_length=20)
    """good, flawed, unreadable, truncated, or an engine's error code."""
    listing = models.JSONField(_("listing"), default=dict)
    scores = models.JSONField(_("scores"), default=dict)
    """By criterion from 0 to 100; all zero where nothing readable was written."""
    findings = models.JSONField(_("findings"), default=list)
    """The codes with their severities."""
    figures = models.JSONField(_("figures"), default=dict)
    """Ungrounded numbers, facts covered, and so on; see `evaluation.figures`."""
    timings = models.JSONField(_("times"), default=dict)
    """Seconds in the queue, loading, reading the prompt, generating and in all, and tokens."""

    class Meta:
        abstract = True


class ValidationResult(Measurement):
    """What a validation measured of one product."""

    run = models.ForeignKey(ValidationRun, models.CASCADE, related_name="results")

    class Meta:
        verbose_name, verbose_name_plural = _("validation result"), _("validation results")
        constraints = [
            models.UniqueConstraint(fields=["run", "product"], name="one_result_a_product")
        ]

    def __str__(self) -> str:
        return self.product

    def as_json(self) -> dict[str, Any]:
        """What commands print of it."""
        names = ("product", "category", "language", "outcome", "scores", "figures", "timings")
        return {name: getattr(self, name) for name in names}
