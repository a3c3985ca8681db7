"""What a demonstration shows: how often the fault occurs before and after, and whatever else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from domain.learning import Contrast, contrast
from domain.patterns import carries
from domain.statistics.shares import PairedShares, compare_shares
from learning.demo.fault import PROMISES
from learning.models import Pattern, Retraining
from learning.queries.comparing import results_of, scores_of
from models_registry.models import ValidationResult

EVERYTHING: Final = ""


@dataclass(frozen=True, slots=True)
class Measured:
    """One retraining of a demonstration."""

    retraining: Retraining
    codes: frozenset[str]
    """Of the rules that the fault breaks."""
    faults: Mapping[str, PairedShares]
    """By category, and of all products: whose text breaks such a rule."""
    contrasts: tuple[Contrast, ...]
    patterns: tuple[Pattern, ...]
    """Those that were found, in their order."""

    @property
    def rank(self) -> int | None:
        """The place of the fault among what was found; none where it was not."""
        places = (place for place, one in enumerate(self.patterns, 1) if is_fault(one, self.codes))
        return next(places, None)


def measured(row: Retraining, codes: frozenset[str], category: str) -> Measured:
    """What a retraining that ended came to, on the products that both versions wrote for."""
    before, after = results_of(row.live_validation), results_of(row.validation)
    both = sorted(before.keys() & after.keys())
    # What the version before wrote nothing readable for cannot become better there; and whoever
    # writes nothing readable has mended nothing.
    held = {key: has_fault(before[key], codes) for key in both if before[key].listing}
    holds = {key: has_fault(after[key], codes) or not after[key].listing for key in held}
    groups = {
        category: [key for key in held if before[key].category == category],
        EVERYTHING: list(held),
    }
    return Measured(
        row,
        codes,
        {
            name: compare_shares([held[key] for key in keys], [holds[key] for key in keys])
            for name, keys in groups.items()
            if keys
        },
        contrast(scores_of(before), scores_of(after), row.policy.family.margin),
        tuple(row.patterns.filter(is_found=True).order_by("rank")),
    )


def has_fault(result: ValidationResult, codes: frozenset[str]) -> bool:
    """Whether a text breaks one of the rules that the fault breaks."""
    return any(finding["code"] in codes for finding in result.findings)


def is_fault(pattern: Pattern, codes: frozenset[str]) -> bool:
    """Whether a pattern is the fault that was put in: its rule, or words of its promise."""
    return any(
        bool(carries(pattern.kind, pattern.key, pattern.terms, codes, promise))
        for promise in PROMISES.values()
    )
