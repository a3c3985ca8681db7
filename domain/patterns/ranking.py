"""The order of patterns: what explains most failures and little else comes first."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from domain.patterns.candidates import Candidate, Field
from domain.patterns.items import OF_PEOPLE, WHERE, Kind
from domain.patterns.standing import LEAST, LEVEL, count

_ORDER: Final = {kind: place for place, kind in enumerate(Kind)}
"""Which of two that explain the same comes first."""


def ranked(candidates: Sequence[Candidate], field: Field) -> list[tuple[Candidate, bool]]:
    """Candidates in their order, and whether each explains failures that none before it does.

    First what is wrong with texts, then where they fail, then how people put it, then what may be
    chance; see `domain.patterns.find`.
    """
    found = sorted((one for one in candidates if one.is_found), key=_by_weight)
    where = [one for one in found if one.trait.kind in WHERE]
    of_people = [one for one in found if one.trait.kind in OF_PEOPLE]
    what = [one for one in found if one not in where and one not in of_people]
    incidental = [one for one in what if any(_is_owed_to(one, other, field) for other in where)]
    leading = _cover([one for one in what if one not in incidental], field)
    further = [*where, *incidental]
    leading += _cover(further, _without(leading, field))
    going_along = [one for one in (*what, *where) if one not in leading]
    others = sorted((one for one in candidates if not one.is_found), key=_by_chance)
    return [
        *((one, True) for one in leading),
        *((one, False) for one in going_along),
        *((one, True) for one in of_people),
        *((one, False) for one in others),
    ]


def _is_owed_to(what: Candidate, where: Candidate, field: Field) -> bool:
    """Whether something is frequent in failures only because it is frequent where texts fail.

    Then it does not stand out among the texts from there, which fail without it as well: "camera"
    in a category of phones that fails for another reason.
    """
    inside = _stands_out(what, _cut(field, where.places))
    return not inside and _stands_out(where, _without([what], field))


def _cover(explaining: Sequence[Candidate], field: Field) -> list[Candidate]:
    """Those that go on standing out where the ones before them are not, the weightiest first."""
    leading: list[Candidate] = []
    left, failures = list(explaining), field.negatives.bit_count()
    while left:
        weights = []
        for one in left:
            rest = count(one.places, field.negatives, field.positives)
            share = rest.negatives / failures if _stands_out(one, field) else 0.0
            weights.append(rest.weight * share)
        if max(weights) <= 0:
            return leading
        leading.append(left.pop(weights.index(max(weights))))
        field = _without(leading[-1:], field)
    return leading


def _stands_out(one: Candidate, field: Field) -> bool:
    """Whether it does in a part of the field, by the measure of a single question."""
    standing = count(one.places, field.negatives, field.positives)
    return standing.negative >= LEAST and standing.p <= LEVEL and standing.lift.low > 1


def _without(candidates: Sequence[Candidate], field: Field) -> Field:
    """What none of these cover."""
    places = field.negatives | field.positives
    for one in candidates:
        places &= ~one.places
    return _cut(field, places)


def _cut(field: Field, places: int) -> Field:
    return Field(field.items, field.negatives & places, field.positives & places)


def _by_weight(one: Candidate) -> tuple[float, int, str]:
    return (-round(one.standing.weight, 9), _ORDER[one.trait.kind], one.trait.key)


def _by_chance(one: Candidate) -> tuple[float, int, str]:
    return (one.standing.p, _ORDER[one.trait.kind], one.trait.key)
