"""A listing as it stands now; how it came to be is in its revisions and events."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from content.models.ordering import FILTERED, SCORE, TITLE
from content.models.product import Product
from domain import listing as domain


class Listing(models.Model):
    """The current text with the scores that the library sorts and filters by.

    The text, the scores and the market repeat what the newest revision and the product say,
    so that a page of the library is one query without a join to either.
    """

    class Status(models.TextChoices):
        EMPTY = "empty", _("Not written yet")
        DRAFT = "draft", _("Draft")
        APPROVED = "approved", _("Approved")

    product = models.ForeignKey(
        Product, models.PROTECT, related_name="listings", verbose_name=_("product")
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="listings",
        verbose_name=_("owner"),
    )
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.EMPTY)
    title = models.TextField(_("title"), blank=True)
    features = models.JSONField(_("features"), default=list)
    description = models.TextField(_("description"), blank=True)
    number = models.PositiveIntegerField(_("current version"), default=0)
    """The number of the current revision; 0 before the first. Edits name it, so that nobody
    overwrites what they have not seen. Newer ones were set aside: draws that were not chosen,
    drafts that came when the text had changed."""
    market = models.CharField(_("market"), max_length=32)
    language = models.CharField(_("language"), max_length=2, choices=Product.Language)
    model = models.CharField(_("model"), max_length=100, blank=True)
    overall = models.PositiveSmallIntegerField(_("overall score"), null=True)
    compliance = models.PositiveSmallIntegerField(_("compliance"), null=True)
    seo = models.PositiveSmallIntegerField(_("search visibility"), null=True)
    grounding = models.PositiveSmallIntegerField(_("grounding"), null=True)
    readability = models.PositiveSmallIntegerField(_("readability"), null=True)
    errors = models.PositiveSmallIntegerField(_("errors"), default=0)
    search = models.TextField(_("text that is searched"), blank=True)
    """Title, name, brand, SKU and category, folded, for the library's search and its order."""
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("approved by"),
    )
    approved_at = models.DateTimeField(_("approved at"), null=True)
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)
    updated_at = models.DateTimeField(_("changed at"), auto_now=True)

    class Meta:
        verbose_name, verbose_name_plural = _("listing"), _("listings")
        indexes = [
            models.Index(fields=["-updated_at", "-id"], name="listing_newest"),
            models.Index(fields=["status", "-updated_at", "-id"], name="listing_status"),
            models.Index(fields=["owner", "-updated_at", "-id"], name="listing_owner"),
            models.Index(fields=["market", "-updated_at", "-id"], name="listing_market"),
            models.Index(SCORE, "id", *FILTERED, name="listing_score"),
            models.Index(TITLE, "id", *FILTERED, name="listing_title"),
        ]

    def __str__(self) -> str:
        return self.title or gettext("Listing %(number)s") % {"number": self.pk}

    @property
    def approval(self) -> str:
        """Names the approval that stands; empty where there is none. Whoever changes an approved
        listing says which one they had seen."""
        stands = self.status == self.Status.APPROVED and self.approved_at
        return stands.isoformat() if stands else ""

    def text(self) -> domain.Listing:
        """The current text as the value that judgements take."""
        return domain.Listing(self.title, tuple(self.features), self.description)
