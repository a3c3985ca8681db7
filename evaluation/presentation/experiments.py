"""An experiment as the command prints it and other programs read it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from evaluation.models import Experiment
from evaluation.presentation.differences import Line, pictures_of
from evaluation.presentation.figures import told
from evaluation.presentation.verdicts import headline


def as_lines(experiment: Experiment) -> Iterator[str]:
    """A table, a line a measure, and the verdict below."""
    lines = [line for picture in pictures_of(experiment.summary) for line in picture.lines]
    table = [_headings(), *map(_cells, lines)]
    widths = [max(map(len, column)) for column in zip(*table, strict=True)]
    yield f"A  {experiment.a}"
    yield f"B  {experiment.b}"
    yield ""
    for row in table:
        cells = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        yield "  ".join(cells).rstrip()
    yield ""
    found = headline(experiment, experiment.summary)
    yield found.sentence
    yield from found.additions


def as_document(experiment: Experiment) -> dict[str, Any]:
    """Everything, for a program."""
    found = headline(experiment, experiment.summary)
    return {
        "experiment": experiment.pk,
        "a": experiment.a.name,
        "b": experiment.b.name,
        "products": experiment.summary["products"],
        "planned": len(experiment.products),
        "seeds": experiment.seeds,
        "needed": experiment.needed,
        "margin": experiment.margin,
        "ended_early": experiment.ended_early,
        "verdict": found.verdict.value,
        "sentence": " ".join((found.sentence, *found.additions)),
        "more": experiment.summary["measures"]["overall"]["more"],
        "measures": experiment.summary["measures"],
        "readable": experiment.summary["readable"],
    }


def _headings() -> list[str]:
    return [
        "",
        "A",
        "B",
        _("Difference"),
        _("At any look"),
        _("p (Holm)"),
        _("Effect"),
        _("B is"),
    ]


def _cells(line: Line) -> list[str]:
    return [
        line.label,
        told({**line.a, "low": None}),
        told({**line.b, "low": None}),
        f"{line.difference} ({line.interval})",
        line.sequence,
        line.adjusted,
        line.effect,
        line.verdict_label,
    ]
