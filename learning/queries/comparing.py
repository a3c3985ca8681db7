"""What two versions wrote for the same products, as the decision weighs it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from domain.gate import Scores
from domain.learning import Target
from domain.patterns import carries, facts_text
from evaluation.suite import chosen
from learning.models import Pattern, Retraining
from models_registry.models import ValidationResult, ValidationRun

Results = dict[str, ValidationResult]
Key = tuple[str, str]


def results_of(run: ValidationRun | None) -> Results:
    """By product; nothing of no run."""
    if run is None:
        return {}
    wanted = ("product", "category", "listing", "scores", "findings")
    return {one.product: one for one in ValidationResult.objects.filter(run=run).only(*wanted)}


def scores_of(results: Results) -> dict[str, Scores]:
    """By product."""
    return {key: one.scores for key, one in results.items()}


def targets_of(row: Retraining, before: Results, after: Results) -> list[Target]:
    """Each pattern that is to be mended, with who of both carries it, product by product."""
    patterns = row.patterns.filter(is_target=True).order_by("rank")
    category = row.policy.category
    # A category's policy learns from that category alone: elsewhere nothing was promised.
    both = [key for key in before if key in after and category in ("", before[key].category)]
    facts = {key: facts_text(asdict(product)) for key, product in chosen().items()}
    return [_target(one, before, after, both, facts) for one in patterns]


def _target(
    pattern: Pattern,
    before: Results,
    after: Results,
    products: list[str],
    facts: Mapping[str, str],
) -> Target:
    held, holds = [], []
    for key in products:
        known = facts.get(key, "")
        # Where the live version wrote nothing that can be read, nothing can become rarer.
        old = _carries(pattern, before[key], known) if before[key].listing else None
        # Whoever writes nothing readable has mended nothing.
        new = _carries(pattern, after[key], known) if after[key].listing else True
        if old is not None and new is not None:
            held.append(old)
            holds.append(new)
    return Target(pattern.kind, pattern.key, held, holds)


def _carries(pattern: Pattern, result: ValidationResult, facts: str) -> bool | None:
    codes: list[str] = [found["code"] for found in result.findings]
    text: dict[str, Any] = result.listing
    return carries(pattern.kind, pattern.key, pattern.terms, codes, text, facts)
