"""The box with a campaign's exports, wherever a page about the campaign wants it."""

from __future__ import annotations

from typing import Any

from django import template

from evaluation.models import Campaign
from evaluation.presentation.exports import offer_of

register = template.Library()


@register.inclusion_tag("campaigns/export.html")
def export_box(campaign: Campaign) -> dict[str, Any]:
    """All forms that the campaign is given away in."""
    return {"offer": offer_of(campaign)}
