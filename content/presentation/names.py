"""What scores and markets are called; pages and commands ask here, so that each has one name."""

from __future__ import annotations

from datetime import date

from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from domain.markets import UnknownMarket
from domain.markets import get as get_market


def score_name(name: str) -> str:
    """One of the five scores in the reader's language."""
    return {
        "overall": _("Overall"),
        "compliance": _("Compliance"),
        "seo": _("Search visibility"),
        "grounding": _("Grounding"),
        "readability": _("Readability"),
    }.get(name, name)


def severity_name(severity: str) -> str:
    """The word for a finding's severity."""
    labels = {"error": _("Error"), "warning": _("Warning"), "advice": _("Advice")}
    return labels.get(severity, severity)


def market_name(code: str) -> str:
    """A market in the reader's language; its code where it has gone since."""
    try:
        return get_market(code).name.in_language(get_language() or "tr")
    except UnknownMarket:
        return code


def pack_date(version: str) -> str:
    """The day from which a pack of rules holds, written out; its name where that is no day."""
    try:
        return date_format(date.fromisoformat(version), "j F Y")
    except ValueError:
        return version
