"""What is judged in a campaign: a copy that later edits of the listing do not change."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from content.models import Revision
from domain.listing import Language, Listing, Product
from evaluation.models.campaign import Campaign
from models_registry.models import Version


class Item(models.Model):
    """One listing with the facts it was written from, or two of the same facts.

    In a comparison `listing` is what `version` wrote (A) and `other` what `other_version` did (B);
    which of them stands on the left is the assignment's.
    """

    campaign = models.ForeignKey(
        Campaign, models.CASCADE, related_name="items", verbose_name=_("campaign")
    )
    number = models.PositiveIntegerField(_("number"))
    product = models.CharField(_("product"), max_length=200)
    """The product's name; of a held-out one its key, which pairs results."""
    category = models.CharField(_("category"), max_length=20, blank=True)
    language = models.CharField(_("language"), max_length=2)
    facts = models.JSONField(_("product facts"))
    listing = models.JSONField(_("listing"))
    evidence = models.JSONField(_("evidence"), default=list)
    """Claims and the facts behind them, as `content.judging` keeps them."""
    scores = models.JSONField(_("automatic scores"), default=dict)
    revision = models.ForeignKey(Revision, models.SET_NULL, null=True, related_name="+")
    """Where the copy comes from; none for what a validation wrote."""
    version = models.ForeignKey(
        Version, models.PROTECT, null=True, related_name="+", verbose_name=_("model version")
    )
    model = models.CharField(_("model"), max_length=160, blank=True)
    """Who wrote it, also where no version of the registry did; empty for a person."""
    other = models.JSONField(_("second listing"), null=True)
    other_scores = models.JSONField(default=dict)
    other_version = models.ForeignKey(Version, models.PROTECT, null=True, related_name="+")
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    """Whose listing it is and who wrote or asked for this text: neither may judge it."""
    gold = models.JSONField(_("expected answer"), null=True)
    """Of a gold item: the scores by criterion, or {"choice": …}, that a careful reader gives."""

    class Meta:
        verbose_name, verbose_name_plural = _("item"), _("items")
        ordering = ["campaign", "number"]
        constraints = [
            models.UniqueConstraint(fields=["campaign", "number"], name="item_number_once"),
            # The same text is not judged twice in a campaign: a live one may look again.
            models.UniqueConstraint(
                fields=["campaign", "revision"], name="revision_once_a_campaign"
            ),
        ]
        indexes = [models.Index(fields=["version"], name="item_version")]

    def __str__(self) -> str:
        return f"{self.campaign_id}/{self.number} {self.product}"

    @property
    def is_gold(self) -> bool:
        """Whether the answer is known."""
        return self.gold is not None

    def text(self) -> Listing:
        """The listing as a value."""
        return text_of(self.listing)

    def product_facts(self) -> Product:
        """The facts as a value."""
        return product_of(self.facts)


def text_of(kept: dict[str, Any]) -> Listing:
    """A listing that an item keeps, as a value."""
    return Listing(kept["title"], tuple(kept["features"]), kept["description"])


def product_of(kept: dict[str, Any]) -> Product:
    """Facts that were kept as JSON, as a value."""
    said = {**kept, "features": tuple(kept["features"])}
    return Product(**{**said, "language": Language(said["language"])})
