"""The comparison as a text for a terminal, as Markdown and as CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from domain.formulas import harmless
from evaluation.benchmark import TIMES, Row
from evaluation.presentation.figures import rated, told

_MEASURES = ("response", "quality", "compliance", "satisfaction", "readable", "clean", "covered")


def headings() -> list[str]:
    """What the columns are called."""
    return [
        _("Model"),
        _("Response time (s)"),
        _("Quality score"),
        _("Walmart compliance"),
        _("User satisfaction"),
        _("Readable (%)"),
        _("Without unsupported numbers (%)"),
        _("Facts told (%)"),
        _("Queue (s)"),
        _("Loading (s)"),
        _("Prompt (s)"),
        _("Writing (s)"),
        _("Tokens a second"),
        _("Products"),
    ]


def cells(row: Row) -> list[str]:
    """One version's figures in the order of the headings."""
    return [
        row.version.name,
        told(row.response),
        told(row.quality),
        told(row.compliance),
        rated(row.satisfaction),
        told(row.readable),
        told(row.clean),
        told(row.covered),
        *(told(row.times[name], 2) for name in TIMES),
        told(row.tokens_a_second),
        str(number_format(row.run.products)),
    ]


def as_text(rows: Sequence[Row]) -> str:
    """Each version with its figures below: a terminal is too narrow for so many columns."""
    names = headings()[1:]
    width = max(map(len, names))
    blocks = []
    for row in rows:
        name, *figures = cells(row)
        lines = [
            f"  {head:<{width}}  {figure}" for head, figure in zip(names, figures, strict=True)
        ]
        blocks.append("\n".join([name, *lines]))
    return "\n\n".join(blocks)


def as_markdown(rows: Sequence[Row]) -> str:
    """A table as documents and issues show it."""
    lines = [headings(), ["---"] * len(headings()), *map(cells, rows)]
    return "\n".join(f"| {' | '.join(map(_in_cell, line))} |" for line in lines) + "\n"


def as_csv(rows: Sequence[Row]) -> str:
    """A table for spreadsheets and programs: a column a number, named as in the JSON."""
    written = io.StringIO()
    table = csv.writer(written)
    table.writerow([name for name, _value in _columns(rows[0])] if rows else ["name"])
    for row in rows:
        table.writerow([harmless(value) for _name, value in _columns(row)])
    return written.getvalue()


def _columns(row: Row) -> list[tuple[str, Any]]:
    measures = {name: getattr(row, name) for name in _MEASURES}
    measures |= {name: row.times[name] for name in TIMES}
    measures["tokens_a_second"] = row.tokens_a_second
    columns: list[tuple[str, Any]] = [
        ("name", row.version.name),
        ("state", row.version.state),
        ("products", row.run.products),
        ("suite", row.run.suite),
    ]
    for name, measure in measures.items():
        columns += [(f"{name}_{part}", measure[part]) for part in ("mean", "low", "high", "count")]
    return columns


def _in_cell(text: str) -> str:
    return " ".join(text.replace("\\", "\\\\").replace("|", "\\|").split())
