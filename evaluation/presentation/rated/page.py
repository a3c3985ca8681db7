"""The report of scores from 1 to 5, put together: one criterion in detail, and all at a glance."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from django.utils.translation import gettext as _
from numpy.typing import NDArray

from content.presentation.names import score_name
from evaluation.presentation.pictures import Cell, Picture
from evaluation.presentation.rated import agreeing, automatic, people, raters, scores
from evaluation.presentation.rated.asking import Asked
from evaluation.presentation.rated.reach import told
from evaluation.presentation.rated.words import figure, names_of, span
from evaluation.queries.ratings import Ratings, items_by_key
from evaluation.queries.ratings import people as people_of
from evaluation.queries.ratings import versions as versions_of
from evaluation.reporting.agreement import Agreement, agreement, pairs
from evaluation.reporting.gold import GoldRecord
from evaluation.reporting.items import Disputed, disputed, told_by
from evaluation.reporting.raters import stances
from evaluation.reporting.reach import Design, Means, Reach, reach_of
from evaluation.reporting.summaries import Summary, summaries, summary
from models_registry.names import category_name

Whole = NDArray[np.int64]
MOST_VERSIONS: Final = 12
"""Shown by version, those with the most items."""


@dataclass(frozen=True, slots=True)
class Grouped:
    """Rated items in groups that have names; the place in `labels` for each item, or -1."""

    keys: tuple[Any, ...]
    labels: tuple[str, ...]
    of_item: Whole


def scores_page(
    ratings: Ratings, labels: Mapping[str, str], asked: Asked, records: Mapping[int, GoldRecord]
) -> dict[str, Any]:
    """Everything that the page of a campaign of scores shows; `labels` name its criteria."""
    names = people_of({*ratings.raters.tolist(), *records})
    failing = {key for key, record in records.items() if record.fails}
    kept = ratings.without(asked.left_out(failing))
    every = np.bincount(ratings.rater, minlength=len(ratings.raters))
    nothing = told(Reach(Design.NOTHING, 0, 0))
    page = one_criterion(kept, asked.criterion, names) if len(kept) else nothing
    found = raters.by_key(page.get("stances", ()), ratings.raters.tolist())
    counts = dict(zip(ratings.raters.tolist(), every.tolist(), strict=True))
    return {
        **page,
        "totals": raters.totals(kept),
        "all": all_criteria(kept, labels) if len(kept) else {},
        "raters": raters.rows_of(names, counts, found, records, asked),
        "left_out": raters.left_out(names, records, asked, len(ratings) - len(kept)),
        "switch": [
            (label, asked.with_criterion(key), key == asked.criterion)
            for key, label in labels.items()
        ],
        "criterion": labels.get(asked.criterion, ""),
    }


def all_criteria(ratings: Ratings, labels: Mapping[str, str]) -> dict[str, Any]:
    """Every criterion over everything: how often each score, and how far people agree."""
    found = [(label, *_overall(ratings, key)) for key, label in labels.items()]
    summed = [(label, one) for label, one, _agreed in found]
    agreed = [(label, one) for label, _summed, one in found if one is not None]
    heading, first = _("What people gave"), _("Criterion")
    return {
        "distribution": scores.distributions("criteria", heading, first, summed),
        "means": scores.means("criteria-means", _("Means"), first, summed),
        "agreement": agreeing.agreements(agreed),
    }


def _overall(ratings: Ratings, key: str) -> tuple[Summary | None, Agreement | None]:
    item, rater, score = ratings.of(key)
    if not len(item):
        return None, None
    return summary(item, score), agreement(item, rater, score)


def one_criterion(ratings: Ratings, key: str, names: Mapping[int, str]) -> dict[str, Any]:
    """One criterion by version and category, its raters, its items, and the automatic scores.

    `names` are those of the raters by their keys.
    """
    item, rater, score = ratings.of(key)
    rated = np.unique(item)
    found = stances(item, rater, score, len(ratings.raters))
    called = {place: names[int(who)] for place, who in enumerate(ratings.raters)}
    by_version, by_category = _versions(ratings, rated), _categories(ratings, rated)
    return {
        **told(
            _reach(ratings, item, rater, score),
            dict(zip(by_version.keys, by_version.labels, strict=True)),
        ),
        "by_version": _pictures("version", item, score, by_version),
        "by_category": _pictures("category", item, score, by_category),
        "crossed": _crossed(item, score, by_version, by_category),
        "stances": found,
        "severity": people.severities(found, called),
        "pairs": agreeing.kappas(pairs(item, rater, score), called),
        "disputed": disputed_rows(disputed(item, score), ratings),
        "automatic": automatic.correlations(
            told_by(item, score, ratings.items.automatic), score_name
        ),
    }


def disputed_rows(found: Sequence[Disputed], ratings: Ratings) -> list[dict[str, Any]]:
    """The items that people disagree about, each with its row, which has the way to its page."""
    keys = [int(ratings.items.key[one.item]) for one in found]
    rows = items_by_key(keys)
    return [
        {
            "item": rows[key],
            "scores": one.scores,
            "spread": figure(one.spread),
            "category": category_name(rows[key].category) or _("Other"),
        }
        for key, one in zip(keys, found, strict=True)
        if key in rows
    ]


def _reach(ratings: Ratings, item: Whole, rater: Whole, score: Whole) -> Reach:
    number = np.bincount(item)
    rated = np.flatnonzero(number)
    items = ratings.items
    means = np.bincount(item, score)[rated] / number[rated]
    return reach_of(Means(means, items.version[rated], items.product[rated]), len(np.unique(rater)))


def _versions(ratings: Ratings, rated: Whole) -> Grouped:
    keys, counts = np.unique(ratings.items.version[rated], return_counts=True)
    kept = np.sort(keys[np.argsort(-counts, kind="stable")[:MOST_VERSIONS]])
    named = names_of(versions_of(kept.tolist()), kept.tolist())
    return _grouped(ratings.items.version, kept, named.__getitem__)


def _categories(ratings: Ratings, rated: Whole) -> Grouped:
    kept = np.unique(ratings.items.category[rated])
    return _grouped(ratings.items.category, kept, lambda key: category_name(key) or _("Other"))


def _grouped(values: NDArray[Any], kept: NDArray[Any], name_of: Callable[[Any], str]) -> Grouped:
    place = np.searchsorted(kept, values)
    inside = place < len(kept)
    inside[inside] = kept[place[inside]] == values[inside]
    keys = tuple(kept.tolist())
    return Grouped(keys, tuple(map(name_of, keys)), np.where(inside, place, -1))


def _pictures(key: str, item: Whole, score: Whole, groups: Grouped) -> tuple[Picture, Picture]:
    first, means, often = {
        "version": (_("Version"), _("Means by version"), _("Scores by version")),
        "category": (_("Category"), _("Means by category"), _("Scores by category")),
    }[key]
    found = summaries(item, score, groups.of_item, len(groups.labels))
    rows = list(zip(groups.labels, found, strict=True))
    return (
        scores.means(f"{key}-means", means, first, rows),
        scores.distributions(f"{key}-scores", often, first, rows),
    )


def _crossed(item: Whole, score: Whole, rows: Grouped, columns: Grouped) -> dict[str, Any] | None:
    """Versions x categories: means with their intervals; None where one of them is all there is."""
    if len(rows.labels) < 2 or len(columns.labels) < 2:
        return None
    wide = len(columns.labels)
    cell = np.where(rows.of_item < 0, -1, rows.of_item * wide + columns.of_item)
    found = [_cell(one) for one in summaries(item, score, cell, len(rows.labels) * wide)]
    return {
        "columns": columns.labels,
        "rows": [
            (label, list(zip(columns.labels, found[place * wide :], strict=False)))
            for place, label in enumerate(rows.labels)
        ],
    }


def _cell(one: Summary | None) -> Cell:
    if one is None:
        return Cell("–")
    ends = "" if one.low is None else span(one.low, one.high)
    return Cell(figure(one.mean), sub=" · ".join(filter(None, (ends, f"n={one.items}"))))
