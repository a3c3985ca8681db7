"""Numbers that share the unit at the end of a range or a list: `10-15 km`, `64/128 GB`."""

from __future__ import annotations

import re
from itertools import pairwise

from domain.quality.grounding.reading import read
from domain.quality.grounding.values import Amount, Claim, Term

_RANGE = re.compile(r"-|~| (?:ila|ile|to) |'?(?:den|dan|ten|tan) ")
_LIST = re.compile(r", ?|/| ?\+ ?| - | (?:ve|veya|ya da|and|or|&) ")
_WIDEST_GAP = 20


def share_materials(found: list[Claim], raw: str) -> list[Claim]:
    """The claims with a percentage bound to the material right after it: `%80 yün`."""
    for position, (claim, following) in enumerate(pairwise(found)):
        percent, material = claim.senses[0], following.senses[0]
        if not isinstance(percent, Amount) or percent.dimension != "percent":
            continue
        if following.kind == "material" and isinstance(material, Term):
            gap = raw[claim.end : following.start]
            if len(gap) <= _WIDEST_GAP and not read(gap).flat.strip():
                found[position] = claim._replace(about=material.name)
    return found


def share_units(found: list[Claim], raw: str) -> list[Claim]:
    """The claims with units passed back to the bare numbers of the same range or list.

    In a range the number has that unit; in a list it may have it.
    """
    for position in range(len(found) - 2, -1, -1):
        claim, following = found[position], found[position + 1]
        own, last = claim.senses[0], following.senses[-1]
        if not isinstance(own, Amount) or own.dimension or len(own.numbers) > 1:
            continue
        if not isinstance(last, Amount) or not last.dimension or len(last.numbers) > 1:
            continue
        if following.start - claim.end > _WIDEST_GAP:
            continue
        between = read(raw[claim.end : following.start]).flat
        numbers = tuple(tuple(v * following.factor for v in number) for number in own.numbers)
        shared = Amount(last.dimension, numbers)
        if _RANGE.fullmatch(between):
            senses: tuple[Amount, ...] = (shared,)
        elif _LIST.fullmatch(between):
            senses = (own, shared)
        else:
            continue
        found[position] = claim._replace(
            senses=senses, factor=following.factor, about=following.about
        )
    return found
