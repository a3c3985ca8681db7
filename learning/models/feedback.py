"""What a person said or did about a listing, wherever they met it; and what became of it."""

from __future__ import annotations

from typing import Final

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from content.models import Listing
from domain.listing import Language, Product
from domain.listing import Listing as Text
from evaluation.models import Campaign
from learning.models.policy import Policy
from models_registry.models import Version
from models_registry.names import CATEGORY_CHOICES

LONGEST_COMMENT: Final = 2000
LONGEST_CODE: Final = 80


class Feedback(models.Model):
    """One person's word about one text: a copy, which later edits do not change.

    `key` says what it came from, so that the same event met twice is one row: `rating:ASSIGNMENT`,
    `comparison:ASSIGNMENT`, `stars:REVISION:PERSON`, `edit:REVISION`, `rejection:REVISION:HASH`.
    """

    class Source(models.TextChoices):
        STARS = "stars", _("Stars on the listing’s page")
        RATING = "rating", _("Rating in a campaign")
        COMPARISON = "comparison", _("Lost side by side")
        EDIT = "edit", _("Edited before approval")
        REJECTION = "rejection", _("Rejected by the marketplace")

    key = models.CharField(max_length=120, unique=True)
    source = models.CharField(_("source"), max_length=10, choices=Source)
    policy = models.ForeignKey(
        Policy, models.PROTECT, null=True, related_name="feedback", verbose_name=_("counts for")
    )
    """None where no model that can be trained wrote the text: there is nobody to teach."""
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="feedback",
        verbose_name=_("person"),
    )
    subject = models.CharField(max_length=80)
    """What it is about, as `listing:PK` or `item:PK`: a person counts once for each."""
    listing = models.ForeignKey(
        Listing, models.SET_NULL, null=True, related_name="feedback", verbose_name=_("listing")
    )
    campaign = models.ForeignKey(
        Campaign, models.SET_NULL, null=True, related_name="+", verbose_name=_("campaign")
    )
    """Of a rating: who fails its gold items does not count."""
    version = models.ForeignKey(
        Version, models.PROTECT, null=True, related_name="feedback", verbose_name=_("model version")
    )
    category = models.CharField(
        _("category"), max_length=20, choices=CATEGORY_CHOICES, blank=True, default=""
    )
    language = models.CharField(_("language"), max_length=2)
    rating = models.PositiveSmallIntegerField(
        _("rating"), null=True, validators=[MinValueValidator(1), MaxValueValidator(5)]
    )
    scores = models.JSONField(_("scores"), default=dict)
    """By criterion, 1 to 5."""
    comment = models.TextField(_("comment"), max_length=LONGEST_COMMENT, blank=True)
    facts = models.JSONField(_("product facts"))
    text = models.JSONField(_("text"))
    """The text that was met: title, features, description."""
    better = models.JSONField(_("better text"), default=dict)
    """What the person made of it, or preferred to it; empty where nothing is known."""
    findings = models.JSONField(_("findings"), default=list)
    """What the rules say of the text: [{"code", "severity", "text"}]."""
    code = models.CharField(_("code"), max_length=LONGEST_CODE, blank=True)
    field = models.CharField(_("field"), max_length=LONGEST_CODE, blank=True)
    """What the marketplace said, and of which of its fields."""
    is_negative = models.BooleanField(_("negative"), default=False)
    taken_by = models.ForeignKey(
        "learning.Retraining",
        models.PROTECT,
        null=True,
        related_name="taken",
        verbose_name=_("processed by"),
    )
    """The retraining whose counter it filled; none while it waits."""
    created_at = models.DateTimeField(_("given at"), auto_now_add=True)
    updated_at = models.DateTimeField(_("changed at"), auto_now=True)

    class Meta:
        verbose_name, verbose_name_plural = _("feedback"), _("feedback")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(rating=None) | Q(rating__gte=1, rating__lte=5),
                name="feedback_rating_bounded",
            )
        ]
        indexes = [
            models.Index(
                fields=["policy"], condition=Q(taken_by=None), name="feedback_unprocessed"
            ),
            models.Index(fields=["person", "-id"], name="feedback_of_person"),
            models.Index(fields=["listing", "person"], name="feedback_of_listing"),
        ]

    def __str__(self) -> str:
        return self.key

    def product(self) -> Product:
        """The facts as a value."""
        said = {**self.facts, "features": tuple(self.facts["features"])}
        return Product(**{**said, "language": Language(said["language"])})

    def written(self) -> Text:
        """The text that was met, as a value."""
        return _text(self.text)

    def wished(self) -> Text | None:
        """The better text as a value, where there is one."""
        return _text(self.better) if self.better else None


def _text(kept: dict[str, object]) -> Text:
    features = kept["features"]
    assert isinstance(features, list | tuple)  # noqa: S101 - as it was written here
    return Text(str(kept["title"]), tuple(map(str, features)), str(kept["description"]))


class Use(models.Model):
    """A retraining that looked at a piece of feedback, newly come or left by an earlier one."""

    feedback = models.ForeignKey(Feedback, models.CASCADE, related_name="uses")
    retraining = models.ForeignKey("learning.Retraining", models.CASCADE, related_name="uses")

    class Meta:
        verbose_name, verbose_name_plural = _("use of feedback"), _("uses of feedback")
        constraints = [
            models.UniqueConstraint(
                fields=["feedback", "retraining"], name="used_once_a_retraining"
            )
        ]

    def __str__(self) -> str:
        return f"{self.feedback_id}: {self.retraining_id}"
