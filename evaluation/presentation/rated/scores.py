"""Scores as pictures: how often each was given, and means with their intervals."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from django.utils.translation import gettext as _

from domain.rating import HIGHEST, LOWEST, SCALE
from evaluation.presentation.pictures import Cell, Line, Picture, Scale, mark, stacked, ticks
from evaluation.presentation.rated.words import counted, figure, interval_name, span
from evaluation.reporting.summaries import Summary

SCORES: Final = Scale(LOWEST, HIGHEST)
Named = Sequence[tuple[str, Summary | None]]


def distributions(key: str, heading: str, first: str, rows: Named) -> Picture:
    """How often each score was given, as parts of one bar a row."""
    known = [(label, summary) for label, summary in rows if summary is not None]
    return Picture(
        key=key,
        heading=heading,
        hint=_("share of the ratings in percent"),
        lines=tuple(
            Line(
                label,
                figure(summary.median, 1),
                counted(summary),
                stacked(summary.shares(), [f"score-{score}" for score in SCALE]),
            )
            for label, summary in known
        ),
        figures=_("Median"),
        columns=(first, *map(str, SCALE), _("Ratings"), _("Median")),
        table=tuple(
            (
                Cell(label),
                *(Cell(str(count)) for count in summary.counts),
                Cell(str(summary.ratings)),
                Cell(figure(summary.median, 1)),
            )
            for label, summary in known
        ),
        legend=tuple((f"score-{score}", str(score)) for score in SCALE),
        empty="" if known else _("Nothing has been rated yet."),
    )


def means(key: str, heading: str, first: str, rows: Named) -> Picture:
    """The mean of each row with its interval."""
    known = [(label, summary) for label, summary in rows if summary is not None]
    bare = any(summary.low is None for _label, summary in known)
    return Picture(
        key=key,
        heading=heading,
        hint=_("mean from 1 to 5, whiskers at 95 %"),
        lines=tuple(
            Line(
                label,
                figure(summary.mean),
                counted(summary),
                mark=mark(SCORES, summary.mean, summary.low, summary.high),
            )
            for label, summary in known
        ),
        ticks=ticks(SCORES, [(score, str(score)) for score in SCALE]),
        figures=_("Mean"),
        columns=(first, _("Mean"), interval_name(), _("Median"), _("Ratings"), _("Items")),
        table=tuple(
            (
                Cell(label),
                Cell(figure(summary.mean)),
                Cell(span(summary.low, summary.high)),
                Cell(figure(summary.median, 1)),
                Cell(str(summary.ratings)),
                Cell(str(summary.items)),
            )
            for label, summary in known
        ),
        notes=(_("No interval where there is one item only, or where all are rated alike."),)
        if bare
        else (),
        empty="" if known else _("Nothing has been rated yet."),
    )
