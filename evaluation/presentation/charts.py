"""Figures as bars with whiskers: how long is the mean, and how sure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext as _

from content.presentation.names import score_name
from domain.gate import Criterion
from domain.statistics import Interval
from evaluation.benchmark import Row
from evaluation.figures import Measure
from evaluation.presentation.figures import interval, told
from models_registry.models import Version

WIDTH: Final = 100.0
HEIGHT: Final = 10


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: how long it is, of WIDTH, and the whisker's path where there is an interval."""

    label: str
    figure: str
    interval: str
    length: float
    whisker: str
    is_marked: bool = False


@dataclass(frozen=True, slots=True)
class Chart:
    """A heading and its bars, of what (`first`); without bars, `empty` says why.

    `limit` is where the first bar should reach.
    """

    first: str
    heading: str
    hint: str
    bars: tuple[Bar, ...]
    empty: str = ""
    limit: float | None = None


def charts_of(rows: Sequence[Row]) -> list[Chart]:
    """The four figures that the comparison is about."""
    return [
        _chart("quality", _("Quality score"), _("of 100, more is better"), rows, 100),
        _chart("compliance", _("Walmart compliance"), _("of 100, more is better"), rows, 100),
        _chart("response", _("Response time"), _("seconds, less is better"), rows),
        _chart("satisfaction", _("User satisfaction"), _("ratings from 1 to 5"), rows, 5),
    ]


def scores_chart(summary: Mapping[str, Any], threshold: float) -> Chart:
    """The criteria of one validation; a line shows what is asked of the overall score."""
    bars = tuple(
        _bar(score_name(criterion), summary[criterion], WIDTH / 100) for criterion in Criterion
    )
    hint = _("of 100, more is better")
    return Chart(_("Criterion"), _("Score"), hint, bars, limit=_place(threshold, WIDTH / 100))


def ranking_chart(heading: str, rows: Sequence[tuple[Version, Interval]]) -> Chart:
    """How often each version would be chosen against an average one, in percent."""
    bars = tuple(
        _bar(str(version), _of_100(chance), WIDTH / 100, version.is_live)
        for version, chance in rows
    )
    return Chart(_("Version"), heading, _("wins of 100 against an average version"), bars)


def _chart(
    key: str, heading: str, hint: str, rows: Sequence[Row], most: float | None = None
) -> Chart:
    measured = [(row.version, getattr(row, key)) for row in rows]
    known = [(version, measure) for version, measure in measured if measure["mean"] is not None]
    if not known:
        return Chart(_("Model"), heading, hint, (), _("no ratings yet"))
    longest = max(max(measure["mean"], measure["high"] or 0) for _version, measure in known)
    scale = WIDTH / (most or longest or 1)
    bars = (_bar(str(version), measure, scale, version.is_live) for version, measure in known)
    return Chart(_("Model"), heading, hint, tuple(bars))


def _bar(label: str, measure: Measure, scale: float, is_marked: bool = False) -> Bar:
    ends = interval(measure)
    return Bar(
        label=label,
        figure=told({**measure, "low": None}),
        interval=ends,
        length=_place(measure["mean"], scale),
        whisker=_whisker(measure, scale) if ends else "",
        is_marked=is_marked,
    )


def _whisker(measure: Measure, scale: float) -> str:
    """A line from end to end with a cap at each, in a box WIDTH x HEIGHT."""
    low, high = _place(measure["low"], scale), _place(measure["high"], scale)
    return f"M{low} {HEIGHT / 2}H{high}M{low} 1V{HEIGHT - 1}M{high} 1V{HEIGHT - 1}"


def _of_100(share: Interval) -> Measure:
    ends = {"mean": share.mean, "low": share.low, "high": share.high}
    return {name: 100 * end for name, end in ends.items()}


def _place(value: float, scale: float) -> float:
    return round(min(max(value * scale, 0.0), WIDTH), 2)
