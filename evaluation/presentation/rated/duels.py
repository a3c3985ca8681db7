"""Two side by side, as pictures: win rates, the ranking of versions, and the side's part in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from domain.statistics import Interval
from domain.statistics.ranking import Ranking
from evaluation.presentation.figures import NOTHING
from evaluation.presentation.pictures import (
    Cell,
    Line,
    Picture,
    Scale,
    interval_mark,
    stacked,
    ticks,
)
from evaluation.presentation.rated.words import figure, interval_name, signed, signed_span
from evaluation.reporting.duels import LEAST_DECISIVE, Encounter

SHARES: Final = Scale(0, 1)
LEAST_STRENGTHS: Final = 1.0


def answers(found: Sequence[Encounter], names: Mapping[int, str]) -> Picture:
    """How often each of the four answers was given, a pair of versions a row."""
    kinds = {
        "win": _("the first is better"),
        "good": _("both are good"),
        "bad": _("both are bad"),
        "loss": _("the second is better"),
    }
    return Picture(
        key="answers",
        heading=_("What was answered"),
        hint=_("share of the answers in percent"),
        lines=tuple(
            Line(
                _pair(one, names),
                str(one.answers),
                parts=stacked([count / one.answers for count in _counts(one)], list(kinds)),
            )
            for one in found
        ),
        figures=_("Answers"),
        columns=(_("Versions"), *kinds.values(), _("Answers")),
        table=tuple(
            (
                Cell(_pair(one, names)),
                *(Cell(str(count)) for count in _counts(one)),
                Cell(str(one.answers)),
            )
            for one in found
        ),
        legend=tuple(kinds.items()),
        empty="" if found else _("Nothing has been rated yet."),
    )


def win_rates(found: Sequence[Encounter], names: Mapping[int, str]) -> Picture:
    """How often the first of each pair was preferred, of the answers that prefer one."""
    return Picture(
        key="win-rates",
        heading=_("Win rate of the first"),
        hint=_("of the answers that prefer one; 50 % would be no difference"),
        lines=tuple(
            Line(
                _pair(one, names),
                _percent(one.rate),
                _decisive(one.decisive),
                mark=None if one.rate is None else interval_mark(SHARES, one.rate, stem_from=0.5),
            )
            for one in found
        ),
        ticks=ticks(SHARES, [(0.0, "0"), (0.5, "50 %"), (1.0, "100")]),
        figures=_("Win rate"),
        columns=(
            *(_("Versions"), _("Win rate"), interval_name(), _("Answers that prefer one")),
            *(_("Ties"), _("Items")),
        ),
        table=tuple(
            (
                Cell(_pair(one, names)),
                Cell(_percent(one.rate)),
                Cell(_percents(one.rate)),
                Cell(str(one.decisive)),
                Cell(str(one.both_good + one.both_bad)),
                Cell(str(one.items)),
            )
            for one in found
        ),
        notes=(
            _(
                "The interval is Wilson’s and takes each answer by itself; several of one pair "
                "of texts say less than it seems."
            ),
        ),
        empty="" if found else _("Nothing has been rated yet."),
    )


def ranks(ranking: Ranking, names: Mapping[int, str]) -> Picture:
    """The strength of each version, the best first, and what standing on the left is worth."""
    rows = [(names[int(key)], strength) for key, strength in ranking.strengths.items()]
    every = [*(strength for _name, strength in rows), ranking.side]
    most = max(LEAST_STRENGTHS, *(max(abs(one.low), abs(one.high)) for one in every))
    scale, edge = Scale(-most, most), figure(most, 1)
    rows.append((_("The left side"), ranking.side))
    notes = [_("A strength that is higher by 1 wins 73 of 100 comparisons.")]
    if not ranking.is_connected:
        notes.append(
            _("Not all of them met, directly or by others: only those that did can be compared.")
        )
    return Picture(
        key="ranking",
        heading=_("Ranking"),
        hint=_("Bradley-Terry strengths (log-odds), whiskers at 95 %; ties are half a win"),
        lines=tuple(
            Line(
                name,
                signed(one.mean),
                mark=interval_mark(scale, one, stem_from=0.0),
                is_marked=one is ranking.side,
            )
            for name, one in rows
        ),
        ticks=ticks(scale, [(-most, f"−{edge}"), (0.0, "0"), (most, f"+{edge}")]),
        figures=_("Strength"),
        columns=(_("Version"), _("Strength"), interval_name(), _("Answers")),
        table=tuple(
            (
                Cell(name),
                Cell(signed(one.mean)),
                Cell(signed_span(one)),
                Cell(str(one.count)),
            )
            for name, one in rows
        ),
        notes=tuple(notes),
    )


def side(share: Interval | None) -> str:
    """What the side had to do with it, in words."""
    if share is None:
        return _("At least %(least)d answers that prefer one are needed to tell.") % {
            "least": LEAST_DECISIVE
        }
    values = {"share": _percent(share), "ends": _percents(share), "count": share.count}
    if share.low <= 0.5 <= share.high:
        return (
            _(
                "The text on the left was preferred in %(share)s of %(count)d answers "
                "(%(ends)s): no effect of the side can be seen."
            )
            % values
        )
    return (
        _(
            "The text on the left was preferred in %(share)s of %(count)d answers (%(ends)s): "
            "the side matters. Sides are exchanged at random, so no version gains by it."
        )
        % values
    )


def _counts(one: Encounter) -> tuple[int, ...]:
    return one.wins, one.both_good, one.both_bad, one.losses


def _pair(one: Encounter, names: Mapping[int, str]) -> str:
    return f"{names[one.first]} – {names[one.second]}"


def _decisive(count: int) -> str:
    return ngettext(
        "%(count)d answer that prefers one", "%(count)d answers that prefer one", count
    ) % {"count": count}


def _percent(rate: Interval | None) -> str:
    if rate is None:
        return NOTHING
    return _("%(number)s %%") % {"number": figure(100 * rate.mean, 0)}


def _percents(rate: Interval | None) -> str:
    if rate is None:
        return NOTHING
    low, high = figure(100 * rate.low, 0), figure(100 * rate.high, 0)
    return _("%(low)s to %(high)s %%") % {"low": low, "high": high}
