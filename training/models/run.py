"""One training, from the click to the artefacts: a job whose row tells how far it is."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from domain.prompt import Level
from jobs.models import Job
from training.models.dataset import DatasetSnapshot


class TrainingRun(Job):
    """A model that is made, or was; its folder holds the checkpoint and the weights."""

    class Status(models.TextChoices):
        QUEUED = "queued", _("Waiting")
        RUNNING = "running", _("Being trained")
        DONE = "done", _("Ready")
        FAILED = "failed", _("Failed")
        CANCELLED = "cancelled", _("Stopped")

    class Strategy(models.TextChoices):
        LORA = "lora", _("Fine-tuning (LoRA)")
        PROMPT = "prompt", _("Instructions and examples (Modelfile)")

    class Grade(models.TextChoices):
        BASIC = Level.BASIC.value, _("Basic")
        ADVANCED = Level.ADVANCED.value, _("Advanced")
        EXPERT = Level.EXPERT.value, _("Expert")

    class Field(models.TextChoices):
        ELECTRONICS = "electronics", _("Electronics")
        CLOTHING = "clothing", _("Clothing")
        HOME_GARDEN = "home_garden", _("Home and garden")
        SPORTS = "sports", _("Sports")
        AUTOMOTIVE = "automotive", _("Automotive")

    class Stage(models.TextChoices):
        NONE = "", ""
        DATASET = "dataset", _("Choosing the examples")
        LOADING = "loading", _("Loading the base model")
        TRAINING = "training", _("Learning")
        EXPORTING = "exporting", _("Writing and checking the model files")

    name = models.CharField(max_length=60)
    level = models.CharField(max_length=10, choices=Grade)
    category = models.CharField(max_length=20, choices=Field, blank=True)
    strategy = models.CharField(max_length=10, choices=Strategy, default=Strategy.LORA)
    status = models.CharField(max_length=10, choices=Status, default=Status.QUEUED)
    recipe = models.JSONField(default=dict)
    """Everything but the data that decides the weights; see `training.lora.recipe`."""
    base = models.CharField(max_length=300, blank=True)
    """The base model's file or folder, as it was configured at the request."""
    starter = models.BooleanField(default=True)
    """Whether the examples that the product brings along are learnt too."""
    augment = models.BooleanField(default=False)
    """Whether missing examples are made up for by variants of others."""
    strict = models.BooleanField(default=False)
    """Whether only examples of high quality are learnt; see `training.curation.levels`."""
    limit = models.PositiveIntegerField(null=True)
    """At most so many examples: such a run is a trial, whatever comes of it."""
    dataset = models.ForeignKey(DatasetSnapshot, models.PROTECT, null=True, related_name="runs")
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="children")
    """The run whose adapter this one goes on with."""
    shipped_parent = models.JSONField(default=dict)
    """In the place of one, the name and SHA-256 of a model that the product brings along."""
    stage = models.CharField(max_length=10, choices=Stage, blank=True)
    step = models.PositiveIntegerField(default=0)
    steps = models.PositiveIntegerField(default=0)
    loss = models.FloatField(null=True)
    validation_loss = models.FloatField(null=True)
    seconds_left = models.FloatField(null=True)
    curve = models.JSONField(default=dict)
    """The losses so far in a bounded number of points; see `training.curve`."""
    result = models.JSONField(default=dict)
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        verbose_name, verbose_name_plural = _("training run"), _("training runs")
        constraints = [
            models.UniqueConstraint(
                fields=["name"],
                condition=Q(status__in=("queued", "running")),
                name="one_training_of_a_name",
            )
        ]
        indexes = [
            models.Index(
                fields=["lease_until"],
                condition=Q(status__in=("queued", "running")),
                name="training_active",
            )
        ]

    def __str__(self) -> str:
        return f"{self.name} #{self.pk}"

    @property
    def is_trial(self) -> bool:
        """Whether it learnt from fewer examples than its level asks for, because it was told to."""
        return self.limit is not None

    @property
    def folder(self) -> Path:
        """Where its checkpoint and its files lie."""
        return Path(settings.DATA_DIR) / "training" / "runs" / str(self.pk)

    @property
    def percent(self) -> int:
        """Of the steps, how many are done."""
        return min(100, round(100 * self.step / self.steps)) if self.steps else 0

    @property
    def continues(self) -> str | None:
        """The name of the model that this one goes on with."""
        return self.parent.name if self.parent else self.shipped_parent.get("name")

    def as_json(self) -> dict[str, Any]:
        """What a command or another program is told of it."""
        return {
            "name": self.name,
            "level": self.level,
            "category": self.category or None,
            "strategy": self.strategy,
            "status": self.status,
            "trial": self.is_trial,
            "continues": self.continues,
            "dataset": self._dataset(),
            "version": self.result.get("version"),
            "losses": self.result.get("losses", {}),
            "artefacts": [artefact.as_json() for artefact in self.artefacts.order_by("pk")],
            "seconds": self.result.get("seconds", 0),
        }

    def _dataset(self) -> dict[str, Any] | None:
        if self.dataset is None:
            return None
        names = ("hash", "training", "validation", "excluded")
        return {name: getattr(self.dataset, name) for name in names}
