"""What is one thing though it reads as two: `5 500 mAh`, and the warranty beside its term.

Whether `5 500 mAh` is one amount or five of something and 500 mAh only the facts can tell, so
both readings are kept until they are asked.
"""

from __future__ import annotations

import re
from itertools import pairwise

from domain.quality.grounding.reading import read
from domain.quality.grounding.values import Amount, Claim, Term

_NEVER_COUNTED = "mah w rpm lumen btu pa dpi nit lux psi"
_GROUPED = frozenset(_NEVER_COUNTED.split())
"""Dimensions of which nobody writes how many there are: `3 500 ml` may be three bottles."""

_FIRST_GROUP = re.compile(r"[1-9]\d{0,2}")
_LAST_GROUP = re.compile(r"(\d{3})(?!\d|[.,]\d)")
_CLAUSE = re.compile(r"[.,;:!?\n(]")
_BESIDE = 24
WARRANTY = "warranty"


def joined(found: tuple[Claim, ...], raw: str) -> tuple[tuple[int, Claim], ...]:
    """The claims that two neighbours may make together, each with the first one's number."""
    return tuple(
        (number, whole)
        for number, (first, last) in enumerate(pairwise(found))
        if (whole := _joined(first, last, raw)) is not None
    )


def _joined(first: Claim, last: Claim, raw: str) -> Claim | None:
    """The amount whose thousands stand apart by a blank."""
    head, tail = first.senses[0], last.senses[0]
    if not (isinstance(head, Amount) and isinstance(tail, Amount)):
        return None
    if head.dimension or tail.dimension not in _GROUPED or len(tail.numbers) > 1:
        return None
    written = read(raw[first.start : last.end]).flat
    thousands, blank, rest = written.partition(" ")
    hundreds = _LAST_GROUP.match(rest)
    if not blank or _FIRST_GROUP.fullmatch(thousands) is None or hundreds is None:
        return None
    value = (int(thousands) * 1000 + int(hundreds[1])) * last.factor
    return last._replace(
        start=first.start, first=first.first, senses=(Amount(tail.dimension, ((value,),)),)
    )


def is_told_beside(term: Claim, other: Claim, raw: str) -> bool:
    """Whether a claim of a warranty stands right beside how long it runs: `2 yıl garanti`."""
    sense = term.senses[0]
    if not isinstance(sense, Term) or sense.name != WARRANTY or other.about != WARRANTY:
        return False
    start, end = min(term.end, other.end), max(term.start, other.start)
    between = read(raw[start:end]).flat
    return len(between) <= _BESIDE and _CLAUSE.search(between) is None
