"""Figures as pictures and as tables: bars for counts, a curve for losses."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext as _

from training.models import TrainingRun

WIDTH: Final = 600
HEIGHT: Final = 200


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: what it counts, how many, and how long it is (of 100)."""

    label: str
    count: int
    length: float


@dataclass(frozen=True, slots=True)
class Chart:
    """A heading and its bars, the longest first."""

    key: str
    heading: str
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class LossChart:
    """Two lines in a box of WIDTH x HEIGHT, what its edges mean, and the same as rows."""

    training: str
    validation: str
    highest: float
    lowest: float
    first: int
    last: int
    rows: tuple[tuple[int, float | None, float | None], ...]


def charts_of(counts: Mapping[str, Mapping[str, int]]) -> list[Chart]:
    """What the examples are, by source, category and language."""
    headings = {
        "source": _("Where they come from"),
        "category": _("Categories"),
        "language": _("Languages"),
    }
    return [
        Chart(key, heading, bars(counts.get(key, {}), _labels(key)))
        for key, heading in headings.items()
    ]


def bars(counts: Mapping[str, int], labels: Mapping[str, str]) -> tuple[Bar, ...]:
    """One bar for each count; the longest fills the width."""
    most = max(counts.values(), default=0)
    ordered = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    return tuple(
        Bar(labels.get(name, name), count, round(100 * count / most, 1)) for name, count in ordered
    )


def exclusions(counts: Mapping[str, int]) -> tuple[Bar, ...]:
    """Why examples are left out."""
    return bars(counts, _labels("excluded"))


def loss_chart(run: TrainingRun) -> LossChart | None:
    """The curve of a run; None before there are two points to draw a line through."""
    points = [(int(step), loss) for step, loss, _count in run.curve.get("points", [])]
    looks = [
        (int(step), loss) for step, loss in run.curve.get("validation", []) if loss is not None
    ]
    drawn = [*points, *looks]
    if len({step for step, _loss in drawn}) < 2:
        return None
    steps, losses = [step for step, _ in drawn], [loss for _, loss in drawn]
    first, last, lowest, highest = min(steps), max(steps), min(losses), max(losses)

    def line(of: Sequence[tuple[int, float]]) -> str:
        return " ".join(
            f"{WIDTH * (step - first) / (last - first):.1f},"
            f"{HEIGHT * (highest - loss) / ((highest - lowest) or 1):.1f}"
            for step, loss in of
        )

    return LossChart(
        line(points), line(looks), highest, lowest, first, last, tuple(_rows(points, looks))
    )


def _rows(
    points: Sequence[tuple[int, float]], looks: Sequence[tuple[int, float]]
) -> list[tuple[int, float | None, float | None]]:
    learnt, checked = dict(points), dict(looks)
    return [(step, learnt.get(step), checked.get(step)) for step in sorted(learnt.keys() | checked)]


def _labels(key: str) -> dict[str, Any]:
    return {
        "source": {
            "edited": _("Written or edited by a person"),
            "rated": _("Rated by people"),
            "gold": _("Brought along by WalmartGPT"),
            "approved": _("Approved as the model wrote it"),
            "corrected": _("Corrected after feedback"),
            "imported": _("Imported"),
            "generated": _("Written by a model"),
            "augmented": _("Variants (augmented)"),
        },
        "category": {
            **{value: str(label) for value, label in TrainingRun.Field.choices},
            "other": _("Other"),
        },
        "language": {"tr": _("Turkish"), "en": _("English")},
        "excluded": {
            "below_threshold": _("Score below the level's threshold"),
            "duplicate": _("Says nearly the same as another one"),
            "held_out": _("Product kept back for measuring models"),
            "other_category": _("Belongs to another category"),
            "unreadable": _("Cannot be read"),
            "validation_product": _("Variant of a product kept for checking"),
            "parent_left_out": _("Variant of an example that is left out"),
            "short_title": _("Title too short"),
            "few_features": _("Too few features"),
            "short_description": _("Description too short"),
            "low_compliance": _("Compliance too low"),
        },
    }[key]
