"""A job that writes a listing: its row is the truth, the queue only carries its number."""

from __future__ import annotations

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from content.models.listing import Listing
from domain.contest import MOST_DRAFTS
from jobs.models import Job
from models_registry.models import Version
from models_registry.names import LEVEL_CHOICES


class Generation(Job):
    """One request for a draft, from the click to the result."""

    class Status(models.TextChoices):
        QUEUED = "queued", _("Waiting")
        RUNNING = "running", _("Writing")
        DONE = "done", _("Written")
        FAILED = "failed", _("Failed")
        CANCELLED = "cancelled", _("Stopped")

    listing = models.ForeignKey(
        Listing, models.CASCADE, related_name="generations", verbose_name=_("listing")
    )
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("requested by")
    )
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.QUEUED)
    level = models.CharField(_("prompt level"), max_length=10, choices=LEVEL_CHOICES)
    model = models.CharField(_("model"), max_length=100)
    version = models.ForeignKey(
        Version, models.PROTECT, null=True, related_name="+", verbose_name=_("model version")
    )
    """What of the registry writes; none for a model that only an engine knows."""
    by_hand = models.BooleanField(_("model chosen by hand"), default=False)
    """Whether a person asked for this very model, rather than for whichever is live."""
    best_of = models.PositiveSmallIntegerField(
        _("number of drafts"),
        default=1,
        validators=[MinValueValidator(1), MaxValueValidator(MOST_DRAFTS)],
    )
    """How many whole drafts each model writes; the best becomes the text."""
    ensemble = models.BooleanField(_("all live versions write"), default=False)
    writers = models.JSONField(_("versions that write"), default=list)
    """Of an ensemble, the models in the order of their turns, as they were live at the click: see
    `content.actions.drafting`. Beside them, model, version, level and engine of this row are
    those of the first, and of the one that won once it is written."""
    engine = models.CharField(_("engine in the settings"), max_length=60)
    """The alias of the engine in the settings."""
    engine_name = models.CharField(_("engine"), max_length=60, blank=True)
    """What that engine was when it wrote: an alias may mean another one tomorrow."""
    base = models.PositiveIntegerField(_("version when requested"), default=0)
    """The current revision at the click; 0 before the first. A draft takes the place of no
    other text than that one."""
    base_approved_at = models.DateTimeField(_("approval when requested"), null=True)
    """The approval that stood at the click, which the person knew the draft would end."""
    behind = models.BooleanField(_("after people’s own drafts"), default=False)
    """Whether drafts that a person waits for go before it, as they go before those of a batch."""
    prompt_version = models.CharField(_("prompt"), max_length=60, blank=True)
    collect = models.BooleanField(_("kept as training examples"), default=False)
    """Whether the drafts are kept as training examples, as it stood at the click."""
    draws = models.JSONField(_("draws"), default=list)
    """How each draw went: outcome, reasons, repairs, timings; see `content.generation.writing`.
    And whose it is: `draft`, `model`, `model_version`; whether it is its draft's `best`, and
    whether it was `chosen` among all."""

    class Meta:
        verbose_name, verbose_name_plural = _("draft request"), _("draft requests")
        constraints = [
            models.UniqueConstraint(
                fields=["listing"],
                condition=Q(status__in=("queued", "running")),
                name="one_generation_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(best_of__gte=1, best_of__lte=MOST_DRAFTS), name="as_many_drafts"
            ),
        ]
        indexes = [
            models.Index(
                fields=["lease_until"],
                condition=Q(status__in=("queued", "running")),
                name="generation_active",
            )
        ]

    @property
    def own_task(self) -> str:
        """See Job: what goes behind has a queue and workers of its own, so that it keeps no
        worker from what a person waits for."""
        return "content.tasks.write_behind" if self.behind else ""

    def __str__(self) -> str:
        return gettext("Draft request %(number)s") % {"number": self.pk}
