"""How `examples analyze` tells what it found, in the person's language."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from content.models import Product, TrainingExample
from content.presentation.names import score_name
from models_registry.names import level_name
from terminal.showing import in_one_line


def analysis_lines(result: dict[str, Any], language: str) -> Iterator[str]:
    """The counts, the quality, how far each level is, and why what is not usable is not."""
    yield _("%(count)d examples, %(accepted)d meet the quality criteria") % {
        "count": result["examples"],
        "accepted": result["accepted"],
    }
    yield from (f"  {line}" for line in _counts(result["by"]))
    yield from (f"  {line}" for line in _quality(result["quality"]))
    yield from map(_level, result["levels"])
    for rejection in result["rejections"]:
        reasons = " ".join(in_one_line(reason[language]) for reason in rejection["reasons"])
        yield f"  {rejection['example']} {in_one_line(rejection['product'])}: {reasons}"


def _counts(by: dict[str, dict[str, int]]) -> Iterator[str]:
    labels = {"origin": _("Origin"), "language": _("Language"), "category": _("Category")}
    values: dict[str, dict[Any, Any]] = {
        "origin": {**dict(TrainingExample.Origin.choices), "file": _("From the file")},
        "language": dict(Product.Language.choices),
        "category": {"-": _("none given")},
    }
    for name, counts in by.items():
        told = [f"{values[name].get(value, value)} {count}" for value, count in counts.items()]
        yield f"{labels[name]}: {in_one_line(', '.join(told)) or '–'}"


def _quality(quality: dict[str, dict[str, float] | None]) -> Iterator[str]:
    labels = {
        "mean": _("mean"),
        "median": _("median"),
        "lowest": _("lowest"),
        "highest": _("highest"),
    }
    for name, spread in quality.items():
        told = [f"{labels[key]} {number_format(value)}" for key, value in (spread or {}).items()]
        yield f"{score_name(name)}: {', '.join(told) or '–'}"


def _level(level: dict[str, Any]) -> str:
    template = (
        _("  %(level)s: ready, %(usable)d of %(needed)d examples score %(threshold)d or more")
        if level["ready"]
        else _(
            "  %(level)s: %(missing)d missing, %(usable)d of %(needed)d examples "
            "score %(threshold)d or more"
        )
    )
    return template % {**level, "level": level_name(level["level"])}
