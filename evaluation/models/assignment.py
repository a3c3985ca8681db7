"""Who judges which item, and what they said.

Each item has exactly as many assignments as the campaign wants raters, made with it, so that no
two people at the same moment can make one more (decision 12).
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from domain.rating import LONGEST_COMMENT, Choice, SkipReason
from evaluation.models.campaign import Campaign
from evaluation.models.item import Item


class Assignment(models.Model):
    """One place at an item: free, given to somebody for a while, or filled."""

    class State(models.TextChoices):
        FREE = "free", _("Free")
        CLAIMED = "claimed", _("Given out")
        RATED = "rated", _("Rated")

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="assignments")
    item = models.ForeignKey(
        Item, models.CASCADE, related_name="assignments", verbose_name=_("item")
    )
    slot = models.PositiveSmallIntegerField(_("place"), null=True)
    """From 1 to the campaign's number of raters; none for a gold item, which everybody gets."""
    state = models.CharField(_("state"), max_length=7, choices=State, default=State.FREE)
    key = models.PositiveIntegerField(default=0)
    """At random: the queue begins somewhere else each time, so that the order is another for
    everybody."""
    rater = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="assignments",
        verbose_name=_("rater"),
    )
    token = models.CharField(max_length=120, null=True, unique=True)  # noqa: DJ001 - unique
    """What a page calls it: at random, since numbers in a row would tell who wrote what."""
    sequence = models.PositiveIntegerField(_("place in the rater's order"), default=0)
    swapped = models.BooleanField(_("sides exchanged"), default=False)
    """Whether B stood on the left."""
    claimed_at = models.DateTimeField(_("given out at"), null=True)
    expires_at = models.DateTimeField(_("given out until"), null=True)
    scores = models.JSONField(_("scores"), default=dict)
    """By criterion, 1 to 5."""
    choice = models.CharField(
        _("choice"), max_length=9, blank=True, choices=[(each.value, each.value) for each in Choice]
    )
    comment = models.CharField(_("comment"), max_length=LONGEST_COMMENT, blank=True)
    seconds = models.FloatField(_("seconds"), null=True)
    """From when the item could be seen, at the latest after the one before, to the answer."""
    submitted_at = models.DateTimeField(_("rated at"), null=True)
    times_taken_back = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name, verbose_name_plural = _("assignment"), _("assignments")
        constraints = [
            models.UniqueConstraint(fields=["item", "slot"], name="place_once_an_item"),
            models.UniqueConstraint(fields=["item", "rater"], name="item_once_a_rater"),
            models.CheckConstraint(
                condition=Q(state="free", rater=None) | (~Q(state="free") & Q(rater__isnull=False)),
                name="free_without_rater",
            ),
        ]
        indexes = [
            models.Index(
                fields=["campaign", "key"], condition=Q(state="free"), name="assignment_free"
            ),
            models.Index(fields=["campaign", "rater", "state"], name="assignment_rater"),
            models.Index(
                fields=["expires_at"], condition=Q(state="claimed"), name="assignment_expires"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item_id}: {self.rater_id}"


class Remark(models.Model):
    """What a rater said of an item beside scores: passed on, reported, or came too late."""

    class Kind(models.TextChoices):
        SKIP = "skip", _("Passed on")
        FLAG = "flag", _("Reported")
        LATE = "late", _("Came too late")

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="remarks")
    item = models.ForeignKey(Item, models.CASCADE, related_name="remarks")
    rater = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    kind = models.CharField(_("kind"), max_length=4, choices=Kind)
    reason = models.CharField(
        _("reason"),
        max_length=20,
        blank=True,
        choices=[(each.value, each.value) for each in SkipReason],
    )
    text = models.CharField(_("text"), max_length=LONGEST_COMMENT, blank=True)
    answer = models.JSONField(default=dict)
    """Of one that came too late: the scores or the choice, which do not count."""
    at = models.DateTimeField(_("when"), auto_now_add=True)

    class Meta:
        verbose_name, verbose_name_plural = _("remark"), _("remarks")
        constraints = [
            models.UniqueConstraint(fields=["item", "rater", "kind"], name="remark_once")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.item_id}"
