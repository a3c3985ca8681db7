"""The page of failure patterns, made of a retraining's and of the feedback that waits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from domain.patterns import Item, Trait, find, owners
from domain.patterns import Pattern as Found
from learning.models import Feedback, Policy, Retraining
from learning.presentation.patterns import Row, became_of, measured_of, row_of
from learning.presentation.trends import by_version, trend_of
from learning.queries.evidence import MOST_SHOWN, of_policy
from learning.queries.patterns import Kept, examples, kept
from models_registry.models import Version


@dataclass(frozen=True, slots=True)
class Part:
    """Patterns that rule out chance, and those that are shown for what they are."""

    found: tuple[Row, ...]
    others: tuple[Row, ...]
    negatives: int
    positives: int

    @property
    def count(self) -> int:
        """How much feedback it is about."""
        return self.negatives + self.positives


@dataclass(frozen=True, slots=True)
class Page:
    """What a retraining found (None before the first one), and what the waiting feedback says."""

    row: Retraining | None
    then: Part | None
    now: Part
    after: int
    """Feedback on the version that came of it."""
    most: int = MOST_SHOWN

    @property
    def candidate(self) -> Version | None:
        """The version that came of it."""
        return self.row.candidate if self.row else None


@dataclass(frozen=True, slots=True)
class _Known:
    """What is worked out once for all patterns of the page."""

    having: Mapping[Trait, set[int]]
    versions: Mapping[str, Sequence[Item]]
    quotes: Mapping[int, Feedback]


def page_of(policy: Policy, row: Retraining | None) -> Page:
    """The page of a policy and one of its retrainings."""
    evidence = of_policy(policy)
    then = kept(row) if row else None
    now = find(evidence.waiting)
    shown = [*(then.patterns if then else ()), *now.rows]
    traits = list(dict.fromkeys(one.trait for one in shown))
    known = _Known(
        dict(zip(traits, owners(traits, evidence.items), strict=True)),
        by_version(evidence.items),
        examples(number for one in shown if one.is_found for number in one.examples),
    )
    candidate = row.candidate.name if row and row.candidate else None
    after = [item for item in evidence.items if item.version == candidate]
    return Page(
        row,
        _then(then, known, after) if then and then.patterns else None,
        _part([_row(rank, one, known) for rank, one in enumerate(now.rows, 1)],
              now.negatives, now.positives),
        len(after),
    )  # fmt: skip


def _then(found: Kept, known: _Known, after: Sequence[Item]) -> Part:
    rows = [_kept_row(rank, one, found, known, after) for rank, one in enumerate(found.patterns, 1)]
    # A criterion that some were not asked for is about fewer: the most is all of them.
    most = max(found.patterns, key=lambda one: one.standing.negatives + one.standing.positives)
    return _part(rows, most.standing.negatives, most.standing.positives)


def _kept_row(rank: int, one: Found, found: Kept, known: _Known, after: Sequence[Item]) -> Row:
    trait, has_candidate = one.trait, found.row.candidate is not None
    return row_of(
        rank,
        one,
        known.quotes,
        trend_of(trait, known.having[trait], known.versions),
        is_target=trait in found.targets,
        became=became_of(trait, one.standing, known.having[trait], after)
        if has_candidate
        else None,
        measured=measured_of(trait, found.row.comparison),
    )


def _row(rank: int, one: Found, known: _Known) -> Row:
    trend = trend_of(one.trait, known.having[one.trait], known.versions)
    return row_of(rank, one, known.quotes, trend)


def _part(rows: Sequence[Row], negatives: int, positives: int) -> Part:
    found = tuple(row for row in rows if row.is_found)
    others = tuple(row for row in rows if not row.is_found)
    return Part(found, others, negatives, positives)
