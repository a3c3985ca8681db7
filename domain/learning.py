"""Whether a version that learnt from feedback mends what failed and is worse in nothing else.

Better means: at least one of the failure patterns that it was made to mend is rarer than in the
live version's texts for the same products, and that is no chance (`LEVEL`, by McNemar's exact test,
adjusted by Holm for how many patterns were looked at). A pattern that the live version's texts
carry so seldom that this could not be shown even if none carried it any more (fewer than six, and
more where several are looked at) asks for nothing. Where no pattern can be measured in what
versions write, or none is carried often enough, the mean overall score must be higher, the whole
interval above zero. Worse is what `domain.gate` calls so, and a pattern that has surely become more
common, however rare it was.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from domain.gate import (
    LEAST_PRODUCTS,
    Criterion,
    Reason,
    Refusal,
    Scores,
    difference_of,
    is_worse,
    weigh,
)
from domain.statistics import Interval, mean_interval

LEVEL: Final = 0.05
"""The chance of calling anything rarer that is not, over all patterns of one decision."""
NOT_RARER: Final = "not_rarer"
COMMONER: Final = "commoner"
NOT_HIGHER: Final = "not_higher"
NOT_COMPARED: Final = "not_compared"
DIGITS: Final = 4


@dataclass(frozen=True, slots=True)
class Target:
    """A pattern to be mended: for each product that both wrote for, whether its text carries it."""

    kind: str
    key: str
    before: Sequence[bool]
    after: Sequence[bool]

    @property
    def is_measured(self) -> bool:
        """Whether there are texts enough to say anything."""
        return len(self.before) >= LEAST_PRODUCTS

    @property
    def least_p(self) -> float:
        """McNemar's p where all that carried it are mended: no candidate could reach less."""
        return min(1.0, 2.0 ** (1 - sum(self.before)))


@dataclass(frozen=True, slots=True)
class Weighed:
    """What became of one target; `p` is adjusted for all targets of the decision.

    `provable` says whether it is carried often enough that it could have been shown to be rarer.
    """

    kind: str
    key: str
    before: Interval
    after: Interval
    difference: Interval
    p: float
    provable: bool

    @property
    def rarer(self) -> bool:
        """Whether it is rarer, and that is no chance."""
        return self.difference.mean < 0 and self.p <= LEVEL

    @property
    def commoner(self) -> bool:
        """Whether it is more common, and that is no chance."""
        return self.difference.mean > 0 and self.p <= LEVEL

    def as_json(self) -> dict[str, Any]:
        """What is kept of it: shares of 1."""
        return {
            "kind": self.kind,
            "key": self.key,
            "before": _share(self.before),
            "after": _share(self.after),
            "difference": _ends(self.difference) | {"p": round(self.p, DIGITS)},
            "rarer": self.rarer,
            "provable": self.provable,
        }


@dataclass(frozen=True, slots=True)
class Contrast:
    """One criterion before and after, on the same products."""

    criterion: Criterion
    before: float
    after: float
    difference: Interval
    worse: bool

    def as_json(self) -> dict[str, Any]:
        """What is kept of it: points from 0 to 100."""
        ends = _ends(self.difference)
        return {
            "criterion": self.criterion.value,
            "before": round(self.before, DIGITS),
            "after": round(self.after, DIGITS),
            "difference": ends["mean"],
            "low": ends["low"],
            "high": ends["high"],
            "worse": self.worse,
        }


@dataclass(frozen=True, slots=True)
class Verdict:
    """Everything that was weighed, and every reason against the candidate: none accepts it."""

    targets: tuple[Weighed, ...]
    unmeasured: tuple[Target, ...]
    contrasts: tuple[Contrast, ...]
    reasons: tuple[Mapping[str, Any], ...]

    def as_json(self) -> dict[str, Any]:
        """What is kept of the comparison."""
        return {
            "targets": [one.as_json() for one in self.targets],
            "unmeasured": [
                {"kind": one.kind, "key": one.key, "products": len(one.before)}
                for one in self.unmeasured
            ],
            "scores": [one.as_json() for one in self.contrasts],
        }


def judge(
    targets: Iterable[Target],
    before: Mapping[str, Scores],
    after: Mapping[str, Scores],
    *,
    threshold: float,
    margin: float,
) -> Verdict:
    """What speaks against a candidate whose scores by product are `after`.

    `before` are those of the version that it is to replace.
    """
    asked = list(targets)
    weighed = weigh_targets([one for one in asked if one.is_measured])
    contrasts = contrast(before, after, margin)
    refused = weigh(after, threshold=threshold, live=before, margin=margin)
    return Verdict(
        weighed,
        tuple(one for one in asked if not one.is_measured),
        contrasts,
        (*map(Refusal.as_json, refused), *_not_better(weighed, contrasts, refused)),
    )


def weigh_targets(targets: Sequence[Target]) -> tuple[Weighed, ...]:
    """Each target's shares before and after, their difference, and whether chance is ruled out."""
    from domain.statistics.multiple import holm  # here: numpy costs whoever never asks 0.1 s
    from domain.statistics.shares import compare_shares

    found = [compare_shares(one.before, one.after) for one in targets]
    adjusted = holm([one.p for one in found]) if found else []
    least = holm([one.least_p for one in targets]) if targets else []
    return tuple(
        Weighed(one.kind, one.key, said.before, said.after, said.difference, p, best <= LEVEL)
        for one, said, p, best in zip(targets, found, adjusted, least, strict=True)
    )


def contrast(
    before: Mapping[str, Scores], after: Mapping[str, Scores], margin: float
) -> tuple[Contrast, ...]:
    """Every criterion on the products that both wrote for; none where these are too few."""
    both = sorted(before.keys() & after.keys())
    told = []
    for criterion in Criterion:
        difference = difference_of(after, before, criterion)
        if difference is None:
            return ()
        old, new = (mean_interval([one[key][criterion] for key in both]) for one in (before, after))
        worse = is_worse(difference, margin)
        told.append(Contrast(criterion, old.mean, new.mean, difference, worse))
    return tuple(told)


def _not_better(
    targets: Sequence[Weighed], contrasts: Sequence[Contrast], refused: Sequence[Refusal]
) -> list[dict[str, Any]]:
    if not contrasts:
        measured_at_all = not any(one.reason is Reason.NO_RESULT for one in refused)
        return [{"reason": NOT_COMPARED, "figures": {}}] if measured_at_all else []
    reasons = [_target_reason(COMMONER, one) for one in targets if one.commoner]
    provable = [one for one in targets if one.provable]
    if provable and not any(one.rarer for one in targets):
        return [_target_reason(NOT_RARER, one) for one in provable if not one.commoner] + reasons
    overall = contrasts[0]
    if not provable and overall.difference.low <= 0:
        figures = _ends(overall.difference) | {"before": overall.before, "after": overall.after}
        reasons.append({"reason": NOT_HIGHER, "figures": figures})
    return reasons


def _target_reason(reason: str, target: Weighed) -> dict[str, Any]:
    told = target.as_json()
    figures = {
        "kind": target.kind,
        "key": target.key,
        "before": told["before"]["count"],
        "after": told["after"]["count"],
        "products": target.before.count,
        "low": told["difference"]["low"],
        "high": told["difference"]["high"],
    }
    return {"reason": reason, "figures": figures}


def _share(interval: Interval) -> dict[str, float]:
    return {
        "count": round(interval.mean * interval.count),
        "products": interval.count,
        "low": round(interval.low, DIGITS),
        "high": round(interval.high, DIGITS),
    }


def _ends(interval: Interval) -> dict[str, float]:
    said = {"mean": interval.mean, "low": interval.low, "high": interval.high}
    return {name: round(value, DIGITS) for name, value in said.items()}
