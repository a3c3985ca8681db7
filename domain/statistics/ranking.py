"""A ranking of versions from comparisons side by side: Bradley & Terry's model.

The chance that the left text wins is 1 / (1 + exp(-(left - right + side))): each version has a
strength, and the left side an advantage of its own (Davidson & Beaver 1977).
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit, ndtri

from domain.statistics.intervals import CONFIDENCE, Interval

PRIOR_SD: Final = 3.0
"""Strengths and the side are taken to be N(0, 3²) beforehand. With data it weighs next to nothing
(less than half a comparison); without, as when one version won each time, it keeps them finite."""
_Z: Final = float(ndtri((1 + CONFIDENCE) / 2))
_STEPS: Final = 100


@dataclass(frozen=True, slots=True)
class Duel:
    """Two versions side by side; `left_won` is 1, 0, or a half where neither was better."""

    left: str
    right: str
    left_won: float


@dataclass(frozen=True, slots=True)
class Ranking:
    """Strengths on the log-odds scale, the best first; 0 is the mean of a group.

    `side` is the left side's advantage on the same scale. `groups` has the versions that
    comparisons connect: where there are several, strengths of different groups cannot be compared.
    """

    strengths: Mapping[str, Interval]
    side: Interval
    groups: Sequence[Sequence[str]]

    @property
    def is_connected(self) -> bool:
        return len(self.groups) < 2


def bradley_terry(duels: Iterable[Duel], *, prior_sd: float = PRIOR_SD) -> Ranking:
    """The strengths with 95 % intervals from the information matrix at the maximum.

    A tie is half a win for either, which overstates its spread a little: intervals are rather too
    wide. `count` of a strength is the number of its comparisons. A version against itself says
    something of the side only.
    """
    rows = list(duels)
    names = sorted({name for duel in rows for name in (duel.left, duel.right)})
    places = {name: place for place, name in enumerate(names)}
    design, won, times = _design(rows, places)
    values, covariance = _fitted(design, won, times, prior_sd)
    groups = _groups(rows, names)
    centre = np.eye(len(names) + 1)
    for group in groups:
        members = [places[name] for name in group]
        centre[np.ix_(members, members)] -= 1 / len(members)
    values, covariance = centre @ values, centre @ covariance @ centre.T
    halves = _Z * np.sqrt(np.maximum(np.diag(covariance), 0))
    counts = _counts(rows)
    found = [
        Interval(float(value), float(value - half), float(value + half), count)
        for value, half, count in zip(
            values, halves, [*(counts[name] for name in names), len(rows)], strict=True
        )
    ]
    ranked = sorted(zip(names, found, strict=False), key=lambda one: -one[1].mean)
    return Ranking(dict(ranked), found[-1], groups)


def win_chance(first: Interval, second: Interval) -> float:
    """The chance that the first of two strengths wins, on no side."""
    return 1 / (1 + math.exp(second.mean - first.mean))


def _design(
    rows: Sequence[Duel], places: Mapping[str, int]
) -> tuple[NDArray[Any], NDArray[Any], NDArray[Any]]:
    """A row for each ordered pair that met: +1 left, -1 right, 1 side; its wins; its times."""
    met: dict[tuple[str, str], list[float]] = {}
    for duel in rows:
        tally = met.setdefault((duel.left, duel.right), [0.0, 0.0])
        tally[0] += duel.left_won
        tally[1] += 1
    design = np.zeros((len(met), len(places) + 1))
    for row, (left, right) in zip(design, met, strict=True):
        row[places[left]] += 1
        row[places[right]] -= 1
        row[-1] = 1
    tallies = np.array(list(met.values())).reshape(-1, 2)
    return design, tallies[:, 0], tallies[:, 1]


def _fitted(
    design: NDArray[Any], won: NDArray[Any], times: NDArray[Any], prior_sd: float
) -> tuple[NDArray[Any], NDArray[Any]]:
    """The most likely values and their covariance, by Newton's steps: the problem is concave."""
    values = np.zeros(design.shape[1])
    prior = np.eye(values.size) / prior_sd**2
    for _step in range(_STEPS):
        chance = expit(design @ values)
        slope = design.T @ (won - times * chance) - prior @ values
        information = design.T @ (design * (times * chance * (1 - chance))[:, None]) + prior
        step = np.linalg.solve(information, slope)
        # Newton's step overshoots where all chances are near 0 or 1.
        values = values + step * min(1.0, 2 / max(float(np.abs(step).max()), 1e-12))
        if float(np.abs(step).max()) < 1e-10:
            break
    return values, np.linalg.inv(information)


def _groups(rows: Sequence[Duel], names: Sequence[str]) -> list[list[str]]:
    """Versions that comparisons connect, in order of their names."""
    head = {name: name for name in names}

    def top(name: str) -> str:
        while head[name] != name:
            name = head[name]
        return name

    for duel in rows:
        head[top(duel.right)] = top(duel.left)
    groups: dict[str, list[str]] = {}
    for name in names:
        groups.setdefault(top(name), []).append(name)
    return list(groups.values())


def _counts(rows: Sequence[Duel]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for duel in rows:
        for name in {duel.left, duel.right}:
            counts[name] = counts.get(name, 0) + 1
    return counts
