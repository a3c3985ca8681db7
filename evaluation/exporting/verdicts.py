"""What experiments say, a row a measure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from evaluation.contrasts import PRIMARY
from evaluation.models import Experiment

Row = dict[str, Any]
COLUMNS: Final = (
    *("experiment", "a", "b", "source", "products", "stopped_early", "finished_at"),
    *("measure", "decides", "mean_a", "mean_b"),
    *("difference", "difference_low", "difference_high", "sequence_low", "sequence_high"),
    *("margin", "verdict", "more", "p", "adjusted_p", "method", "effect"),
)


def rows(experiments: Iterable[Experiment]) -> Iterator[Row]:
    """Every measure of every experiment that has a result.

    The difference is B less A, with its bootstrap interval and the always-valid one that the
    verdict comes from; `more` is how many more products a verdict would take, where there is none.
    """
    for experiment in experiments:
        for measure, found in experiment.summary.get("measures", {}).items():
            yield _about(experiment) | _measured(measure, found)


def done() -> Iterator[Experiment]:
    """The experiments with a result, the first one first; without their products."""
    every = Experiment.objects.filter(status=Experiment.Status.DONE).defer("products")
    return every.select_related("a__family", "b__family").order_by("pk").iterator(chunk_size=200)


def _about(experiment: Experiment) -> Row:
    return {
        "experiment": experiment.pk,
        "a": experiment.a.name,
        "b": experiment.b.name,
        "source": experiment.source,
        "products": experiment.summary["products"],
        "stopped_early": experiment.ended_early,
        "finished_at": experiment.finished_at,
    }


def _measured(measure: str, found: Mapping[str, Any]) -> Row:
    difference, sequence = found["difference"], found["sequence"]
    return {
        "measure": measure,
        "decides": measure == PRIMARY,
        "mean_a": found["a"]["mean"],
        "mean_b": found["b"]["mean"],
        "difference": difference["mean"],
        "difference_low": difference["low"],
        "difference_high": difference["high"],
        "sequence_low": sequence["low"],
        "sequence_high": sequence["high"],
        **{name: found[name] for name in ("margin", "verdict", "more", "p")},
        "adjusted_p": found["adjusted"],
        **{name: found[name] for name in ("method", "effect")},
    }
