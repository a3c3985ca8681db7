"""What a model learnt from: a snapshot that never changes, found again by its hash."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from domain.categories import Category


class DatasetSnapshot(models.Model):
    """The row of a snapshot; its examples lie in the data folder under its hash.

    Two levels whose examples are the same share the files and have a row each.
    """

    hash = models.CharField(max_length=64)
    level = models.CharField(max_length=10)
    category = models.CharField(
        max_length=20, blank=True, choices=[(one.value, one.value) for one in Category]
    )
    strict = models.BooleanField(default=False)
    training = models.PositiveIntegerField()
    validation = models.PositiveIntegerField()
    excluded = models.PositiveIntegerField()
    counts = models.JSONField()
    """How many by source, category and language, and exclusions by reason."""
    datasheet = models.JSONField()
    """Threshold, minimum and what else was asked of the examples."""
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name, verbose_name_plural = _("dataset"), _("datasets")
        constraints = [
            models.UniqueConstraint(
                fields=["hash", "level", "category", "strict"], name="one_dataset_a_use"
            )
        ]

    def __str__(self) -> str:
        return self.hash[:12]

    @property
    def replayed(self) -> int | None:
        """Of a mixture of new and known examples, how many of those to learn are known; it is
        learnt as it is. None of any other dataset."""
        said = self.datasheet.get("replayed")
        return None if said is None else int(said)

    @property
    def folder(self) -> Path:
        """Where its files lie."""
        return self.home() / self.hash

    @staticmethod
    def home() -> Path:
        """The folder of all snapshots."""
        return Path(settings.DATA_DIR) / "training" / "datasets"
