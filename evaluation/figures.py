"""What is measured of a listing beside its scores, and what many measurements come to."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final, Protocol

from domain.gate import Criterion
from domain.judgement import Judgement
from domain.listing import Product
from domain.statistics import Interval, mean_interval, quantile, share_interval

LENGTH_RULES: Final = frozenset(
    {
        *("title.missing", "title.too_short", "title.too_long", "title.over_limit"),
        *("features.too_few", "features.too_many", "features.too_long", "features.empty"),
        *("description.missing", "description.too_short", "description.too_long"),
    }
)
TIMES: Final = ("total", "queue", "load", "prompt", "generation")
Measure = dict[str, Any]
"""A mean with both ends of its interval and the count, as a summary keeps it; None is unknown."""
UNKNOWN: Final[Measure] = {"mean": None, "low": None, "high": None, "count": 0}
UNREADABLE: Final = {"readable": False, "lengths": False, "ungrounded": 0, "covered": 0.0}
"""The figures of an answer that is no listing."""


class Result(Protocol):
    """What a summary is made of: a row of the database, or what was just measured."""

    category: str
    language: str
    scores: Any
    figures: Any
    timings: Any


def figures_of(product: Product, judgement: Judgement) -> dict[str, Any]:
    """Whether a listing keeps the length rules, its claims with a number that no fact supports,
    and the share of the given facts that it tells."""
    given = len(product.features)
    return {
        "readable": True,
        "lengths": not any(found.code in LENGTH_RULES for found in judgement.errors),
        "ungrounded": sum(
            claim.fact is None and any(letter.isdigit() for letter in claim.text)
            for claim in judgement.evidence
        ),
        "covered": 1 - len(judgement.omitted) / given if given else 1.0,
    }


def summary_of(results: Sequence[Result]) -> dict[str, Any]:
    """Everything that pages, commands and the benchmark tell of a validation.

    By criterion the mean with its interval and the 5th percentile, of all products and of each
    category and language; the figures in percent; seconds, and tokens a second.
    """
    return {
        **_scores(results),
        "by_category": _split(results, "category"),
        "by_language": _split(results, "language"),
        "figures": _figures([result.figures for result in results]),
        "times": _times([result.timings for result in results]),
    }


def _scores(results: Sequence[Result]) -> dict[str, Any]:
    told = {}
    for criterion in Criterion:
        values = [float(result.scores[criterion]) for result in results]
        told[criterion.value] = {
            **mean_of(values, 100),
            "fifth": round(quantile(values, 0.05), 2),
        }
    return told


def _split(results: Sequence[Result], by: str) -> dict[str, Any]:
    names = sorted({getattr(result, by) for result in results})
    return {
        name: _scores([result for result in results if getattr(result, by) == name])
        for name in names
    }


def _figures(figures: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    readable = [one for one in figures if one["readable"]]
    return {
        "readable": share_of(one["readable"] for one in figures),
        "lengths": share_of(one["lengths"] for one in figures),
        # Of what can be read: an answer that cannot claims nothing, and is no better for it.
        "clean": share_of(not one["ungrounded"] for one in readable),
        "ungrounded": mean_of([one["ungrounded"] for one in readable]),
        "covered": mean_of([100 * one["covered"] for one in figures], 100),
    }


def _times(timings: Sequence[Mapping[str, float]]) -> dict[str, Any]:
    known = {name: [one[name] for one in timings if name in one] for name in TIMES}
    rates = [one["tokens_a_second"] for one in timings if one.get("tokens_a_second")]
    return {name: mean_of(values) for name, values in known.items()} | {
        "tokens_a_second": mean_of(rates)
    }


def mean_of(values: Sequence[float], most: float = math.inf, least: float = 0.0) -> Measure:
    """The mean with its interval; within `least` and `most`, as every value is."""
    if not values:
        return dict(UNKNOWN)
    found = mean_interval(values)
    if math.isinf(found.low):
        return as_json(found)
    return as_json(Interval(found.mean, max(least, found.low), min(most, found.high), found.count))


def share_of(each: Iterable[bool]) -> Measure:
    """The share of those that are true, in percent, with Wilson's interval."""
    values = list(each)
    share = share_interval(sum(values), len(values))
    return as_json(Interval(100 * share.mean, 100 * share.low, 100 * share.high, share.count))


def as_json(interval: Interval) -> Measure:
    """As JSON, whose numbers have no infinity: None stands for it."""
    return {
        name: value if math.isfinite(value) else None for name, value in interval.as_json().items()
    }
