"""A campaign's guidelines: Markdown as a page may show it."""

from __future__ import annotations

from typing import Final

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt

_MARKDOWN: Final = MarkdownIt("commonmark", {"html": False}).enable("table")
_TEXT: Final = {"a", "blockquote", "br", "code", "em", "hr", "li", "ol", "p", "pre", "strong", "ul"}
_HEADINGS: Final = {"h3", "h4", "h5", "h6"}
_TABLES: Final = {"table", "tbody", "td", "th", "thead", "tr"}
_ATTRIBUTES: Final = {"a": {"href"}, "ol": {"start"}}
_DEEPEST: Final = 6
_BELOW: Final = 2
"""The page has a heading of its own above, and one for the guidelines."""


def as_html(markdown: str) -> SafeString:
    """The HTML of `markdown`: plain elements and links, neither pictures nor scripts."""
    tokens = _MARKDOWN.parse(markdown)
    for token in tokens:
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{min(int(token.tag[1]) + _BELOW, _DEEPEST)}"
    html = _MARKDOWN.renderer.render(tokens, _MARKDOWN.options, {})
    safe = nh3.clean(
        html,
        tags=_TEXT | _HEADINGS | _TABLES,
        attributes={name: set(allowed) for name, allowed in _ATTRIBUTES.items()},
        url_schemes={"http", "https", "mailto"},
        link_rel="noopener noreferrer nofollow",
    )
    return mark_safe(safe)  # noqa: S308 - cleaned just above
