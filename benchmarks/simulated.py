"""Campaigns of which the truth is known: an ordinal model of raters and items.

A rater gives the score in whose range lies: item's effect N(0, 1) + rater's leniency N(0, 0.4²) +
noise N(0, 0.7²). Each item is rated by three of six raters, drawn anew. What is true of items of
the kind, with these raters, is worked out by quadrature over the items' effects, not simulated.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from typing import Any, Final

import numpy as np
from numpy.polynomial.hermite_e import hermegauss
from numpy.typing import NDArray
from scipy.special import ndtr

SCORES: Final = np.arange(1, 6)
POOL, EACH, ITEMS = 6, 3, 100
GOOD: Final = 4
"""The score from which on a text is taken to be good."""
FOLLOWS: Final = 0.6
"""The correlation of the automatic score with an item's effect."""
_CUTS: Final = np.array([-1.6, -0.8, 0.1, 1.1])
_LENIENCY, _NOISE = 0.4, 0.7
_TEAMS: Final = np.array(list(combinations(range(POOL), EACH)))
_NODES, _WEIGHTS = hermegauss(61)
_WEIGHTS = _WEIGHTS / _WEIGHTS.sum()


@dataclass(frozen=True, slots=True)
class Campaign:
    """Scores (items, 3) of the three that rated each item, and an automatic score (items,)."""

    scores: NDArray[Any]
    automatic: NDArray[Any]

    @property
    def counts(self) -> NDArray[Any]:
        """How many gave each score, (items, 5)."""
        counts: NDArray[Any] = (self.scores[:, :, None] == SCORES).sum(axis=1)
        return counts


@dataclass(frozen=True, slots=True)
class Truth:
    """What a campaign of endlessly many items would find with the same raters."""

    mean: float
    good: float
    """The share of items whose median is `GOOD` or more."""
    alpha: float
    """Ordinal."""
    spearman: float
    """Of the automatic score with the items' means."""


def campaigns(
    count: int, seed: int, *, items: int = ITEMS, shift: float = 0.0
) -> Iterator[tuple[Campaign, Truth]]:
    """So many campaigns, each with raters of its own, and what is true of it."""
    chance = np.random.default_rng(seed)
    for _number in range(count):
        lenient = chance.normal(0, _LENIENCY, POOL)
        yield _campaign(chance, lenient, items, shift), _truth(lenient, shift)


def paired_differences(chance: np.random.Generator, count: int, shift: float) -> NDArray[Any]:
    """Mean scores of two texts of each product by the same three raters, first minus second.

    Half of an item's variance is the product's, which both texts share. `shift` is what the first
    text has more.
    """
    lenient = chance.normal(0, _LENIENCY, POOL)
    teams = lenient[_TEAMS[chance.integers(len(_TEAMS), size=count)]]
    product = chance.normal(0, np.sqrt(0.5), (count, 1))
    sides = []
    for more in (shift, 0.0):
        effect = product + chance.normal(0, np.sqrt(0.5), (count, 1)) + more
        sides.append(_scored(effect + teams + chance.normal(0, _NOISE, (count, EACH))))
    differences: NDArray[Any] = (sides[0] - sides[1]).mean(axis=1)
    return differences


def _campaign(
    chance: np.random.Generator, lenient: NDArray[Any], items: int, shift: float
) -> Campaign:
    effects = chance.normal(0, 1, items)
    teams = lenient[_TEAMS[chance.integers(len(_TEAMS), size=items)]]
    felt = effects[:, None] + shift + teams + chance.normal(0, _NOISE, (items, EACH))
    rest = np.sqrt(1 - FOLLOWS**2)
    return Campaign(_scored(felt), FOLLOWS * effects + chance.normal(0, rest, items))


def _scored(felt: NDArray[Any]) -> NDArray[Any]:
    return np.searchsorted(_CUTS, felt) + 1


def _truth(lenient: NDArray[Any], shift: float) -> Truth:
    given = _chances(lenient, shift)
    marginal = np.einsum("n,rns->s", _WEIGHTS, given) / POOL
    sums = _sums(given)
    levels = np.arange(sums.shape[1]) + EACH
    return Truth(
        float(marginal @ SCORES),
        _good(given),
        _alpha(given, marginal),
        _spearman(sums, levels),
    )


def _chances(lenient: NDArray[Any], shift: float) -> NDArray[Any]:
    """The chance of each score, by rater and node: (raters, nodes, scores)."""
    felt = lenient[:, None, None] + _NODES[None, :, None] + shift
    below = ndtr((_CUTS - felt) / _NOISE)
    return np.diff(below, axis=2, prepend=0.0, append=1.0)


def _good(given: NDArray[Any]) -> float:
    likes = given[:, :, GOOD - 1 :].sum(axis=2)[_TEAMS]  # (teams, 3, nodes)
    a, b, c = likes[:, 0], likes[:, 1], likes[:, 2]
    most = a * b + a * c + b * c - 2 * a * b * c
    return float(_WEIGHTS @ most.mean(axis=0))


def _alpha(given: NDArray[Any], marginal: NDArray[Any]) -> float:
    middles = np.cumsum(marginal) - marginal / 2
    apart = (middles[:, None] - middles[None, :]) ** 2
    either = given.sum(axis=0)
    pairs = np.einsum("n,nc,nk->ck", _WEIGHTS, either, either)
    pairs -= np.einsum("n,rnc,rnk->ck", _WEIGHTS, given, given)
    observed = float(np.sum(apart * pairs)) / (POOL * (POOL - 1))
    return 1 - observed / float(marginal @ apart @ marginal)


def _sums(given: NDArray[Any]) -> NDArray[Any]:
    """The chance of each sum of three scores, by node: (nodes, 13), over all teams."""
    size = (len(SCORES) - 1) * EACH + 1
    waves = np.fft.rfft(given, size, axis=2)[_TEAMS]  # a sum's chances are their convolution
    sums: NDArray[Any] = np.fft.irfft(waves.prod(axis=1), size, axis=2).mean(axis=0)
    return sums


def _spearman(sums: NDArray[Any], levels: NDArray[Any]) -> float:
    """The correlation of both sides' mid-distribution functions."""
    marginal = _WEIGHTS @ sums
    middles = np.cumsum(marginal) - marginal / 2
    automatic = ndtr(FOLLOWS * _NODES / np.sqrt(2 - FOLLOWS**2))  # E[F(score) | effect]
    covariance = float(_WEIGHTS @ (automatic * (sums @ middles))) - 0.25
    return covariance / float(np.sqrt((marginal @ middles**2 - 0.25) / 12))
