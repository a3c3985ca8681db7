"""Everybody who rated, a row each: how much, how severely, how they did at gold items."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from evaluation.presentation.figures import NOTHING
from evaluation.presentation.pictures import Cell
from evaluation.presentation.rated.asking import GOLD, Asked, by_name
from evaluation.presentation.rated.words import figure, signed
from evaluation.queries.ratings import Ratings
from evaluation.reporting.gold import GoldRecord
from evaluation.reporting.raters import Stance


@dataclass(frozen=True, slots=True)
class Rater:
    """One person's row; `href` leaves them out or takes them in again."""

    name: str
    ratings: str
    severity: str
    spread: str
    gold: Cell
    fails: bool
    is_left_out: bool
    href: str


def rows_of(
    names: Mapping[int, str],
    counts: Mapping[int, int],
    stances: Mapping[int, Stance],
    records: Mapping[int, GoldRecord],
    asked: Asked,
) -> list[Rater]:
    """By name; `counts` and `stances` by the people's keys, also of those who are left out."""
    failing = {key for key, record in records.items() if record.fails}
    gone = asked.left_out(failing)
    rows = [
        Rater(
            name=names[key],
            ratings=str(count),
            severity=_severity(stances.get(key)),
            spread=_spread(stances.get(key)),
            gold=gold_told(records.get(key)),
            fails=key in failing,
            is_left_out=key in gone,
            href=asked.toggled(str(key)),
        )
        for key, count in counts.items()
    ]
    return sorted(rows, key=lambda row: row.name)


def left_out(
    names: Mapping[int, str], records: Mapping[int, GoldRecord], asked: Asked, ratings: int
) -> dict[str, Any]:
    """Whom the report leaves out, of whom one might, and the switch between the two."""
    failing = {key for key, record in records.items() if record.fails and key in names}
    gone = asked.left_out(failing) & names.keys()
    return {
        "people": by_name(names, gone),
        "ratings": ratings,
        "failing": by_name(names, failing),
        "without_failing": GOLD in asked.without,
        "switch": asked.toggled(GOLD),
    }


def totals(ratings: Ratings) -> dict[str, int]:
    """How much there is of everything."""
    return {
        "ratings": len(ratings),
        "items": len(np.unique(ratings.item)),
        "of_items": len(ratings.items.key),
        "raters": len(np.unique(ratings.rater)),
    }


def gold_told(record: GoldRecord | None) -> Cell:
    """How far somebody's answers to gold items are from what was expected, and how many."""
    if record is None:
        return Cell(NOTHING)
    answers = record.gold.answers
    shown = ngettext("%(count)d answer", "%(count)d answers", answers) % {"count": answers}
    if record.gold.distance is not None:
        points = {"points": figure(record.gold.distance, 1)}
        return Cell(_("off by %(points)s") % points, sub=shown)
    if record.gold.exact is not None:
        share = {"number": figure(100 * record.gold.exact, 0)}
        return Cell(_("%(number)s %% right") % share, sub=shown)
    return Cell(NOTHING, sub=shown)


def by_key(stances: Sequence[Stance], keys: Sequence[int]) -> dict[int, Stance]:
    """Stances by the people's keys instead of their places."""
    return {keys[one.rater]: one for one in stances}


def _severity(stance: Stance | None) -> str:
    return NOTHING if stance is None or stance.severity is None else signed(stance.severity.mean)


def _spread(stance: Stance | None) -> str:
    return NOTHING if stance is None or stance.spread is None else figure(stance.spread)
