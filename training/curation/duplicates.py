"""Texts that say the same: exactly, or in nearly the same words."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import Final

SHINGLE: Final = 5
Shingles = frozenset[int]
ALIKE: Final = 0.6
"""Jaccard similarity of the sets of five-word sequences from which two texts count as one."""
COMMON: Final = 50
"""A sequence that stands in more texts than this tells nothing of two of them, and comparing all
of those would take the square of their number."""


def near_duplicates(texts: Sequence[str]) -> dict[int, int]:
    """For each text that repeats an earlier one: the number of the first such. Put the better
    ones first."""
    found: dict[int, int] = {}
    exact: dict[str, int] = {}
    holding: dict[int, list[int]] = defaultdict(list)
    sets: dict[int, Shingles] = {}
    for number, text in enumerate(texts):
        shingles = shingles_of(text, SHINGLE)
        first = exact.setdefault(text, number)
        if first == number:
            first = _alike(shingles, holding, sets, number)
        if first != number:
            # Its sequences are those of the first: later ones are compared with that.
            found[number] = exact[text] = first
            continue
        sets[number] = shingles
        for shingle in shingles:
            if len(holding[shingle]) < COMMON:
                holding[shingle].append(number)
    return found


def _alike(
    shingles: Shingles,
    holding: dict[int, list[int]],
    sets: dict[int, Shingles],
    number: int,
) -> int:
    """The first text before that says nearly the same; `number` itself where none does."""
    shared: Counter[int] = Counter()
    common = 0
    for shingle in shingles:
        holders = holding.get(shingle, [])
        common += len(holders) == COMMON
        shared.update(holders)
    for other, count in sorted(shared.items()):
        most = count + common  # sequences of many texts are counted for the first of them only
        if most / (len(shingles) + len(sets[other]) - most) < ALIKE:
            continue
        both = len(shingles & sets[other])
        if both / (len(shingles) + len(sets[other]) - both) >= ALIKE:
            return other
    return number


def shingles_of(text: str, length: int) -> Shingles:
    """The sequences of `length` words in a text, each as a number of this process."""
    words = text.split()
    last = max(1, len(words) - length + 1)
    return frozenset(hash(tuple(words[at : at + length])) for at in range(last))
