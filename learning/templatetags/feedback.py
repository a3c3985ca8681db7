"""Feedback as pages show it, and the panel of stars for a listing's own page."""

from __future__ import annotations

from typing import Any

from django import template

from accounts.models import User
from content.models import Listing
from domain.rating import SCALE
from learning.presentation.stars import panel

register = template.Library()


@register.inclusion_tag("learning/stars.html", takes_context=True)
def stars_panel(context: dict[str, Any], listing: Listing, seen: int) -> dict[str, Any]:
    """Stars and a comment for the text before the reader, with what they gave before."""
    user = context["user"]
    assert isinstance(user, User)  # noqa: S101 - the page is for who signed in
    return panel(user, listing, seen)


@register.inclusion_tag("learning/rating.html")
def rating_stars(rating: int | None) -> dict[str, Any]:
    """So many stars of five, also in words."""
    return {"rating": rating, "stars": [each <= (rating or 0) for each in SCALE]}
