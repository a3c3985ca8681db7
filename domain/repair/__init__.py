"""Mending what is mechanically wrong with a listing, one reported step at a time.

The judge says what is wrong; a mender proposes how to put it right; a step is taken only if
every given fact stands unchanged and no new fault appears. What cannot be mended that way is
left as it is, for another draw or for a person.

The same fault in many places is mended in all of them at once where that stands, since each
look of the judge costs as much as the listing is long.
"""

from __future__ import annotations

from collections.abc import Iterator

from domain.judgement import Finding, Place
from domain.listing import Listing, Product
from domain.repair.bench import Bench
from domain.repair.menders import MENDERS, TIDYING, Mending, mending_of, shortens
from domain.repair.values import Repair, field_text, with_field

__all__ = ["Repair", "repair"]


def repair(product: Product, listing: Listing) -> tuple[Listing, tuple[Repair, ...]]:
    """The listing with its mechanical faults mended, and every step in the order taken."""
    bench = Bench.of(product, listing)
    while _took_one(bench):
        while _took_one(bench):
            pass
        bench.forget_refusals()
    return bench.listing, tuple(bench.steps)


def _took_one(bench: Bench) -> bool:
    """Whether any of the candidates was taken, the gentlest first: tidying, cutting last."""
    for mendings in _candidates(bench):
        if not bench.is_open:
            return False
        if bench.takes(mendings):
            return True
    return False


def _candidates(bench: Bench) -> Iterator[list[Mending]]:
    """Steps that may be taken now: of each kind as many together as can be, then each alone."""
    product, listing = bench.product, bench.listing
    for tidy in TIDYING:
        mendings = tidy(product, listing)
        yield from _fewer_and_fewer(_one_after_the_other(listing, mendings))
        yield from ([mending] for mending in mendings)
    findings = sorted(bench.judged.findings, key=lambda finding: shortens(finding.code))
    for code in dict.fromkeys(finding.code for finding in findings if finding.code in MENDERS):
        same = [finding for finding in findings if finding.code == code]
        yield from _fewer_and_fewer(_all_of(product, listing, same))
        for finding in same:
            for candidate in MENDERS[code](product, listing, finding):
                yield [mending_of(candidate, finding)]


def _fewer_and_fewer(mendings: list[Mending]) -> Iterator[list[Mending]]:
    """All of them, then half as many, while they are several: some may have to stay."""
    while len(mendings) > 1:
        yield mendings
        mendings = mendings[: len(mendings) // 2]


def _one_after_the_other(listing: Listing, mendings: list[Mending]) -> list[Mending]:
    """Steps that were each made for `listing`, every one on top of those before it."""
    stacked = []
    for mending in mendings:
        listing = _changed(listing, mending.listing, mending.place)
        stacked.append(mending.on(listing))
    return stacked


def _all_of(product: Product, listing: Listing, findings: list[Finding]) -> list[Mending]:
    """The gentlest step for each of the findings, from the last place to the first.

    What is changed or taken out behind a place does not move it. Each field is mended as it
    would be alone; only where it has a second fault is that mended in what the first one left.
    """
    stacked, done = [], listing
    seen: set[tuple[str, int]] = set()
    for finding in sorted(findings, key=_order, reverse=True):
        where = _order(finding)[:2]
        before = done if where in seen else listing
        candidate = next(iter(MENDERS[finding.code](product, before, finding)), None)
        if candidate is not None:
            done = _changed(done, candidate, finding.place, len(before.features))
            stacked.append(mending_of(done, finding))
            seen.add(where)
    return stacked


def _changed(listing: Listing, other: Listing, place: Place, features: int = 0) -> Listing:
    """The listing with one field as the other one has it, or without it.

    `features` is how many there were before the other one was made.
    """
    gone = place.field == "features" and len(other.features) < features
    return with_field(listing, place, "" if gone else field_text(other, place))


def _order(finding: Finding) -> tuple[str, int, int]:
    place = finding.place
    return place.field, place.index or 0, place.start or 0
