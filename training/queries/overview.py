"""What there is to learn from, and how far that is from each level."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.db.models import Count, Max, Q

from content.models import TrainingExample
from domain.categories import Category
from domain.prompt import Level
from training.curation import LEVELS, curate
from training.curation.dataset import Dataset
from training.queries.datasets import readable
from training.queries.samples import held_out

_REMEMBERED: Final = 12
_known: OrderedDict[tuple[Any, ...], Overview] = OrderedDict()


@dataclass(frozen=True, slots=True)
class Readiness:
    """How far one level is."""

    level: str
    threshold: int
    minimum: int
    size: int
    missing: int
    fillable: int
    excluded: dict[str, int]

    @property
    def is_ready(self) -> bool:
        """Whether nothing is missing."""
        return not self.missing

    @property
    def can_be_filled(self) -> bool:
        """Whether variants could make up for all that is missing."""
        return 0 < self.missing <= self.fillable


@dataclass(frozen=True, slots=True)
class Overview:
    """Counts over what the lowest level takes, and each level's readiness."""

    examples: int
    counts: dict[str, dict[str, int]]
    levels: tuple[Readiness, ...]


def overview(category: str = "") -> Overview:
    """As of now: worked out when examples have come or gone, remembered until then."""
    key = (category, *_state())
    if key not in _known:
        _known[key] = _worked_out(category)
        while len(_known) > _REMEMBERED:
            _known.popitem(last=False)
    return _known[key]


def is_known(category: str = "") -> bool:
    """Whether `overview` answers at once."""
    return (category, *_state()) in _known


def _state() -> tuple[Any, ...]:
    """Changes whenever an example comes, goes or is approved."""
    rows = TrainingExample.objects.aggregate(
        count=Count("pk"),
        newest=Max("pk"),
        approved=Count("pk", filter=Q(origin=TrainingExample.Origin.APPROVED)),
    )
    folder = Path(settings.STARTER_DIR)
    files = [(str(path), path.stat().st_mtime_ns) for path in sorted(folder.rglob("*.json"))]
    return (*rows.values(), *files)


def _worked_out(category: str) -> Overview:
    found, unreadable = readable()
    kind = Category(category) if category else None
    hidden = held_out()
    datasets = [
        curate(found, LEVELS[level], category=kind, held_out=hidden)
        for level in (Level.BASIC, Level.ADVANCED, Level.EXPERT)
    ]
    return Overview(
        examples=len(found) + len(unreadable),
        counts=datasets[0].counts(),
        levels=tuple(map(_readiness, datasets)),
    )


def _readiness(dataset: Dataset) -> Readiness:
    return Readiness(
        level=str(dataset.rule.level),
        threshold=dataset.rule.threshold,
        minimum=dataset.rule.minimum,
        size=dataset.size,
        missing=dataset.missing,
        fillable=dataset.fillable,
        excluded=dataset.counts()["excluded"],
    )
