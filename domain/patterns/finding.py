"""From feedback to ranked failure patterns."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from domain.patterns.candidates import Candidate, Field, field_of, plain_candidates
from domain.patterns.items import MOST_ITEMS, Item
from domain.patterns.phrasing import themes, wordings
from domain.patterns.ranking import ranked
from domain.patterns.standing import Standing
from domain.patterns.traits import Trait

MOST: Final = 50
"""Patterns that are kept."""
EXAMPLES: Final = 5


@dataclass(frozen=True, slots=True)
class Pattern:
    """Something that failures have in common; `is_found` rules out chance.

    `leads` where it explains failures that no pattern before it explains; the others go along
    with one of those. `examples` are numbers of failures that have it, the newest first.
    """

    trait: Trait
    standing: Standing
    is_found: bool
    leads: bool
    examples: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Patterns:
    """The patterns, the first one standing out the most, and out of what they were found."""

    rows: tuple[Pattern, ...]
    negatives: int
    positives: int
    tested: int

    @property
    def found(self) -> tuple[Pattern, ...]:
        """Those that rule out chance."""
        return tuple(row for row in self.rows if row.is_found)


def find(items: Iterable[Item]) -> Patterns:
    """What failures have in common and other feedback lacks, ranked; of the newest 10,000.

    **Lift** is the rate of failures that have something over that of the rest, with half a case
    added to each count and Katz's 95 % interval (`standing`). A pattern **is found** where

    - at least 5 failures, and 5 in 100 of them, have it,
    - the lower end of its lift is above 1, and
    - Fisher's exact one-sided test, held by Holm (1979) over everything that was looked at,
      leaves a chance of at most 5 in 100 of *any* false one. What is said of a text (rules,
      criteria, …), its words, and its comments are three families with a third of that each, so
      that thousands of words do not drown ten rules. What is looked at is chosen by how often
      it occurs in all feedback, never by where.

    **Order**: found ones first. What is wrong with texts (rules, wordings, marketplace's codes)
    comes before where they fail (categories, languages, versions), unless it is only frequent
    there and is not to blame (`ranking`). Among these each place goes to the one with the largest
    share of the failures left times log2 of the lower end of its lift, among feedback that no
    pattern before it covers: a greedy cover, as decision lists are grown (Rivest 1987). So a rule
    beats the category that its fault happens to be in, and words that only go along with it come
    behind. How people put it (themes, criteria) follows by the same weight, then what may be
    chance.

    The criterion `overall` is left out: it is what makes feedback negative. A marketplace's code
    is negative by itself, so that it is found wherever it is frequent.
    """
    ordered = sorted(items, key=lambda item: item.number)[-MOST_ITEMS:]
    field = field_of(ordered)
    families = (plain_candidates(field), wordings(field), themes(field))
    candidates = [one for candidates, _tested in families for one in candidates]
    rows = tuple(
        Pattern(one.trait, one.standing, one.is_found, leads, _examples(one, field))
        for one, leads in ranked(candidates, field)[:MOST]
    )
    return Patterns(
        rows,
        field.negatives.bit_count(),
        field.positives.bit_count(),
        sum(tested for _candidates, tested in families),
    )


def _examples(one: Candidate, field: Field) -> tuple[int, ...]:
    left = one.places & field.negatives
    found: list[int] = []
    while left and len(found) < EXAMPLES:
        place = left.bit_length() - 1
        found.append(field.items[place].number)
        left ^= 1 << place
    return tuple(found)
