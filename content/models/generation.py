"""A job that writes a listing: its row is the truth, the queue only carries its number."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from content.models.listing import Listing
from domain.prompt import Level


class Generation(models.Model):
    """One request for a draft, from the click to the result."""

    class Status(models.TextChoices):
        QUEUED = "queued", _("Waiting")
        RUNNING = "running", _("Writing")
        DONE = "done", _("Written")
        FAILED = "failed", _("Failed")
        CANCELLED = "cancelled", _("Stopped")

    ACTIVE = (Status.QUEUED, Status.RUNNING)

    listing = models.ForeignKey(Listing, models.CASCADE, related_name="generations")
    requested_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    status = models.CharField(max_length=10, choices=Status, default=Status.QUEUED)
    level = models.CharField(max_length=10, choices=[(level, level) for level in Level])
    model = models.CharField(max_length=100)
    engine = models.CharField(max_length=60)
    """The alias of the engine in the settings."""
    engine_name = models.CharField(max_length=60, blank=True)
    """What that engine was when it wrote: an alias may mean another one tomorrow."""
    base = models.PositiveIntegerField(default=0)
    """The current revision at the click; 0 before the first. A draft takes the place of no
    other text than that one."""
    base_approved_at = models.DateTimeField(null=True)
    """The approval that stood at the click, which the person knew the draft would end."""
    prompt_version = models.CharField(max_length=60, blank=True)
    collect = models.BooleanField(default=False)
    """Whether the drafts are kept as training examples, as it stood at the click."""
    cancel_requested = models.BooleanField(default=False)
    cancel_requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    attempt = models.PositiveSmallIntegerField(default=0)
    """How often a worker took this up; more than one after a crash."""
    lease = models.UUIDField(null=True)
    """Who holds it: a worker that no longer finds its own value here has lost the job."""
    lease_until = models.DateTimeField(null=True)
    error = models.CharField(max_length=30, blank=True)
    error_detail = models.TextField(blank=True)
    draws = models.JSONField(default=list)
    """How each draw went: outcome, reasons, repairs, timings; see `content.generation.writing`."""
    created_at = models.DateTimeField(auto_now_add=True)
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name, verbose_name_plural = _("draft request"), _("draft requests")
        constraints = [
            models.UniqueConstraint(
                fields=["listing"],
                condition=Q(status__in=("queued", "running")),
                name="one_generation_at_a_time",
            )
        ]
        indexes = [
            models.Index(
                fields=["lease_until"],
                condition=Q(status__in=("queued", "running")),
                name="generation_active",
            )
        ]

    def __str__(self) -> str:
        return f"{self.listing_id} {self.status}"

    @property
    def is_active(self) -> bool:
        """Whether it is still to be waited for."""
        return self.status in self.ACTIVE
