"""Mending what is mechanically wrong with a listing, one reported step at a time.

The judge says what is wrong; a mender proposes how to put it right; a step is taken only if
every given fact stands unchanged and no new fault appears. What cannot be mended that way is
left as it is, for another draw or for a person.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from domain.judgement import Judgement
from domain.listing import Listing, Product
from domain.quality import judge
from domain.repair.guard import better, keeps_facts
from domain.repair.menders import MENDERS, TIDYING, Mending, mending_of, shortens
from domain.repair.values import Repair

__all__ = ["Repair", "repair"]

MOST_STEPS: Final = 100
MOST_ATTEMPTS: Final = 400


def repair(product: Product, listing: Listing) -> tuple[Listing, tuple[Repair, ...]]:
    """The listing with its mechanical faults mended, and every step in the order taken."""
    steps: list[Repair] = []
    judged = judge(product, listing)
    refused: set[Mending] = set()
    took_one = True
    attempts = 0
    while took_one:
        # A step may make way for one that was refused before: go on until none is taken.
        took_one = False
        refused.clear()
        while mending := _next(product, listing, judged, refused):
            attempts += 1
            if attempts > MOST_ATTEMPTS or len(steps) == MOST_STEPS:
                return listing, tuple(steps)
            after = judge(product, mending.listing)
            if not better(judged, after, mending.finding):
                refused.add(mending.alone())
                continue
            steps.append(mending.as_repair(listing))
            listing, judged, took_one = mending.listing, after, True
    return listing, tuple(steps)


def _next(
    product: Product, listing: Listing, judged: Judgement, refused: set[Mending]
) -> Mending | None:
    """The first candidate that keeps the facts and was not refused yet."""
    for mending in _mendings(product, listing, judged):
        if mending.alone() not in refused and keeps_facts(product, listing, mending):
            return mending
    return None


def _mendings(product: Product, listing: Listing, judged: Judgement) -> Iterator[Mending]:
    """Candidates, the gentlest first: tidying, then what findings ask for, cutting last."""
    for tidy in TIDYING:
        yield from tidy(product, listing)
    for finding in sorted(judged.findings, key=lambda finding: shortens(finding.code)):
        if finding.code in MENDERS:
            for candidate in MENDERS[finding.code](product, listing, finding):
                yield mending_of(candidate, finding)
