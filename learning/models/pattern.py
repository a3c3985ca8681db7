"""A failure pattern: something that bad texts have in common and good ones lack."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from learning.models.retraining import Retraining


class Pattern(models.Model):
    """One pattern of a retraining, with what makes it one; `rank` 1 stands out the most."""

    class Kind(models.TextChoices):
        RULE = "rule", _("Rule")
        CRITERION = "criterion", _("Criterion")
        CATEGORY = "category", _("Category")
        LANGUAGE = "language", _("Language")
        VERSION = "version", _("Model version")
        REJECTION = "rejection", _("Marketplace’s code")
        WORDING = "wording", _("Wording of the texts")
        THEME = "theme", _("Theme of the comments")

    retraining = models.ForeignKey(Retraining, models.CASCADE, related_name="patterns")
    rank = models.PositiveSmallIntegerField(_("rank"))
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    key = models.CharField(_("pattern"), max_length=120)
    """A rule's code, a criterion's key, a category, a version's name, a theme's first phrase."""
    terms = models.JSONField(_("words"), default=list)
    """Of a theme: its phrases, the most telling first."""
    negative = models.PositiveIntegerField(_("negative feedback with it"))
    negatives = models.PositiveIntegerField(_("negative feedback"))
    positive = models.PositiveIntegerField(_("other feedback with it"))
    positives = models.PositiveIntegerField(_("other feedback"))
    lift = models.FloatField(_("lift"))
    """How many times as often negative feedback has it as the other does; see `domain.patterns`."""
    low = models.FloatField(_("lift, lower end"))
    high = models.FloatField(_("lift, upper end"))
    is_found = models.BooleanField(_("stands out"), default=False)
    """Whether chance is ruled out; the others are shown for what they are."""
    is_target = models.BooleanField(_("to be mended"), default=False)
    """Whether the candidate is measured by it."""
    examples = models.JSONField(default=list)
    """Numbers of feedback that has it, at most five."""

    class Meta:
        verbose_name, verbose_name_plural = _("failure pattern"), _("failure patterns")
        ordering = ["retraining", "rank"]
        constraints = [
            models.UniqueConstraint(
                fields=["retraining", "kind", "key"], name="pattern_once_a_retraining"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind}: {self.key}"
