"""A measured figure in words: the mean, and the interval in which the true one lies."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _

NOTHING = "–"


def told(measure: Mapping[str, Any], digits: int = 1) -> str:
    """“84.2 (80.1 to 88.3)”; a dash where nothing was measured."""
    mean = _number(measure["mean"], digits)
    ends = interval(measure, digits)
    return f"{mean} ({ends})" if ends else mean


def interval(measure: Mapping[str, Any], digits: int = 1) -> str:
    """“80.1 to 88.3”; empty where one value or none says nothing about the spread."""
    if measure["low"] is None or measure["high"] is None:
        return ""
    return _("%(low)s to %(high)s") % {
        "low": _number(measure["low"], digits),
        "high": _number(measure["high"], digits),
    }


def rated(measure: Mapping[str, Any]) -> str:
    """People's ratings, or that there are none."""
    if not measure["count"]:
        return _("no ratings yet")
    return told(measure)


def _number(value: float | None, digits: int) -> str:
    # Rounded first: number_format cuts digits off.
    return NOTHING if value is None else str(number_format(round(value, digits), digits))
