"""Training: examples become weights."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TrainingConfig(AppConfig):
    """Datasets, training runs and what comes of them."""

    name = "training"
    verbose_name = _("Training")
