"""Phrases that stand in the same places are one pattern; the most telling one names it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from domain.patterns.words import Phrase, pieces, root, spoken

SAME: Final = 0.5
"""From this share on (Jaccard: places with both, of those with either) two phrases are one."""
MOST_TERMS: Final = 8
_SAMPLE: Final = 10
"""Places in which it is looked up how people write a phrase."""


@dataclass(frozen=True, slots=True)
class Group:
    """Phrases, the most telling first, and the places of any of them as the bits of a number."""

    phrases: tuple[Phrase, ...]
    places: int


def grouped(telling: Sequence[tuple[Phrase, int]], most: int) -> list[Group]:
    """Phrases with their places, the most telling first, as at most so many groups.

    Each phrase that is like none of the earlier leaders leads a group of its own, and all that
    are like it join it: which are together can be told without looking at the rest.
    """
    groups: list[Group] = []
    left = list(telling)
    while left and len(groups) < most:
        _phrase, first = left[0]
        like = [one for one in left if alike(first, one[1])]
        left = [one for one in left if not alike(first, one[1])]
        said = like[:MOST_TERMS]
        places = 0
        for _phrase, its in said:
            places |= its
        groups.append(Group(tuple(one for one, _its in said), places))
    return groups


def alike(one: int, other: int) -> bool:
    """Whether two phrases mostly stand in the same places."""
    return (one & other).bit_count() >= SAME * (one | other).bit_count()


class Wordings:
    """How phrases are written where they stand: texts by place, each with its language."""

    def __init__(self, texts: Sequence[tuple[Sequence[str], str]]) -> None:
        self._texts = texts
        self._read: dict[int, list[tuple[list[str], Phrase]]] = {}

    def of(self, phrase: Phrase, places: int) -> str:
        """The form that is met most often in the first places of a phrase."""
        counted: Counter[str] = Counter()
        for place in _first(places):
            language = self._texts[place][1]
            for words, stems in self._pieces(place):
                for at in range(len(stems) - len(phrase) + 1):
                    if stems[at : at + len(phrase)] == phrase:
                        said = words[at : at + len(phrase)]
                        counted[" ".join(spoken(word, language) for word in said)] += 1
        most = max(counted.values())
        return min(form for form, count in counted.items() if count == most)

    def _pieces(self, place: int) -> list[tuple[list[str], Phrase]]:
        if place not in self._read:
            read = pieces(self._texts[place][0])
            self._read[place] = [(words, tuple(map(root, words))) for words in read]
        return self._read[place]


def _first(places: int) -> Iterator[int]:
    for _ in range(_SAMPLE):
        if not places:
            return
        lowest = places & -places
        yield lowest.bit_length() - 1
        places ^= lowest
