"""A corrective example: what should have been written, or why nothing came of it."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from learning.models.feedback import Feedback
from learning.models.retraining import Retraining


class Correction(models.Model):
    """What a retraining made of one piece of feedback."""

    class Origin(models.TextChoices):
        EDIT = "edit", _("A person’s edit")
        PREFERRED = "preferred", _("Preferred side by side")
        RATED = "rated", _("Highly rated as it is")
        REPAIRED = "repaired", _("Repaired draft")
        FRESH = "fresh", _("Best of several fresh drafts")

    class Outcome(models.TextChoices):
        KEPT = "kept", _("Learnt")
        HELD_OUT = "held_out", _("A held-out product")
        DUPLICATE = "duplicate", _("Like another one")
        FAULTY = "faulty", _("No draft keeps every rule")
        NOT_BETTER = "not_better", _("No draft is better")
        UNREADABLE = "unreadable", _("No draft can be read")
        UNDRAWN = "undrawn", _("Not drawn anew: there was no room for more")
        NEUTRAL = "neutral", _("Nothing clear to learn")

    retraining = models.ForeignKey(Retraining, models.CASCADE, related_name="corrections")
    feedback = models.ForeignKey(Feedback, models.PROTECT, related_name="corrections")
    origin = models.CharField(_("origin"), max_length=10, choices=Origin, blank=True)
    outcome = models.CharField(_("outcome"), max_length=10, choices=Outcome)
    document = models.JSONField(_("example"), default=dict)
    """The example's JSON, as datasets hold it; empty where nothing came of it."""
    before = models.PositiveSmallIntegerField(_("score before"), null=True)
    after = models.PositiveSmallIntegerField(_("score after"), null=True)
    drafts = models.PositiveSmallIntegerField(_("drafts drawn"), default=0)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name, verbose_name_plural = _("corrective example"), _("corrective examples")
        constraints = [
            models.UniqueConstraint(
                fields=["retraining", "feedback"], name="one_correction_a_feedback"
            )
        ]

    def __str__(self) -> str:
        return f"{self.retraining_id}: {self.feedback_id}"
