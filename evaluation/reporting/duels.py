"""Two listings side by side: who was preferred, and how much the side had to do with it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from domain.rating import Choice
from domain.statistics import Interval, share_interval
from domain.statistics.ranking import Duel, Ranking, bradley_terry
from evaluation.reporting.items import MOST_LISTED

Whole = NDArray[np.int64]
_A, _B, _GOOD, _BAD = range(4)
assert tuple(Choice) == (Choice.A, Choice.B, Choice.BOTH_GOOD, Choice.BOTH_BAD)  # noqa: S101
LEAST_DECISIVE: Final = 5
"""Answers that prefer one, below which no share is shown."""


@dataclass(frozen=True, slots=True)
class Encounter:
    """Two versions, by their keys, and how often each was preferred."""

    first: int
    second: int
    wins: int
    losses: int
    both_good: int
    both_bad: int
    items: int

    @property
    def answers(self) -> int:
        """All of them, ties as well."""
        return self.wins + self.losses + self.both_good + self.both_bad

    @property
    def decisive(self) -> int:
        """Those that prefer one."""
        return self.wins + self.losses

    @property
    def rate(self) -> Interval | None:
        """The part of the decisive answers that prefer `first`, with Wilson's interval."""
        if self.decisive < LEAST_DECISIVE:
            return None
        return share_interval(self.wins, self.decisive)


@dataclass(frozen=True, slots=True)
class Split:
    """An item, by its place, that some preferred one text of and some the other."""

    item: int
    wins: int
    losses: int


def split(item: Whole, choice: Whole, most: int = MOST_LISTED) -> list[Split]:
    """The items with the most answers against the majority's."""
    items = int(item.max(initial=-1)) + 1
    wins = np.bincount(item[choice == _A], minlength=items)
    losses = np.bincount(item[choice == _B], minlength=items)
    against = np.minimum(wins, losses)
    widest = np.argsort(-against, kind="stable")[:most]
    return [
        Split(int(place), int(wins[place]), int(losses[place]))
        for place in widest
        if against[place]
    ]


def encounters(item: Whole, choice: Whole, version: Whole, other: Whole) -> list[Encounter]:
    """Each pair of versions that met, `version` and `other` being those of each item."""
    a, b = version[item], other[item]
    turned = a > b
    first, second = np.where(turned, b, a), np.where(turned, a, b)
    said = np.where(turned & (choice == _A), _B, np.where(turned & (choice == _B), _A, choice))
    met = np.unique(np.stack([first, second]), axis=1).T
    return [
        _encounter(one, two, said[mine], item[mine])
        for one, two in met.tolist()
        if one != two
        for mine in [(first == one) & (second == two)]
    ]


def _encounter(first: int, second: int, said: Whole, item: Whole) -> Encounter:
    counts = np.bincount(said, minlength=4).tolist()
    return Encounter(
        first, second, counts[_A], counts[_B], counts[_GOOD], counts[_BAD], len(np.unique(item))
    )


def left_share(choice: Whole, swapped: NDArray[np.bool_]) -> Interval | None:
    """The part of the decisive answers that prefer the left one: one half, if sides do not
    matter."""
    decisive = (choice == _A) | (choice == _B)
    count = int(decisive.sum())
    if count < LEAST_DECISIVE:
        return None
    left = (choice == _A) != swapped
    return share_interval(int(left[decisive].sum()), count)


def ranking(
    item: Whole, choice: Whole, swapped: NDArray[np.bool_], version: Whole, other: Whole
) -> Ranking:
    """Bradley and Terry's strengths with the side's advantage; versions under their keys as text.

    A tie, whether both are good or both are bad, is half a win for either.
    """
    won = np.select([choice == _A, choice == _B], [1.0, 0.0], 0.5)
    left = np.where(swapped, other[item], version[item]).tolist()
    right = np.where(swapped, version[item], other[item]).tolist()
    left_won = np.where(swapped, 1 - won, won).tolist()
    return bradley_terry(
        Duel(str(one), str(two), value)
        for one, two, value in zip(left, right, left_won, strict=True)
    )
