"""Campaigns, their items and their raters as pages show them."""

from __future__ import annotations

from datetime import datetime

from django import template

from domain.rating import Choice
from evaluation.forms_gold import CHOICES
from evaluation.models import Campaign
from evaluation.presentation.fairness import percent, seconds_told
from evaluation.presentation.selection import skip_name

register = template.Library()

_BADGES = {Campaign.Status.DRAFT: "badge-advice", Campaign.Status.OPEN: "badge-good"}


@register.filter
def status_badge(status: str) -> str:
    """The class that colours a campaign's state."""
    return _BADGES.get(Campaign.Status(status), "")


@register.filter
def choice_name(choice: str) -> str:
    """The answer to two texts side by side, in words."""
    return str(dict(CHOICES).get(Choice(choice), choice))


@register.filter
def moment(kept: str | None) -> datetime | None:
    """A moment that a history keeps as a text."""
    return datetime.fromisoformat(kept) if kept else None


register.filter("percent", percent)
register.filter("seconds_told", seconds_told)
register.filter("skip_name", skip_name)
