"""What differs between two versions: their making, their scores, and what they wrote."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from domain.gate import Criterion
from domain.markup import plain
from domain.statistics import Interval, mean_interval
from models_registry.making import told
from models_registry.models import Measurement

Results = Sequence[tuple[Measurement, Measurement]]
LEAST: Final = 2
"""Fewer products have no spread, and so no interval."""
SAMPLES: Final = 5


@dataclass(frozen=True, slots=True)
class Row:
    """A criterion or a category: both means, and the paired difference of the later version."""

    key: str
    before: Interval
    after: Interval
    difference: Interval | None

    @property
    def verdict(self) -> str:
        """better, worse, or unclear while the interval of the difference holds zero."""
        if self.difference is None or self.difference.low <= 0 <= self.difference.high:
            return "unclear"
        return "better" if self.difference.mean > 0 else "worse"


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that both have a value for, or one of them."""

    key: str
    before: str
    after: str

    @property
    def changed(self) -> bool:
        """Whether the two differ."""
        return self.before != self.after


@dataclass(frozen=True, slots=True)
class Side:
    """What one version wrote for a product, as words without markup."""

    result: Measurement
    overall: int
    title: str
    features: tuple[str, ...]
    description: str


@dataclass(frozen=True, slots=True)
class Sample:
    """The same product as both wrote it."""

    product: str
    category: str
    language: str
    before: Side
    after: Side

    @property
    def difference(self) -> int:
        """By how much the later version scored higher."""
        return self.after.overall - self.before.overall


def by_criterion(results: Results) -> list[Row]:
    """One row a criterion."""
    return [_row(criterion.value, results, criterion) for criterion in Criterion if results]


def by_category(results: Results) -> list[Row]:
    """The overall score, one row a category."""
    names = sorted({after.category for _before, after in results})
    return [
        _row(name, [both for both in results if both[1].category == name], Criterion.OVERALL)
        for name in names
    ]


def samples(results: Results) -> list[Sample]:
    """The products whose overall scores differ most."""
    found = [
        Sample(after.product, after.category, after.language, _side(before), _side(after))
        for before, after in results
    ]
    found.sort(key=lambda sample: (-abs(sample.difference), sample.product))
    return found[:SAMPLES]


def changes(
    before: Mapping[str, Any], after: Mapping[str, Any], name: Callable[[str], str] = str
) -> list[Change]:
    """Every key of either, what differs first, in the order in which they are known."""
    keys = dict.fromkeys([*before, *after])
    found = [Change(name(key), told(before.get(key)), told(after.get(key))) for key in keys]
    return sorted(found, key=lambda change: not change.changed)


def counts_of(dataset: Mapping[str, Any], by: str) -> dict[str, int]:
    """How many examples of each category or language a version learnt."""
    counts = dataset.get("counts", {}).get(by, {})
    return {str(key): count for key, count in counts.items()}


def _row(key: str, results: Results, criterion: Criterion) -> Row:
    old = list(_scores((before for before, _after in results), criterion))
    new = list(_scores((after for _before, after in results), criterion))
    differences = [b - a for a, b in zip(old, new, strict=True)]
    return Row(
        key,
        mean_interval(old),
        mean_interval(new),
        mean_interval(differences) if len(differences) >= LEAST else None,
    )


def _scores(results: Iterator[Measurement], criterion: Criterion) -> Iterator[float]:
    return (float(result.scores.get(criterion, 0)) for result in results)


def _side(result: Measurement) -> Side:
    wrote = result.listing
    return Side(
        result,
        round(result.scores.get(Criterion.OVERALL, 0)),
        str(wrote.get("title", "")),
        tuple(map(str, wrote.get("features", ()))),
        plain(str(wrote.get("description", ""))),
    )
