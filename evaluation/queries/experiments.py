"""What is read of experiments for their pages."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean
from typing import Final

from django.db.models import QuerySet

from content.models import Product
from evaluation.contrasts import PRIMARY, A, B, Row, complete, value_of
from evaluation.models import Experiment, ExperimentResult

SHOWN: Final = 100
OFFERED_PRODUCTS: Final = 200
SAMPLES: Final = 5
_BOTH = ("a__family", "b__family")


@dataclass(frozen=True, slots=True)
class Pair:
    """One product that both have written: the mean overall scores, and B less A."""

    product: str
    a: float
    b: float

    @property
    def difference(self) -> float:
        """By how much B scored higher."""
        return self.b - self.a


def listed() -> list[Experiment]:
    """The newest, the newest first; without their products, which are large."""
    rows = Experiment.objects.select_related(*_BOTH, "requested_by").defer("products")
    return list(rows.order_by("-pk")[:SHOWN])


def with_everything() -> QuerySet[Experiment]:
    """One experiment with all that its page names."""
    return Experiment.objects.select_related(
        *_BOTH, "requested_by", "cancel_requested_by", "campaign"
    )


def pairs_of(experiment: Experiment, rows: Sequence[Row]) -> list[Pair]:
    """The products that both have written with every seed, in the order of their completion."""
    return [
        Pair(product, *(fmean(value_of(row, PRIMARY) for row in arms[arm]) for arm in (A, B)))
        for product, arms in complete(rows, len(experiment.seeds)).items()
    ]


def texts(
    experiment: Experiment, pairs: Sequence[Pair]
) -> list[tuple[ExperimentResult, ExperimentResult]]:
    """What both wrote, with the first seed, for the products that they differ most on."""
    apart = sorted(pairs, key=lambda pair: (-abs(pair.difference), pair.product))[:SAMPLES]
    wanted = [pair.product for pair in apart]
    found: dict[str, dict[str, ExperimentResult]] = defaultdict(dict)
    for result in experiment.results.filter(product__in=wanted, seed=experiment.seeds[0]):
        found[result.product][result.arm] = result
    return [(found[key][A], found[key][B]) for key in wanted]


def own_products() -> list[Product]:
    """The team's products to choose from, the newest first."""
    return list(Product.objects.order_by("-pk")[:OFFERED_PRODUCTS])
