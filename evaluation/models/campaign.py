"""A campaign: listings that a number of people judge, each without knowing who wrote them."""

from __future__ import annotations

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from domain.rating import MOST_RATERS

LONGEST_GUIDELINES = 20_000


class Campaign(models.Model):
    """What is judged, by how many, until when, and what raters are told beforehand."""

    class Status(models.TextChoices):
        DRAFT = "draft", _("In preparation")
        OPEN = "open", _("Open")
        CLOSED = "closed", _("Closed")

    class Kind(models.TextChoices):
        RATING = "rating", _("Ratings from 1 to 5")
        COMPARISON = "comparison", _("Two side by side")

    name = models.CharField(_("name"), max_length=120)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.RATING)
    status = models.CharField(_("status"), max_length=6, choices=Status, default=Status.DRAFT)
    guidelines = models.TextField(
        _("guidelines"), max_length=LONGEST_GUIDELINES, blank=True, help_text=_("Markdown.")
    )
    raters_each = models.PositiveSmallIntegerField(
        _("raters for each item"),
        default=3,
        validators=[MinValueValidator(1), MaxValueValidator(MOST_RATERS)],
    )
    gold_every = models.PositiveSmallIntegerField(
        _("a gold item every so many items"), default=10, validators=[MaxValueValidator(1000)]
    )
    """On average; 0 gives none. Each rater gets each gold item once, beside the N of the others."""
    is_live = models.BooleanField(_("takes in new drafts"), default=False)
    selection = models.JSONField(_("what was chosen"), default=dict, blank=True)
    """As `evaluation.selecting.Selection.as_json`; live campaigns go on choosing by it."""
    last_revision = models.PositiveBigIntegerField(default=0)
    """Up to which revision a live campaign has looked."""
    deadline = models.DateTimeField(_("deadline"), null=True, blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)
    opened_at = models.DateTimeField(_("opened at"), null=True)
    closed_at = models.DateTimeField(_("closed at"), null=True)

    class Meta:
        verbose_name, verbose_name_plural = _("campaign"), _("campaigns")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(raters_each__gte=1, raters_each__lte=MOST_RATERS),
                name="campaign_raters_bounded",
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def takes_ratings(self) -> bool:
        """Whether anybody may still be given an item."""
        if self.status != self.Status.OPEN:
            return False
        return self.deadline is None or self.deadline > timezone.now()


class CampaignCriterion(models.Model):
    """One question of a campaign, in both languages; see `domain.rating` for the usual five."""

    campaign = models.ForeignKey(
        Campaign, models.CASCADE, related_name="criteria", verbose_name=_("campaign")
    )
    position = models.PositiveSmallIntegerField(_("position"))
    key = models.SlugField(_("key"), max_length=40)
    name = models.JSONField(_("name"))
    """{"tr": …, "en": …}; so are the question and each anchor."""
    question = models.JSONField(_("question"))
    anchors = models.JSONField(_("anchors"), default=dict)
    """{"1": {"tr": …, "en": …}, "3": …, "5": …}"""

    class Meta:
        verbose_name, verbose_name_plural = _("criterion"), _("criteria")
        ordering = ["campaign", "position"]
        constraints = [
            models.UniqueConstraint(fields=["campaign", "key"], name="criterion_once_a_campaign")
        ]

    def __str__(self) -> str:
        return self.key
