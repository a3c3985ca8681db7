"""Raters as a picture: who is severe, who is lenient, and how sure that is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _

from evaluation.presentation.figures import NOTHING
from evaluation.presentation.pictures import Cell, Line, Picture, Scale, interval_mark, ticks
from evaluation.presentation.rated.words import figure, interval_name, signed, signed_span
from evaluation.reporting.raters import Stance


def severities(stances: Sequence[Stance], names: Mapping[int, str]) -> Picture:
    """How far each person lies above or below the others on the same items."""
    known = [(one, one.severity) for one in stances if one.severity is not None]
    most = max((max(abs(a.low), abs(a.high), 0.5) for _one, a in known), default=1.0)
    scale = Scale(-most, most)
    edge = figure(most, 1)
    known.sort(key=lambda pair: pair[1].mean)
    return Picture(
        key="severity",
        heading=_("Severe and lenient raters"),
        hint=_("points above or below the others on the same items"),
        lines=tuple(
            Line(
                names[one.rater],
                signed(apart.mean),
                mark=interval_mark(scale, apart, stem_from=0.0),
            )
            for one, apart in known
        ),
        ticks=ticks(scale, [(-most, f"−{edge}"), (0.0, "0"), (most, f"+{edge}")]),
        figures=_("Points"),
        columns=(_("Rater"), _("Points"), interval_name(), _("Shared items"), _("Spread")),
        table=tuple(
            (
                Cell(names[one.rater]),
                Cell(signed(apart.mean)),
                Cell(signed_span(apart)),
                Cell(str(one.shared)),
                Cell(NOTHING if one.spread is None else figure(one.spread)),
            )
            for one, apart in known
        ),
        notes=(
            _(
                "The spread tells how steadily somebody differs from the others: 0 would always be "
                "by the same amount."
            ),
        ),
        empty="" if known else _("Nobody has judged enough items together with others yet."),
    )
