"""How much more often failures have something than the rest does, and whether that is chance."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from domain.statistics.intervals import Interval
from domain.statistics.shares import fisher_greater, risk_ratio

LEAST: Final = 5
LEAST_SHARE: Final = 0.05
"""A pattern is in at least so many failures, and in such a share of them."""
LEVEL: Final = 0.05
"""The chance of any false pattern among all that are looked at together."""


@dataclass(frozen=True)
class Standing:
    """Failures and other feedback that have it, of those that could; see `lift`."""

    negative: int
    negatives: int
    positive: int
    positives: int

    @cached_property
    def lift(self) -> Interval:
        """The rate among failures over the rate among the rest: the risk ratio, smoothed by half
        a case in each count, with its 95 % interval (`domain.statistics.shares.risk_ratio`)."""
        return risk_ratio(self.negative, self.negatives, self.positive, self.positives)

    @cached_property
    def p(self) -> float:
        """Fisher's exact test, one-sided: that failures have it more often by chance alone."""
        return fisher_greater(self.negative, self.negatives, self.positive, self.positives)

    @property
    def coverage(self) -> float:
        """The share of the failures that have it."""
        return self.negative / self.negatives if self.negatives else 0.0

    @property
    def weight(self) -> float:
        """Coverage times log2 of the lift's lower end: much of what failed, and little else."""
        return self.coverage * math.log2(self.lift.low)

    @property
    def is_supported(self) -> bool:
        """Whether enough failures have it to speak of."""
        return self.negative >= least_of(self.negatives)

    @property
    def is_told(self) -> bool:
        """Whether it is worth a line, found or not: frequent enough, and more so in failures."""
        return self.is_supported and self.lift.mean > 1


def least_of(negatives: int) -> int:
    """How many of so many failures must have a pattern."""
    return max(LEAST, math.ceil(LEAST_SHARE * negatives))


def count(having: int, negatives: int, positives: int) -> Standing:
    """What sets of places, as bits of a number, come to."""
    return Standing(
        (having & negatives).bit_count(),
        negatives.bit_count(),
        (having & positives).bit_count(),
        positives.bit_count(),
    )
