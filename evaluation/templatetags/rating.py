"""What waits for a rater, for pages of other parts of the site."""

from __future__ import annotations

from django import template

from accounts.models import User
from evaluation.queries.desk import Work, desk

register = template.Library()


@register.simple_tag
def rating_works(user: User) -> list[Work]:
    """The open campaigns as the person's own place lists them."""
    return desk(user)
