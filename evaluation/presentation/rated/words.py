"""Figures of ratings in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from domain.statistics import Interval
from evaluation.presentation.figures import NOTHING, told
from evaluation.presentation.figures import interval as ends_of
from evaluation.reporting.summaries import Summary
from models_registry.models import Version


def figure(value: float, digits: int = 2) -> str:
    """A number as the reader writes it."""
    return told({"mean": value, "low": None, "high": None}, digits).replace("-", "−")


def signed(value: float) -> str:
    """A number with its sign."""
    shown = figure(abs(value))
    if shown == figure(0.0):
        return shown
    return f"{'+' if value > 0 else '−'}{shown}"


def interval_name() -> str:
    """The heading above intervals; gettext takes a lone per cent sign for the start of a place."""
    return _("95 %% interval") % ()


def span(low: float | None, high: float | None) -> str:
    """An interval in words, or a dash."""
    return ends_of({"low": low, "high": high}, 2) or NOTHING


def span_of(interval: Interval | None) -> str:
    """The same of an interval that may be missing."""
    return NOTHING if interval is None else span(interval.low, interval.high)


def signed_span(interval: Interval) -> str:
    """An interval of differences or correlations."""
    return f"{signed(interval.low)} … {signed(interval.high)}"


def items_counted(count: int) -> str:
    """How many items."""
    return ngettext("%(count)d item", "%(count)d items", count) % {"count": count}


def counted(summary: Summary) -> str:
    """How many ratings of how many items."""
    return ngettext(
        "%(count)d rating, %(items)s", "%(count)d ratings, %(items)s", summary.ratings
    ) % {"count": summary.ratings, "items": items_counted(summary.items)}


def names_of(known: Mapping[int, Version], keys: Iterable[int]) -> dict[int, str]:
    """What versions are called: by their numbers alone where all are of one family."""
    families = {version.family_id for version in known.values()}
    names = {key: str(one.number) if len(families) == 1 else one.name for key, one in known.items()}
    return {key: names.get(key) or _("Written by people") for key in keys}
