"""A description in the forms in which it may stand in a page or be taken away."""

from __future__ import annotations

from django.utils.html import linebreaks
from django.utils.safestring import SafeString, mark_safe

from domain.keeping import kept_description
from domain.markets import get as get_market


def as_html(description: str, market: str) -> SafeString:
    """The description as a shop would show it: its market's tags, or paragraphs of plain text.

    It is shown as it would be kept, so a text that is still being typed looks no different.
    """
    text = kept_description(description, market)
    if get_market(market).allowed_tags:
        return mark_safe(text)  # noqa: S308 - only plain tags without attributes are kept
    return mark_safe(linebreaks(text, autoescape=True))  # noqa: S308 - escaped there
