"""Automatic scores beside people's: which of them tell anything."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from django.utils.translation import gettext as _

from evaluation.presentation.figures import NOTHING
from evaluation.presentation.pictures import AROUND_ZERO, Cell, Line, Picture, interval_mark, ticks
from evaluation.presentation.rated.words import interval_name, signed, signed_span
from evaluation.reporting.items import LEAST_CORRELATED, Told


def correlations(rows: Sequence[Told], name_of: Callable[[str], str]) -> Picture:
    """How far each automatic score goes with what people say."""
    known = [one for one in rows if one.rho is not None or one.is_constant]
    return Picture(
        key="automatic",
        heading=_("Automatic scores beside people’s"),
        hint=_("Spearman’s correlation over items: 1 is the same order, 0 is none"),
        lines=tuple(
            Line(
                name_of(one.name),
                NOTHING if one.rho is None else signed(one.rho.mean),
                verdict(one),
                mark=None
                if one.rho is None
                else interval_mark(AROUND_ZERO, one.rho, stem_from=0.0),
                is_marked=one.says_nothing,
            )
            for one in known
        ),
        ticks=ticks(AROUND_ZERO, [(-1, "−1"), (0, "0"), (1, "1")]),
        figures="ρ",
        columns=(_("Score"), "ρ", interval_name(), _("Items"), _("What it tells")),
        table=tuple(
            (
                Cell(name_of(one.name)),
                Cell(NOTHING if one.rho is None else signed(one.rho.mean)),
                Cell(NOTHING if one.rho is None else signed_span(one.rho)),
                Cell(str(one.items)),
                Cell(verdict(one)),
            )
            for one in known
        ),
        empty=""
        if known
        else _("A correlation needs at least %(least)d rated items with automatic scores.")
        % {"least": LEAST_CORRELATED},
    )


def verdict(one: Told) -> str:
    """What an automatic score tells of people's, in words."""
    if one.is_constant:
        return _("the same for every item: it tells nothing")
    if one.rho is None:
        return _("people rated every item alike")
    if one.says_nothing:
        return _("no connection can be seen")
    return _("goes the same way") if one.rho.mean > 0 else _("goes the other way")
