"""One validation as its page shows it: figures, splits, and the products, the worst first."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from content.presentation.descriptions import as_html
from content.presentation.names import score_name
from content.templatetags.ui import outcome_label
from domain.examples import usual_market
from domain.gate import Criterion
from domain.listing import Language, Product
from evaluation.benchmark import TIMES
from evaluation.figures import UNKNOWN
from evaluation.heldout import held_out
from evaluation.presentation.figures import told
from models_registry.models import ValidationResult, ValidationRun
from models_registry.names import category_name


@dataclass(frozen=True, slots=True)
class Split:
    """The scores of each group that the products fall into."""

    heading: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, int, tuple[tuple[str, Mapping[str, Any]], ...]], ...]
    """What the group is called, how many products it has, and its score for each column."""


@dataclass(frozen=True, slots=True)
class Written:
    """One product and the listing that was written for it."""

    result: ValidationResult
    name: str
    outcome: str
    errors: tuple[str, ...]
    others: int
    scores: tuple[tuple[str, int], ...]
    seconds: float
    description: SafeString | str


def splits(summary: Mapping[str, Any]) -> list[Split]:
    """By category and by language."""
    languages = {"tr": _("Turkish"), "en": _("English")}
    return [
        _split(
            _("Categories"),
            summary["by_category"],
            lambda name: category_name(name) or _("Other"),
        ),
        _split(_("Languages"), summary["by_language"], lambda name: languages.get(name, name)),
    ]


def facts(summary: Mapping[str, Any]) -> list[tuple[str, str]]:
    """The further figures, each with its name."""
    figures, times = summary["figures"], summary["times"]
    fifth = {**UNKNOWN, "mean": summary[Criterion.OVERALL]["fifth"]}
    names = {
        "queue": _("Queue (s)"),
        "load": _("Loading (s)"),
        "prompt": _("Prompt (s)"),
        "generation": _("Writing (s)"),
    }
    return [
        (
            _("Overall score, 5th percentile"),
            told(fifth),
        ),
        (_("Readable (%)"), told(figures["readable"])),
        (_("Within the length rules (%)"), told(figures["lengths"])),
        (_("Without unsupported numbers (%)"), told(figures["clean"])),
        (_("Facts told (%)"), told(figures["covered"])),
        (_("Response time (s)"), told(times["total"])),
        *((names[name], told(times[name], 2)) for name in TIMES),
        (_("Tokens a second"), told(times["tokens_a_second"])),
    ]


def products(run: ValidationRun) -> list[Written]:
    """Each product that was asked, the worst first."""
    known = held_out(Path(settings.STARTER_DIR))
    rows = sorted(run.results.all(), key=lambda row: (row.scores["overall"], row.product))
    return [_written(row, known.get(row.product)) for row in rows]


def _split(heading: str, groups: Mapping[str, Any], name_of: Callable[[str], str]) -> Split:
    return Split(
        heading,
        tuple(score_name(criterion) for criterion in Criterion),
        tuple(
            (
                name_of(name),
                scores[Criterion.OVERALL]["count"],
                tuple((score_name(criterion), scores[criterion]) for criterion in Criterion),
            )
            for name, scores in groups.items()
        ),
    )


def _written(row: ValidationResult, product: Product | None) -> Written:
    market = product.market if product else usual_market(Language(row.language))
    errors = tuple(one["code"] for one in row.findings if one["severity"] == "error")
    return Written(
        result=row,
        name=product.name if product else row.product,
        outcome=outcome_label(row.outcome),
        errors=tuple(dict.fromkeys(errors)),
        others=len(row.findings) - len(errors),
        scores=tuple((score_name(one), row.scores[one]) for one in Criterion),
        seconds=row.timings["total"],
        description=as_html(row.listing.get("description", ""), market),
    )
