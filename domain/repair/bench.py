"""A listing under repair: the steps that were tried and taken, and what that may cost."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from domain.judgement import Judgement
from domain.listing import Listing, Product
from domain.quality import judge
from domain.repair.guard import better, keeps_facts
from domain.repair.menders import Mending
from domain.repair.values import Repair

MOST_STEPS: Final = 100
MOST_CHARACTERS: Final = 300_000
"""Read by the judge in one repair: a hundred times a listing of the usual length."""
FEWEST_ATTEMPTS: Final = 10
"""On a listing so long that reading it ten times is more than that."""


@dataclass(slots=True)
class Bench:
    """The listing as it stands, and the steps that led to it."""

    product: Product
    listing: Listing
    judged: Judgement
    steps: list[Repair] = field(default_factory=list)
    attempts_left: int = 0
    _refused: set[tuple[Mending, ...]] = field(default_factory=set)

    @classmethod
    def of(cls, product: Product, listing: Listing) -> Bench:
        """A listing with as many attempts as its length allows, so that each costs its share."""
        length = len(listing.title) + len(listing.description) + sum(map(len, listing.features))
        attempts = max(FEWEST_ATTEMPTS, MOST_CHARACTERS // (length + 1))
        return cls(product, listing, judge(product, listing), attempts_left=min(attempts, 400))

    @property
    def is_open(self) -> bool:
        """Whether another step may be tried and taken."""
        return self.attempts_left > 0 and len(self.steps) < MOST_STEPS

    def forget_refusals(self) -> None:
        """A step may make way for one that was refused before."""
        self._refused.clear()

    def takes(self, mendings: Sequence[Mending]) -> bool:
        """Try steps that follow on each other, all or none; never the same ones twice."""
        if not mendings or len(self.steps) + len(mendings) > MOST_STEPS or not self.is_open:
            return False
        known_by = tuple(mending.alone() for mending in mendings)
        if known_by in self._refused:
            return False
        self.attempts_left -= 1
        after = self._judged_after(mendings)
        if after is None:
            self._refused.add(known_by)
            return False
        self._keep(mendings, after)
        return True

    def _judged_after(self, mendings: Sequence[Mending]) -> Judgement | None:
        """The judgement of the last listing, unless a fact or something right would be lost."""
        last = mendings[-1]
        if not keeps_facts(self.product, self.listing, last):
            return None
        after = judge(self.product, last.listing)
        return after if better(self.judged, after, last.finding, len(mendings)) else None

    def _keep(self, mendings: Sequence[Mending], after: Judgement) -> None:
        for mending in mendings:
            self.steps.append(mending.as_repair(self.listing))
            self.listing = mending.listing
        self.judged = after
