"""What the page of failure patterns shows, in a fixed number of queries."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from django.db.models import Exists, OuterRef

from domain.patterns import Kind, Standing, Trait
from domain.patterns import Pattern as Found
from learning.models import Feedback, Pattern, Policy, Retraining

NEWEST: Final = 10
"""Retrainings of a policy whose patterns are one click away."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A retraining with its patterns in their order, and which of them are to be mended."""

    row: Retraining
    patterns: Sequence[Found]
    targets: frozenset[Trait]


def policies() -> list[Policy]:
    """All of them, by family."""
    return list(Policy.objects.select_related("family"))


def newest() -> int | None:
    """The number of the policy whose patterns are the newest, if there are any."""
    rows = Pattern.objects.order_by("-retraining_id")
    return rows.values_list("retraining__policy", flat=True).first()


def retrainings(policy: Policy) -> list[Retraining]:
    """The policy's newest ones that looked for patterns and found any to keep."""
    patterns = Pattern.objects.filter(retraining=OuterRef("pk"))
    found = Retraining.objects.filter(Exists(patterns), policy=policy)
    return list(found.select_related("candidate__family")[:NEWEST])


def kept(row: Retraining) -> Kept:
    """What a retraining found, as the values it was found as."""
    rows = list(row.patterns.order_by("rank"))
    patterns = [_found(one) for one in rows]
    pairs = zip(rows, patterns, strict=True)
    return Kept(row, patterns, frozenset(its.trait for one, its in pairs if one.is_target))


def examples(numbers: Iterable[int]) -> dict[int, Feedback]:
    """Feedback by its number, with what of it is quoted."""
    wanted = ("source", "listing_id", "text", "comment", "findings", "code", "rating")
    return Feedback.objects.only(*wanted).in_bulk(list(numbers))


def _found(row: Pattern) -> Found:
    return Found(
        Trait(Kind(row.kind), row.key, tuple(row.terms)),
        Standing(row.negative, row.negatives, row.positive, row.positives),
        row.is_found,
        row.is_found,
        tuple(row.examples),
    )
