"""Whether a version is good enough to write for everybody: the figures of a validation, weighed.

The score that is compared with the threshold is the lower end of the 95 % interval of the mean
overall score, so that a few lucky products carry nobody through. Against the version that writes
now the same products are compared in pairs, criterion by criterion: a version is worse where the
mean difference is worse than the margin allows and no chance (the interval's upper end lies below
zero).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from domain.statistics import Interval, mean_interval

THRESHOLD: Final = 90.0
"""The document's own: validation_score_threshold=90."""
MARGIN: Final = 2.0
"""Points of a score from 0 to 100 that a version may lose on a criterion."""
LEAST_PRODUCTS: Final = 5
"""Fewer give no interval worth the name."""


class Criterion(StrEnum):
    """What is measured of each product, from 0 to 100, more is better."""

    OVERALL = "overall"
    COMPLIANCE = "compliance"
    SEO = "seo"
    GROUNDING = "grounding"
    READABILITY = "readability"


class Reason(StrEnum):
    """Why a version is refused."""

    NO_RESULT = "no_result"
    TOO_FEW = "too_few"
    BELOW_THRESHOLD = "below_threshold"
    WORSE = "worse"


@dataclass(frozen=True, slots=True)
class Refusal:
    """One reason with its figures; `criterion` where it is about one."""

    reason: Reason
    figures: Mapping[str, float]
    criterion: str = ""

    def as_json(self) -> dict[str, object]:
        """What is kept of it."""
        return {
            "reason": self.reason.value,
            "criterion": self.criterion,
            "figures": dict(self.figures),
        }


Scores = Mapping[str, float]
"""A product's scores by criterion; all zero where nothing readable was written."""


def weigh(
    scores: Mapping[str, Scores],
    *,
    threshold: float = THRESHOLD,
    live: Mapping[str, Scores] | None = None,
    margin: float = MARGIN,
) -> tuple[Refusal, ...]:
    """Every reason against a version whose `scores` by product are given; none where it may write.

    `live` are those of the version that writes now, on the products that both were asked.
    """
    if not scores:
        return (Refusal(Reason.NO_RESULT, {}),)
    if len(scores) < LEAST_PRODUCTS:
        return (Refusal(Reason.TOO_FEW, {"products": len(scores), "least": LEAST_PRODUCTS}),)
    refusals = []
    overall = mean_interval([one[Criterion.OVERALL] for one in scores.values()])
    low = max(0.0, overall.low)  # no score lies below that, whatever Student's interval says
    if low < threshold:
        figures = {"low": low, "mean": overall.mean, "threshold": threshold}
        refusals.append(Refusal(Reason.BELOW_THRESHOLD, figures))
    for criterion in Criterion:
        difference = difference_of(scores, live or {}, criterion)
        if difference and is_worse(difference, margin):
            figures = {"difference": difference.mean, "margin": margin, "high": difference.high}
            refusals.append(Refusal(Reason.WORSE, figures, criterion))
    return tuple(refusals)


def is_worse(difference: Interval, margin: float) -> bool:
    """Whether it lies beyond the margin, and no chance."""
    return difference.mean < -margin and difference.high < 0


def difference_of(
    scores: Mapping[str, Scores], live: Mapping[str, Scores], criterion: str
) -> Interval | None:
    """The new one's scores less the live one's, product by product; None below the least."""
    both: Sequence[str] = sorted(scores.keys() & live.keys())
    if len(both) < LEAST_PRODUCTS:
        return None
    return mean_interval([scores[key][criterion] - live[key][criterion] for key in both])
