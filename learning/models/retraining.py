"""A retraining: the chain from feedback to a live version, as one job with steps."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from jobs.models import Job
from learning.models.policy import Policy
from models_registry.models import Deployment, ValidationRun, Version
from training.models import DatasetSnapshot, TrainingRun


class Retraining(Job):
    """Feedback → patterns → corrections → dataset → training → validation → decision.

    A step keeps what it made before the next begins; whoever takes the job up goes on from there.
    """

    class Status(models.TextChoices):
        QUEUED = "queued", _("Waiting")
        RUNNING = "running", _("Under way")
        DONE = "done", _("Done")
        FAILED = "failed", _("Failed")
        CANCELLED = "cancelled", _("Stopped")

    class Stage(models.TextChoices):
        PATTERNS = "patterns", _("Looking for what went wrong")
        CORRECTING = "correcting", _("Making better texts")
        DATASET = "dataset", _("Choosing the examples")
        TRAINING = "training", _("Training")
        VALIDATING = "validating", _("Measuring")
        DECIDING = "deciding", _("Deciding")

    class Outcome(models.TextChoices):
        NONE = "", ""
        NOTHING = "nothing", _("Nothing to mend was found")
        REJECTED = "rejected", _("Not better")
        AWAITING = "awaiting", _("Waits for a manager")
        DECLINED = "declined", _("Declined by a manager")
        CANARY = "canary", _("Writes a share")
        DEPLOYED = "deployed", _("Deployed")

    class Trigger(models.TextChoices):
        COUNT = "count", _("Enough feedback")
        HAND = "hand", _("Started by hand")

    policy = models.ForeignKey(
        Policy, models.PROTECT, related_name="retrainings", verbose_name=_("policy")
    )
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.QUEUED)
    stage = models.CharField(_("step"), max_length=10, choices=Stage, default=Stage.PATTERNS)
    outcome = models.CharField(
        _("outcome"), max_length=10, choices=Outcome, blank=True, default=Outcome.NONE
    )
    trigger = models.CharField(
        _("began because of"), max_length=5, choices=Trigger, default=Trigger.COUNT
    )
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    counted = models.PositiveIntegerField(_("feedback that counted"), default=0)
    live = models.ForeignKey(
        Version, models.PROTECT, null=True, related_name="+", verbose_name=_("live version")
    )
    """What wrote when it began: what the candidate is compared with."""
    dataset = models.ForeignKey(DatasetSnapshot, models.PROTECT, null=True, related_name="+")
    run = models.ForeignKey(TrainingRun, models.PROTECT, null=True, related_name="retrainings")
    candidate = models.ForeignKey(
        Version,
        models.PROTECT,
        null=True,
        related_name="retrainings",
        verbose_name=_("candidate"),
    )
    validation = models.ForeignKey(ValidationRun, models.PROTECT, null=True, related_name="+")
    live_validation = models.ForeignKey(ValidationRun, models.PROTECT, null=True, related_name="+")
    deployment = models.ForeignKey(Deployment, models.PROTECT, null=True, related_name="+")
    comparison = models.JSONField(_("comparison"), default=dict)
    """What `learning.steps.deciding` weighed: {"targets": [...], "scores": [...]}."""
    reasons = models.JSONField(_("reasons"), default=list)
    """Why it ended as it did: [{"reason", "figures"}], told by `learning.sentences`."""
    times = models.JSONField(_("times"), default=dict)
    """By step, ISO times: {"patterns": {"began", "ended"}}."""
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    decided_at = models.DateTimeField(_("decided at"), null=True)

    class Meta:
        verbose_name, verbose_name_plural = _("retraining"), _("retrainings")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["policy"],
                condition=Q(status__in=("queued", "running")),
                name="one_retraining_a_policy",
            )
        ]
        indexes = [
            models.Index(
                fields=["lease_until"],
                condition=Q(status__in=("queued", "running")),
                name="retraining_active",
            )
        ]

    def __str__(self) -> str:
        return f"{self.policy} #{self.pk}"
