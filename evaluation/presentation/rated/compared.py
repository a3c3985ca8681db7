"""The report of a campaign that compares two texts at a time, put together."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from django.utils.translation import gettext as _

from evaluation.presentation.rated import duels, raters
from evaluation.presentation.rated.asking import Asked
from evaluation.presentation.rated.reach import told
from evaluation.presentation.rated.words import names_of
from evaluation.queries.ratings import Ratings, items_by_key
from evaluation.queries.ratings import people as people_of
from evaluation.queries.ratings import versions as versions_of
from evaluation.reporting.duels import encounters, left_share, ranking, split
from evaluation.reporting.gold import GoldRecord
from evaluation.reporting.reach import reach_of_duels
from models_registry.names import category_name


def duels_page(ratings: Ratings, asked: Asked, records: Mapping[int, GoldRecord]) -> dict[str, Any]:
    """Everything that the page of such a campaign shows."""
    names = people_of({*ratings.raters.tolist(), *records})
    failing = {key for key, record in records.items() if record.fails}
    kept = ratings.without(asked.left_out(failing))
    every = np.bincount(ratings.rater, minlength=len(ratings.raters))
    counts = dict(zip(ratings.raters.tolist(), every.tolist(), strict=True))
    return {
        **(_pictures(kept) if len(kept) else told(reach_of_duels(0, 0))),
        "totals": raters.totals(kept),
        "raters": raters.rows_of(names, counts, {}, records, asked),
        "left_out": raters.left_out(names, records, asked, len(ratings) - len(kept)),
    }


def _pictures(ratings: Ratings) -> dict[str, Any]:
    items = ratings.items
    found = encounters(ratings.item, ratings.choice, items.version, items.other)
    keys = {0, *items.version.tolist(), *items.other.tolist()}
    called = names_of(versions_of(keys), keys)
    shown = {key: called[key] for one in found for key in (one.first, one.second)}
    # Answers about other versions say nothing of these two.
    most = max(found, key=lambda one: one.decisive, default=None)
    met: tuple[int, ...] = (most.first, most.second) if most else ()
    decisive = most.decisive if most else 0
    sides = (ratings.item, ratings.choice, ratings.swapped, items.version, items.other)
    return {
        **told(reach_of_duels(decisive, len(np.unique(ratings.rater)), met), shown),
        "answers": duels.answers(found, called),
        "win_rates": duels.win_rates(found, called),
        "ranking": duels.ranks(ranking(*sides), called),
        "side": duels.side(left_share(ratings.choice, ratings.swapped)),
        "split": _split(ratings),
    }


def _split(ratings: Ratings) -> list[dict[str, Any]]:
    """The pairs of texts about which people are of two minds."""
    found = split(ratings.item, ratings.choice)
    keys = [int(ratings.items.key[one.item]) for one in found]
    rows = items_by_key(keys)
    return [
        {
            "item": rows[key],
            "wins": one.wins,
            "losses": one.losses,
            "category": category_name(rows[key].category) or _("Other"),
        }
        for key, one in zip(keys, found, strict=True)
        if key in rows
    ]
