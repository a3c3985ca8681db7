"""How many products an experiment needs, from how far two versions have lain apart before."""

from __future__ import annotations

import statistics
from collections import defaultdict
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from django.db.models import Q

from domain.gate import LEAST_PRODUCTS, Criterion
from evaluation.models import Experiment, ExperimentResult
from evaluation.queries.compared import pair
from models_registry.models import Version

ASSUMED: Final = 10.0
"""The standard deviation of the differences, in points, where nothing has been measured: a guess,
which the first experiment or validation of both replaces."""
LEAST_SPREAD: Final = 2.0
"""Below it a plan would call a handful of products enough because the last handful agreed."""


class Ground(StrEnum):
    """Where the spread comes from."""

    EXPERIMENT = "experiment"
    VALIDATIONS = "validations"
    ASSUMED = "assumed"


@dataclass(frozen=True, slots=True)
class Forecast:
    """The plan's numbers: products that show a difference of the margin in 80 of 100 cases."""

    spread: float
    ground: Ground
    needed: int
    """With looks at any time, as the verdict allows them."""
    without_looks: int
    """For one look at the end, as in a textbook."""


def planned(a: Version, b: Version, margin: float) -> Forecast:
    """What it takes to show a difference of `margin` points between these two."""
    # Here: a page that plans nothing need not load it.
    from domain.statistics.power import pairs, pairs_with_looks

    spread, ground = _spread(a, b)
    return Forecast(spread, ground, pairs_with_looks(margin, spread), pairs(margin, spread))


def _spread(a: Version, b: Version) -> tuple[float, Ground]:
    found = _of_experiment(a, b)
    if len(found) >= LEAST_PRODUCTS:
        return max(LEAST_SPREAD, statistics.stdev(found)), Ground.EXPERIMENT
    both = pair(a, b)
    results = both.results if both is not None and both.is_one_suite else ()
    apart = [_overall(after.scores) - _overall(before.scores) for before, after in results]
    if len(apart) >= LEAST_PRODUCTS:
        return max(LEAST_SPREAD, statistics.stdev(apart)), Ground.VALIDATIONS
    return ASSUMED, Ground.ASSUMED


def _of_experiment(a: Version, b: Version) -> list[float]:
    """Differences a product of the newest finished experiment between the two, whichever was A."""
    finished = Experiment.objects.filter(
        Q(a=a, b=b) | Q(a=b, b=a), status=Experiment.Status.DONE
    ).order_by("-pk")
    newest = finished.values_list("pk", flat=True).first()
    if newest is None:
        return []
    written: dict[str, dict[str, list[float]]] = defaultdict(lambda: defaultdict(list))
    rows = ExperimentResult.objects.filter(experiment=newest)
    for product, arm, scores in rows.values_list("product", "arm", "scores"):
        written[product][arm].append(_overall(scores))
    return [
        statistics.fmean(arms["b"]) - statistics.fmean(arms["a"])
        for arms in written.values()
        if len(arms) == 2
    ]


def _overall(scores: dict[str, float]) -> float:
    return float(scores[Criterion.OVERALL])
