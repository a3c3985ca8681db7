"""What a training leaves: files that an engine loads or that another training starts from."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from training.models.run import TrainingRun


class Artefact(models.Model):
    """One file (or the PEFT folder) with the hash that it had when it was made."""

    class Kind(models.TextChoices):
        ADAPTER = "adapter", _("Adapter (GGUF)")
        MERGED = "merged", _("Whole model (GGUF)")
        PEFT = "peft", _("Adapter (PEFT folder)")
        MODELFILE = "modelfile", _("Modelfile")

    run = models.ForeignKey(TrainingRun, models.CASCADE, related_name="artefacts")
    kind = models.CharField(max_length=10, choices=Kind)
    path = models.CharField(max_length=300)
    """Relative to the data folder."""
    bytes = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)

    class Meta:
        verbose_name, verbose_name_plural = _("model file"), _("model files")
        constraints = [models.UniqueConstraint(fields=["run", "kind"], name="one_file_of_a_kind")]

    def __str__(self) -> str:
        return self.path

    @property
    def file(self) -> Path:
        """The file or folder itself."""
        return Path(settings.DATA_DIR) / self.path

    def as_json(self) -> dict[str, Any]:
        """What a command or another program is told of it."""
        return {name: getattr(self, name) for name in ("kind", "path", "bytes", "sha256")}
