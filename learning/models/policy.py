"""When a family learns again from feedback, and what becomes of the version that comes of it."""

from __future__ import annotations

from typing import Final

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from models_registry.models import Family
from models_registry.models.canary import MOST
from models_registry.names import CATEGORY_CHOICES

THRESHOLD: Final = 100
"""The document's own: retrain_threshold = 100."""
LEAST_THRESHOLD: Final = 5
MOST_THRESHOLD: Final = 10_000


class Policy(models.Model):
    """One counter: feedback about a family's texts, all of it or that of one category.

    Feedback counts for its category's policy where there is one, else for the family's own, whose
    `category` is empty. Whoever counts or begins a retraining locks this row.
    """

    class Decision(models.TextChoices):
        APPROVAL = "approval", _("Wait for a manager")
        CANARY = "canary", _("Let it write a share first")
        DEPLOY = "deploy", _("Deploy at once")

    family = models.ForeignKey(
        Family, models.PROTECT, related_name="policies", verbose_name=_("family")
    )
    category = models.CharField(
        _("category"), max_length=20, choices=CATEGORY_CHOICES, blank=True, default=""
    )
    threshold = models.PositiveIntegerField(
        _("feedback for a retraining"),
        default=THRESHOLD,
        validators=[MinValueValidator(LEAST_THRESHOLD), MaxValueValidator(MOST_THRESHOLD)],
    )
    decision = models.CharField(
        _("when a version is better"), max_length=10, choices=Decision, default=Decision.APPROVAL
    )
    share = models.PositiveSmallIntegerField(
        _("share of a trial"),
        default=10,
        validators=[MinValueValidator(1), MaxValueValidator(MOST)],
    )
    """Of a hundred products, how many a candidate writes for where it is tried first."""
    least_score = models.FloatField(
        _("least score"),
        null=True,
        blank=True,
        validators=[MinValueValidator(0), MaxValueValidator(100)],
    )
    """In the place of the family's threshold; none takes the family's."""
    products = models.PositiveSmallIntegerField(_("products to measure on"), null=True, blank=True)
    """Of the held-out ones, in their order; none takes all."""
    epochs = models.PositiveSmallIntegerField(
        _("rounds"), default=1, validators=[MinValueValidator(1), MaxValueValidator(10)]
    )
    is_paused = models.BooleanField(_("paused"), default=False)
    """Feedback is kept and counted; no retraining begins by itself."""

    class Meta:
        verbose_name, verbose_name_plural = _("learning policy"), _("learning policies")
        ordering = ["family_id", "category"]
        constraints = [
            models.UniqueConstraint(
                fields=["family", "category"], name="one_policy_a_family_and_category"
            )
        ]

    def __str__(self) -> str:
        return (
            f"{self.family} ({self.get_category_display()})" if self.category else f"{self.family}"
        )
