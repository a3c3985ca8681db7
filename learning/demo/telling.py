"""The end of a demonstration in words: tables, and whether the loop did what it is there for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from content.presentation.names import score_name
from domain.statistics import Interval
from domain.statistics.shares import PairedShares
from learning import sentences
from learning.demo.measuring import EVERYTHING, Measured
from learning.demo.playing import Played, part_name
from learning.demo.proving import Proof, proofs
from learning.presentation.naming import pattern_name
from models_registry.names import category_name
from training.presentation.telling import duration

MOST_PATTERNS: Final = 5


def lines_of(played: Played) -> list[str]:
    """Everything that a person is told."""
    found = played.measured
    return [
        *_heading(played),
        "",
        _("Failure patterns that were found"),
        *(_patterns(found) or [_("  none")]),
        "",
        _("Texts with the fault (%(rules)s)") % {"rules": ", ".join(sorted(found.codes))},
        *(_table([_share(*one) for one in found.faults.items()]) or [_("  not measured")]),
        "",
        _("Scores"),
        *(_table(list(_scores(found))) or [_("  not measured")]),
        "",
        _("Time"),
        *(f"  {part_name(name):<28} {duration(taken)}" for name, taken in played.seconds.items()),
        "",
        *(_proof(one) for one in proofs(played)),
    ]


def as_document(played: Played) -> dict[str, Any]:
    """The same for a machine."""
    found, row = played.measured, played.retraining
    return {
        "with_fault": played.plan.with_fault,
        "category": played.plan.category.value,
        "versions": {
            "first": played.first.name,
            "weak": played.weak.name,
            "candidate": row.candidate.name if row.candidate else None,
            "live": played.live.name,
        },
        "feedback": row.counted,
        "outcome": row.outcome or row.status,
        "reasons": row.reasons,
        "rank": found.rank,
        "patterns": [
            {
                **{name: getattr(one, name) for name in ("rank", "kind", "key", "terms")},
                **{name: getattr(one, name) for name in ("negative", "negatives")},
                **{name: getattr(one, name) for name in ("positive", "positives")},
                "lift": [round(value, 2) for value in (one.lift, one.low, one.high)],
                "is_target": one.is_target,
            }
            for one in found.patterns
        ],
        "faults": {name or "all": _as_json(one) for name, one in found.faults.items()},
        "scores": [one.as_json() for one in found.contrasts],
        "seconds": played.seconds,
        "proofs": {one.name: one.holds for one in proofs(played)},
    }


def _as_json(shares: PairedShares) -> dict[str, Any]:
    return {
        "before": shares.before.as_json(),
        "after": shares.after.as_json(),
        "difference": shares.difference.as_json(),
        "p": round(shares.p, 5),
    }


def _heading(played: Played) -> Iterator[str]:
    row = played.retraining
    yield _("%(first)s → %(weak)s, which learnt from %(count)d examples: %(what)s") % {
        "first": played.first,
        "weak": played.weak,
        "count": 2 * played.plan.examples,
        "what": _("half of them with the fault")
        if played.plan.with_fault
        else _("as they are, without any fault"),
    }
    yield _("Feedback until a retraining began: %(count)d") % {"count": row.counted}
    outcome = row.get_outcome_display() if row.outcome else row.get_status_display()
    yield _("What became of it: %(outcome)s; %(live)s is live.") % {
        "outcome": outcome,
        "live": played.live,
    }
    if row.error:
        yield f"  {sentences.failure(row)} {row.error_detail}".rstrip()
    for reason in row.reasons:
        yield f"  {sentences.reason(reason)}"


def _patterns(found: Measured) -> list[str]:
    return [
        _("  %(place)d. %(name)s: %(negative)d of %(negatives)d, elsewhere %(rest)s, lift %(lift)s")
        % {
            "place": place,
            "name": pattern_name(one.kind, one.key),
            "negative": one.negative,
            "negatives": one.negatives,
            "rest": f"{one.positive}/{one.positives}",
            "lift": number_format(round(one.lift, 1), 1),
        }
        for place, one in enumerate(found.patterns[:MOST_PATTERNS], 1)
    ]


def _share(name: str, shares: PairedShares) -> Sequence[str]:
    return [
        category_name(name) if name != EVERYTHING else _("all products"),
        _counted(shares.before),
        _counted(shares.after),
        _ends(shares.difference, 100, "%"),
        _("p = %(chance)s") % {"chance": number_format(round(shares.p, 4), 4)},
    ]


def _scores(found: Measured) -> Iterator[Sequence[str]]:
    for one in found.contrasts:
        yield [
            score_name(one.criterion),
            number_format(round(one.before, 1), 1),
            number_format(round(one.after, 1), 1),
            _ends(one.difference),
            _("worse") if one.worse else "",
        ]


def _table(rows: Sequence[Sequence[str]]) -> list[str]:
    if not rows:
        return []
    whole = [["", _("before"), _("after"), _("difference"), ""], *rows]
    widths = [max(len(row[at]) for row in whole) for at in range(len(whole[0]))]
    return [
        "  "
        + "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in whole
    ]


def _counted(share: Interval) -> str:
    """“10/12, 83 % (55 to 95)”."""
    low, high = (number_format(round(100 * end), 0) for end in (share.low, share.high))
    within = _("%(low)s to %(high)s") % {"low": low, "high": high}
    had = round(share.mean * share.count)
    return f"{had}/{share.count}, {round(100 * share.mean)} % ({within})"


def _ends(difference: Interval, times: float = 1, unit: str = "") -> str:
    mean, low, high = (
        number_format(round(times * end, 1), 1)
        for end in (difference.mean, difference.low, difference.high)
    )
    within = _("%(low)s to %(high)s") % {"low": low, "high": high}
    return f"{mean} ({within}) {unit}".rstrip()


def _proof(one: Proof) -> str:
    return f"{'✓' if one.holds else '✗'} {one.told}"
