"""The decision's figures as tables: what failed, and everything else, before and after."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from content.presentation.names import score_name
from domain.learning import LEVEL
from learning.presentation.naming import pattern_name


@dataclass(frozen=True, slots=True)
class Cell:
    """A figure, and what is known of it."""

    figure: str
    help: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a table; `badge` is the class that colours its `verdict`."""

    label: str
    before: Cell
    after: Cell
    difference: Cell
    verdict: str
    badge: str


@dataclass(frozen=True, slots=True)
class Tables:
    """What was weighed."""

    targets: tuple[Line, ...]
    scores: tuple[Line, ...]
    unmeasured: tuple[str, ...]


def tables(comparison: Mapping[str, Any]) -> Tables:
    """What `Retraining.comparison` says."""
    return Tables(
        tuple(map(_target, comparison.get("targets", []))),
        tuple(map(_score, comparison.get("scores", []))),
        tuple(pattern_name(one["kind"], one["key"]) for one in comparison.get("unmeasured", [])),
    )


def _target(kept: Mapping[str, Any]) -> Line:
    difference = kept["difference"]
    commoner = difference["mean"] > 0 and difference["p"] <= LEVEL
    verdict, badge = _("no evidence"), ""
    if kept["rarer"]:
        verdict, badge = _("rarer"), "badge-good"
    elif commoner:
        verdict, badge = _("more common"), "badge-error"
    elif not kept.get("provable", True):
        verdict = _("too seldom to tell")
    return Line(
        pattern_name(kept["kind"], kept["key"]),
        _share(kept["before"]),
        _share(kept["after"]),
        Cell(
            _("%(points)s points") % {"points": _signed(100 * difference["mean"], 0)},
            f"{_signed(100 * difference['low'], 0)} … {_signed(100 * difference['high'], 0)}",
        ),
        verdict,
        badge,
    )


def _share(kept: Mapping[str, Any]) -> Cell:
    told = {"count": number_format(kept["count"]), "products": number_format(kept["products"])}
    ends = {name: number_format(round(100 * kept[name])) for name in ("low", "high")}
    return Cell(_("%(count)s of %(products)s") % told, _("%(low)s–%(high)s in 100") % ends)


def _score(kept: Mapping[str, Any]) -> Line:
    verdict, badge = _("no worse"), ""
    if kept["worse"]:
        verdict, badge = _("worse"), "badge-error"
    elif kept["low"] > 0:
        verdict, badge = _("better"), "badge-good"
    return Line(
        score_name(kept["criterion"]),
        Cell(number_format(kept["before"], 1)),
        Cell(number_format(kept["after"], 1)),
        Cell(
            _signed(kept["difference"], 1),
            f"{_signed(kept['low'], 1)} … {_signed(kept['high'], 1)}",
        ),
        verdict,
        badge,
    )


def _signed(value: float, digits: int) -> str:
    rounded = round(value, digits)
    sign = "+" if rounded > 0 else "−" if rounded < 0 else "±"
    return f"{sign}{number_format(abs(rounded), digits)}"
