"""Batches of drafts: one row a batch, and one a product of it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from content.models import Generation, Listing
from domain.batches import OPEN, ItemStatus
from jobs.models import Job
from models_registry.names import LEVEL_CHOICES


class Batch(models.Model):
    """Products for which drafts are written one after the other, and with what."""

    class Status(models.TextChoices):
        RUNNING = "running", _("Running")
        PAUSED = "paused", _("Paused")
        DONE = "done", _("Finished")
        CANCELLED = "cancelled", _("Stopped")

    name = models.CharField(_("name"), max_length=100)
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("requested by")
    )
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("changed by"),
    )
    """Who paused it, let it go on or stopped it last."""
    status = models.CharField(
        _("status"), max_length=10, choices=Status, default=Status.RUNNING, db_index=True
    )
    model = models.CharField(_("model"), max_length=100, blank=True)
    """Empty leaves it to what is live when each product's turn comes."""
    level = models.CharField(_("prompt level"), max_length=10, choices=LEVEL_CHOICES, blank=True)
    market = models.CharField(_("market"), max_length=32, blank=True)
    """Where its products are to be sold; empty leaves each product's own."""
    best_of = models.PositiveSmallIntegerField(_("drafts a product"), default=1)
    ensemble = models.BooleanField(_("several versions"), default=False)
    """Whether several live versions write, and the best text counts."""
    left_out = models.JSONField(_("left out"), default=dict)
    """How many of the chosen products were left out, by the reason."""
    turn = models.PositiveBigIntegerField(_("last served"), default=0)
    """Higher than every other batch's at the moment when this one last had a product sent."""
    troubles = models.PositiveSmallIntegerField(_("failures of the engine in a row"), default=0)
    rests_until = models.DateTimeField(_("waits for the engine until"), null=True)
    created_at = models.DateTimeField(_("requested at"), auto_now_add=True)
    going_since = models.DateTimeField(_("running since"), null=True)
    finished_at = models.DateTimeField(_("finished at"), null=True)

    class Meta:
        verbose_name, verbose_name_plural = _("batch"), _("batches")
        indexes = [
            models.Index(fields=["id"], condition=Q(finished_at=None), name="batch_unfinished")
        ]

    def __str__(self) -> str:
        return self.name or gettext("Batch %(number)s") % {"number": self.pk}

    @property
    def is_active(self) -> bool:
        """Whether anything of it is still to come."""
        return self.finished_at is None


class BatchItem(models.Model):
    """One product of a batch, by its listing."""

    class Status(models.TextChoices):
        WAITING = ItemStatus.WAITING.value, _("Waiting")
        SENT = ItemStatus.SENT.value, _("Being written")
        DONE = ItemStatus.DONE.value, _("Written")
        FAILED = ItemStatus.FAILED.value, _("Failed")
        CANCELLED = ItemStatus.CANCELLED.value, _("Stopped")

    batch = models.ForeignKey(Batch, models.CASCADE, related_name="items", verbose_name=_("batch"))
    listing = models.ForeignKey(
        Listing, models.CASCADE, related_name="+", verbose_name=_("listing")
    )
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.WAITING)
    seen = models.PositiveIntegerField(_("version when chosen"), default=0)
    """The text's revision when the product was chosen: another one is not written over."""
    approval = models.CharField(_("approval when chosen"), max_length=40, blank=True)
    generation = models.OneToOneField(
        Generation,
        models.SET_NULL,
        null=True,
        related_name="batch_item",
        verbose_name=_("draft request"),
    )
    """The job that writes, or wrote, it. Made in the transaction that says so here."""
    tries = models.PositiveSmallIntegerField(_("times sent"), default=0)
    error = models.CharField(_("error"), max_length=30, blank=True)
    number = models.PositiveIntegerField(_("version written"), null=True)
    score = models.PositiveSmallIntegerField(_("overall score"), null=True)
    errors = models.PositiveSmallIntegerField(_("errors"), null=True)
    aside = models.BooleanField(_("set aside"), default=False)
    """Whether the draft did not become the text, since somebody changed that meanwhile."""
    urgency = models.PositiveSmallIntegerField(_("order"), default=600)
    """See `domain.batches.urgency`."""
    sent_at = models.DateTimeField(_("sent at"), null=True)
    ended_at = models.DateTimeField(_("ended at"), null=True)

    class Meta:
        verbose_name, verbose_name_plural = _("product of a batch"), _("products of a batch")
        constraints = [
            models.UniqueConstraint(
                fields=["listing"],
                condition=Q(status__in=[str(status) for status in OPEN]),
                name="listing_in_one_open_batch",
            ),
            models.UniqueConstraint(fields=["batch", "listing"], name="listing_once_in_a_batch"),
        ]
        indexes = [
            models.Index(fields=["batch", "status", "id"], name="batch_item_status"),
            models.Index(fields=["batch", "urgency", "id"], name="batch_item_urgency"),
            models.Index(fields=["batch", "ended_at"], name="batch_item_ended"),
        ]

    def __str__(self) -> str:
        return f"{self.batch}: {self.listing}"


class BatchApproval(Job):
    """One person's approval of everything in a batch that reaches a score they set."""

    class Status(models.TextChoices):
        QUEUED = "queued", _("Waiting")
        RUNNING = "running", _("Approving")
        DONE = "done", _("Approved")
        FAILED = "failed", _("Failed")
        CANCELLED = "cancelled", _("Stopped")

    batch = models.ForeignKey(
        Batch, models.CASCADE, related_name="approvals", verbose_name=_("batch")
    )
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("approved by")
    )
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.QUEUED)
    threshold = models.PositiveSmallIntegerField(_("least score"))
    sample = models.JSONField(_("sample that was looked at"), default=list)
    """Number and version of each item whose text the person had before them."""

    class Meta:
        verbose_name, verbose_name_plural = _("approval in bulk"), _("approvals in bulk")
        constraints = [
            models.UniqueConstraint(
                fields=["batch"],
                condition=Q(status__in=("queued", "running")),
                name="one_approval_of_a_batch_at_a_time",
            )
        ]

    def __str__(self) -> str:
        return gettext("Approval %(number)s") % {"number": self.pk}


class ApprovalLine(models.Model):
    """What became of one listing in an approval in bulk."""

    approval = models.ForeignKey(
        BatchApproval, models.CASCADE, related_name="lines", verbose_name=_("approval in bulk")
    )
    item = models.ForeignKey(
        BatchItem, models.CASCADE, related_name="+", verbose_name=_("product of a batch")
    )
    done = models.BooleanField(_("decided"), default=False)
    refusal = models.CharField(_("refusal"), max_length=30, blank=True)
    """The code of why it was not approved; empty where it was, or is not decided yet."""

    class Meta:
        verbose_name, verbose_name_plural = _("line of an approval"), _("lines of an approval")
        constraints = [
            models.UniqueConstraint(fields=["approval", "item"], name="approval_line_once")
        ]
        indexes = [models.Index(fields=["approval", "done", "id"], name="approval_line_open")]

    def __str__(self) -> str:
        return f"{self.approval}: {self.item_id}"
