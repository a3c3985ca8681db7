"""Agreement as pictures: of all raters by criterion, and of raters two by two."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from django.utils.translation import gettext as _

from domain.statistics.agreement import RELIABLE, TENTATIVE, Lacking
from evaluation.presentation.figures import NOTHING
from evaluation.presentation.pictures import (
    AROUND_ZERO,
    Cell,
    Line,
    Picture,
    Scale,
    interval_mark,
    mark,
    ticks,
)
from evaluation.presentation.rated.words import figure, interval_name, items_counted, span_of
from evaluation.reporting.agreement import FEW, LEAST_ITEMS, LEAST_SHARED, Agreement, Pair

FROM_ZERO: Final = Scale(0, 1)
MOST_PAIRS: Final = 12
"""Shown of the pairs of raters, those that agree least."""


def agreements(rows: Sequence[tuple[str, Agreement]]) -> Picture:
    """Alpha of each criterion; what cannot be known says why."""
    named = [(0.0, "0"), (TENTATIVE, figure(TENTATIVE, 3)), (RELIABLE, figure(RELIABLE, 1))]
    named.append((1.0, "1"))
    known = [one for _label, one in rows if one.alpha is not None]
    forms = list(dict.fromkeys(form for _label, one in rows for form in one.icc))
    return Picture(
        key="agreement",
        heading=_("Agreement between raters"),
        hint=_("Krippendorff’s alpha (ordinal): 1 is full agreement, 0 is chance"),
        lines=tuple(_agreement(label, one) for label, one in rows) if known else (),
        ticks=ticks(FROM_ZERO, named),
        figures="α",
        columns=(
            *(_("Criterion"), "α", interval_name(), _("Items"), _("Raters")),
            *(f"ICC({form})" for form in forms),
        ),
        table=tuple(
            (
                Cell(label),
                Cell(figure(one.alpha.mean) if one.alpha else NOTHING, sub=lack(one)),
                Cell(span_of(one.alpha)),
                Cell(str(one.items)),
                Cell(str(one.raters)),
                *(Cell(_form(one, form)) for form in forms),
            )
            for label, one in rows
        ),
        notes=(
            _(
                "From %(tentative)s on Krippendorff draws tentative conclusions, from "
                "%(reliable)s on dependable ones: a custom, not a law."
            )
            % {"tentative": figure(TENTATIVE, 3), "reliable": figure(RELIABLE, 1)},
        ),
        empty="" if known else _("Nothing can be said of agreement: %s.") % lack(rows[0][1]),
    )


def _agreement(label: str, one: Agreement) -> Line:
    if one.alpha is None:
        return Line(label, NOTHING, lack(one))
    alpha = one.alpha
    shown = items_counted(one.items)
    return Line(label, figure(alpha.mean), shown, mark=interval_mark(FROM_ZERO, alpha))


def lack(one: Agreement) -> str:
    """Why there is no agreement to be told; empty where there is."""
    if one.reason == FEW:
        return _("fewer than %(least)d items with several ratings") % {"least": LEAST_ITEMS}
    reasons: dict[str, str] = {
        Lacking.PAIRS: _("no item has ratings of two people"),
        Lacking.VARIATION: _("everybody always gave the same score"),
    }
    return reasons.get(one.reason, "")


def kappas(found: Sequence[Pair], names: Mapping[int, str]) -> Picture:
    """The pairs of raters that agree least."""
    shown = found[:MOST_PAIRS]

    def label(pair: Pair) -> str:
        return f"{names[pair.first]} – {names[pair.second]}"

    return Picture(
        key="pairs",
        heading=_("Raters two by two"),
        hint=_("weighted kappa (quadratic): 1 is full agreement, 0 is chance"),
        lines=tuple(
            Line(
                label(pair),
                figure(pair.kappa),
                items_counted(pair.items),
                mark=mark(AROUND_ZERO, pair.kappa, stem_from=0.0),
            )
            for pair in shown
        ),
        ticks=ticks(AROUND_ZERO, [(-1, "−1"), (0, "0"), (1, "1")]),
        figures="κ",
        columns=(_("Raters"), "κ", _("Shared items")),
        table=tuple(
            (Cell(label(pair)), Cell(figure(pair.kappa)), Cell(str(pair.items))) for pair in found
        ),
        notes=(
            _("The %(shown)d pairs that agree least, of %(count)d.")
            % {"shown": len(shown), "count": len(found)},
        )
        if len(found) > len(shown)
        else (),
        empty=""
        if found
        else _("No two people have judged %(least)d items together yet.") % {"least": LEAST_SHARED},
    )


def _form(one: Agreement, form: str) -> str:
    return figure(one.icc[form]) if form in one.icc else NOTHING
