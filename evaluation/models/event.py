"""What happened to a campaign, as its page tells it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from evaluation.models.campaign import Campaign


class CampaignEvent(models.Model):
    """One line of a campaign's history; written once, by the action that did it."""

    class Kind(models.TextChoices):
        CREATED = "created", _("Created")
        OPENED = "opened", _("Opened")
        CLOSED = "closed", _("Closed by a person")
        EXPIRED = "expired", _("Closed by its deadline")
        DEADLINE = "deadline", _("Deadline changed")
        GOLD = "gold", _("An item became a gold item")
        PLAIN = "plain", _("A gold item became an ordinary one")

    campaign = models.ForeignKey(
        Campaign, models.CASCADE, related_name="events", verbose_name=_("campaign")
    )
    kind = models.CharField(_("what happened"), max_length=8, choices=Kind)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("by"),
    )
    """Nobody where it happened by itself."""
    at = models.DateTimeField(_("when"), auto_now_add=True)
    details = models.JSONField(_("details"), default=dict)
    """Of a deadline the new one in ISO form or None; of gold the item's number."""

    class Meta:
        verbose_name, verbose_name_plural = _("campaign event"), _("campaign events")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.campaign_id} {self.kind}"
