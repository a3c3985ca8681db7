"""Failure patterns as the page shows them: in words, with figures, examples and their trend."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from domain.patterns import Item, Kind, Standing, Trait, could_have, parts_of
from domain.patterns import Pattern as Found
from domain.patterns.change import Change, Verdict, change
from domain.patterns.quoting import quoted
from learning.models import Feedback
from learning.presentation.figures import percent, points, times, times_span
from learning.presentation.pattern_words import kind_name, trait_name
from learning.presentation.trends import Trend

LONGEST_TITLE: Final = 80


@dataclass(frozen=True, slots=True)
class Group:
    """Failures, or the rest: how many have the pattern, in words and as a bar of 100."""

    said: str
    share: str
    length: float


@dataclass(frozen=True, slots=True)
class Example:
    """One failure that has it: what is quoted, and the listing it is about, if it still exists."""

    quote: str
    title: str
    source: str
    listing: int | None


@dataclass(frozen=True, slots=True)
class Became:
    """What a retraining did to it, by feedback or on held-out products."""

    verdict: str
    badge: str
    before: str
    after: str
    difference: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One pattern."""

    rank: int
    kind: str
    name: str
    code: str
    negative: Group
    other: Group
    lift: str
    interval: str
    is_found: bool
    is_target: bool
    examples: tuple[Example, ...]
    trend: Trend | None
    became: Became | None = None
    measured: Became | None = None


def row_of(
    rank: int,
    pattern: Found,
    quotes: Mapping[int, Feedback],
    trend: Trend | None,
    *,
    is_target: bool = False,
    became: Became | None = None,
    measured: Became | None = None,
) -> Row:
    """A pattern in words; what is quoted of its examples stands in `quotes`."""
    standing, trait = pattern.standing, pattern.trait
    return Row(
        rank,
        kind_name(trait.kind),
        trait_name(trait),
        trait.key if trait.kind is Kind.RULE else "",
        _group(standing.negative, standing.negatives),
        _group(standing.positive, standing.positives),
        times(standing.lift.mean),
        times_span(standing.lift),
        pattern.is_found,
        is_target,
        tuple(_example(trait, quotes[one]) for one in pattern.examples if one in quotes),
        trend,
        became,
        measured,
    )


def became_of(
    trait: Trait, standing: Standing, having: set[int], after: Sequence[Item]
) -> Became | None:
    """The rate in a retraining's feedback against that in feedback on the version it made; none
    of a version, which no other version can have."""
    if trait.kind is Kind.VERSION:
        return None
    asked = [item for item in after if could_have(item, trait)]
    before = standing.negative + standing.positive
    of_before = standing.negatives + standing.positives
    since = sum(item.number in having for item in asked)
    found = change(before, of_before, since, len(asked))
    verdict, badge = _verdict(found, len(asked))
    return Became(
        verdict,
        badge,
        _counted(before, of_before),
        _counted(since, len(asked)),
        points(found.difference) if asked else "",
    )


def measured_of(trait: Trait, comparison: Mapping[str, Any]) -> Became | None:
    """What was measured of it on held-out products, where the candidate was held against it."""
    for kept in comparison.get("targets", []):
        if (kept.get("kind"), kept.get("key")) == (trait.kind, trait.key):
            before, after = kept["before"], kept["after"]
            rarer = bool(kept.get("rarer"))
            return Became(
                _("became rarer") if rarer else _("did not become rarer"),
                "badge-good" if rarer else "badge-warning",
                _counted(before["count"], before["products"]),
                _counted(after["count"], after["products"]),
            )
    return None


def _verdict(found: Change, count: int) -> tuple[str, str]:
    if found.verdict is Verdict.RARER:
        return _("became rarer"), "badge-good"
    if found.verdict is Verdict.NOT_RARER:
        return _("did not become rarer"), "badge-warning"
    return _("too early to say (n = %(count)s)") % {"count": number_format(count)}, ""


def _group(having: int, count: int) -> Group:
    share = having / count if count else 0.0
    said = {"count": number_format(having), "all": number_format(count)}
    return Group(_("%(count)s of %(all)s") % said, percent(share), round(100 * share, 1))


def _counted(having: int, count: int) -> str:
    group = _group(having, count)
    return f"{group.said} ({group.share})" if count else group.said


def _example(trait: Trait, row: Feedback) -> Example:
    title = str(row.text.get("title", ""))
    short = title if len(title) <= LONGEST_TITLE else f"{title[: LONGEST_TITLE - 1]}…"
    return Example(_quote(trait, row), short, row.get_source_display(), row.listing_id)


def _quote(trait: Trait, row: Feedback) -> str:
    """Where the pattern shows: in what a rule found, in the text, or in what the person wrote."""
    if trait.kind is Kind.RULE:
        said = [str(one.get("text", "")) for one in row.findings if one["code"] == trait.key]
        return quoted(next(filter(None, said), ""))
    if trait.kind is Kind.WORDING:
        return quoted("\n".join(parts_of(row.text)), trait.terms)
    return quoted(row.comment, trait.terms)
