"""What an experiment says so far: each measure of both versions, and the difference in pairs.

A pair is a product: where it was written with several seeds, the mean over them counts, since
texts of one product are no independent trials. The verdict comes from an always-valid confidence
sequence, so that it may be looked at after every product; the p-values, effects and bootstrap
intervals beside it are those of an experiment that was looked at once (decision 14).
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from statistics import fmean
from typing import Any, Final

from domain.gate import LEAST_PRODUCTS
from domain.statistics import Interval
from domain.verdict import Verdict
from evaluation.figures import as_json, mean_of, share_of
from evaluation.models import Experiment, ExperimentResult

A, B = ExperimentResult.Arm.A, ExperimentResult.Arm.B
SCALE: Final = 100.0
"""Points from the lowest to the highest score."""
LEVEL: Final = 0.05


class Measure(StrEnum):
    """What the two versions are compared by, the deciding one first."""

    OVERALL = "overall"
    COMPLIANCE = "compliance"
    GROUNDING = "grounding"
    SECONDS = "seconds"
    """From the request to the answer, without waiting in the queue and loading the model: where a
    machine holds one model at a time, taking turns makes each call load its own."""


PRIMARY: Final = Measure.OVERALL
TIME_MARGIN: Final = 0.10
"""Of A's mean response time: less nobody notices who waits for a listing."""


@dataclass(frozen=True, slots=True)
class Row:
    """What is read of a result."""

    product: str
    arm: str
    scores: Mapping[str, float]
    figures: Mapping[str, Any]
    timings: Mapping[str, float]


def contrasts(experiment: Experiment) -> dict[str, Any]:
    """The summary of the products that both versions have written with every seed.

    `products` says how many those are, `measures` holds for each measure the means `a` and `b`,
    `difference` (B less A) with its bootstrap interval, the always-valid interval `sequence`, the
    `margin`, the `verdict`, how many `more` products a verdict would take, the `p`, `adjusted` by
    Holm over the measures, with its `method`, and the `effect`. `readable` is a share in percent,
    `wins` on how many products each scored higher by the deciding measure.
    """
    return summary_of(
        written(experiment),
        seeds=len(experiment.seeds),
        margin=experiment.margin,
        planned=len(experiment.products),
    )


def written(experiment: Experiment) -> list[Row]:
    """The results in the order in which they were written, without their texts."""
    fields = ("product", "arm", "scores", "figures", "timings")
    return [Row(*kept) for kept in experiment.results.order_by("place").values_list(*fields)]


def is_decided(summary: Mapping[str, Any]) -> bool:
    """Whether the deciding measure says something."""
    found = summary["measures"].get(PRIMARY)
    return bool(found) and found["verdict"] != Verdict.NO_EVIDENCE


def summary_of(rows: Iterable[Row], *, seeds: int, margin: float, planned: int) -> dict[str, Any]:
    """As `contrasts`, of rows in the order in which they were written; `planned` is for how many
    products the sequence is made tightest."""
    pairs = list(complete(rows, seeds).values())
    measured = {}
    for measure in Measure if pairs else ():
        a, b = (_values(pairs, arm, measure) for arm in (A, B))
        matters = margin if measure is not Measure.SECONDS else _noticed(a)
        measured[measure.value] = _contrast(measure, a, b, matters, planned)
    _adjust(measured)
    return {
        "products": len(pairs),
        "wins": _wins(pairs),
        "measures": measured,
        "readable": {arm.value: _readable(pairs, arm) for arm in (A, B)},
    }


def complete(rows: Iterable[Row], seeds: int) -> dict[str, Mapping[str, list[Row]]]:
    """By product what each arm wrote, of those that both have written with every seed."""
    by_product: dict[str, dict[str, list[Row]]] = defaultdict(lambda: {A: [], B: []})
    for row in rows:
        by_product[row.product][row.arm].append(row)
    return {
        product: arms
        for product, arms in by_product.items()
        if len(arms[A]) == len(arms[B]) == seeds
    }


def value_of(row: Row, measure: Measure) -> float:
    """Points from 0 to 100, or seconds."""
    if measure is not Measure.SECONDS:
        return float(row.scores[measure])
    spent = row.timings
    return spent["total"] - spent.get("queue", 0.0) - spent.get("load", 0.0)


def _values(pairs: Iterable[Mapping[str, list[Row]]], arm: str, measure: Measure) -> list[float]:
    return [fmean(value_of(row, measure) for row in arms[arm]) for arms in pairs]


def _wins(pairs: Sequence[Mapping[str, list[Row]]]) -> dict[str, int]:
    a, b = (_values(pairs, arm, PRIMARY) for arm in (A, B))
    both = list(zip(a, b, strict=True))
    won, lost = sum(x > y for x, y in both), sum(x < y for x, y in both)
    return {A.value: won, B.value: lost, "even": len(both) - won - lost}


def _noticed(seconds: list[float]) -> float:
    """The difference in response time that matters; more than nothing even where all took none."""
    return max(TIME_MARGIN * fmean(seconds), 0.001)


def _readable(pairs: Sequence[Mapping[str, list[Row]]], arm: str) -> dict[str, Any]:
    return share_of(row.figures["readable"] for arms in pairs for row in arms[arm])


def _contrast(
    measure: Measure, a: list[float], b: list[float], margin: float, planned: int
) -> dict[str, Any]:
    # Here, as in a run without results: what it takes half a second to import.
    from domain.statistics.paired import compare_paired
    from domain.statistics.sequential import confidence_sequence
    from domain.verdict import more_pairs, verdict

    paired = compare_paired(b, a)
    most = SCALE if measure is not Measure.SECONDS else math.inf
    # Of times there is no scale: what matters takes its place.
    width = SCALE if measure is not Measure.SECONDS else 4 * margin
    differences = [after - before for before, after in zip(a, b, strict=True)]
    sequence = confidence_sequence(differences, width=width, planned=planned)
    gained = _turned(sequence) if measure is Measure.SECONDS else sequence
    said = verdict(gained, margin) if len(a) >= LEAST_PRODUCTS else Verdict.NO_EVIDENCE
    return {
        "a": mean_of(a, most),
        "b": mean_of(b, most),
        "difference": as_json(paired.interval),
        "sequence": as_json(_bounded(sequence, most)),
        "margin": round(margin, 3),
        "verdict": said.value,
        "more": more_pairs(gained, margin, planned=planned),
        "p": paired.p,
        "method": paired.method.value,
        "effect": round(paired.effect, 3),
    }


def _bounded(interval: Interval, most: float) -> Interval:
    """Without what no difference can be; one without bounds stays so."""
    if math.isinf(interval.high):
        return interval
    low, high = max(-most, interval.low), min(most, interval.high)
    return Interval(interval.mean, low, high, interval.count)


def _turned(interval: Interval) -> Interval:
    """Of what is better where it is less."""
    return Interval(-interval.mean, -interval.high, -interval.low, interval.count)


def _adjust(measured: dict[str, dict[str, Any]]) -> None:
    """Holm over the measures; a further measure is only called better or worse if it survives."""
    from domain.statistics.multiple import holm

    adjusted = holm([found["p"] for found in measured.values()])
    for (key, found), p in zip(measured.items(), adjusted, strict=True):
        found["adjusted"] = p
        if key != PRIMARY and found["verdict"] in (Verdict.BETTER, Verdict.WORSE) and p > LEVEL:
            found |= {"verdict": Verdict.NO_EVIDENCE.value, "more": None}
