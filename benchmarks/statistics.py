"""Whether the intervals hold the truth, and how often a verdict is wrong or found.

1,000 simulated campaigns of 100 items (`benchmarks.simulated`), of which the truth is known; and
as many experiments, each looked at ten times while it runs.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from operator import attrgetter
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from benchmarks.figures import Figure
from benchmarks.simulated import GOOD, SCORES, Campaign, Truth, campaigns, paired_differences
from domain.statistics.agreement import Level, alpha_interval
from domain.statistics.correlation import spearman
from domain.statistics.intervals import (
    Interval,
    bootstrap_interval,
    mean_interval,
    share_interval,
)
from domain.statistics.power import decisive_pairs_with_looks, pairs_with_looks
from domain.statistics.sequential import confidence_sequence, win_sequence
from domain.verdict import EVEN, Verdict, verdict

CAMPAIGNS, LOOKS, SEED = 1000, 10, 2026
SHIFT: Final = 0.45
"""What the better text has more, on the scale of the items' effects."""
RATE: Final = 0.65
_WRONG: Final = {Verdict.BETTER, Verdict.WORSE}
_COVERED: Final = "93-97 %"
_TIMED: Final = (33_334, 3)


def measure() -> list[Figure]:
    """Shares in percent of all campaigns and experiments, and one time."""
    return [*_coverage(), *_verdicts(), _seconds()]


def _coverage() -> Iterator[Figure]:
    asked: dict[str, tuple[Callable[[Campaign], Interval | None], Callable[[Truth], float]]] = {
        "mean of items (Student)": (
            lambda one: mean_interval(_means(one).tolist()),
            attrgetter("mean"),
        ),
        "mean of items (bootstrap)": (
            lambda one: bootstrap_interval(_means(one)),
            attrgetter("mean"),
        ),
        "share of good items (Wilson)": (_share, attrgetter("good")),
        "ordinal alpha (bootstrap)": (
            lambda one: alpha_interval(one.counts, SCORES, Level.ORDINAL),
            attrgetter("alpha"),
        ),
        "Spearman with a score": (
            lambda one: spearman(one.automatic, _means(one)),
            attrgetter("spearman"),
        ),
    }
    held = dict.fromkeys(asked, 0)
    for campaign, truth in campaigns(CAMPAIGNS, SEED):
        for name, (ask, of) in asked.items():
            interval = ask(campaign)
            held[name] += interval is not None and interval.low <= of(truth) <= interval.high
    for name, count in held.items():
        yield Figure(f"95 % interval holds: {name}", [100 * count / CAMPAIGNS], "%", _COVERED)


def _verdicts() -> Iterator[Figure]:
    chance = np.random.default_rng(SEED)
    sample = np.concatenate([paired_differences(chance, 2000, SHIFT) for _each in range(100)])
    difference = float(sample.mean())
    planned = pairs_with_looks(difference, float(sample.std()))
    for name, shift, sought, aim in (
        ("better or worse, where there is no difference", 0.0, _WRONG, "at most 5 %"),
        ("better, where there is the planned difference", SHIFT, {Verdict.BETTER}, "80 %"),
        ("equivalent, where there is that difference", SHIFT, {Verdict.EQUIVALENT}, "at most 5 %"),
    ):
        found = [
            _ever(_looks(paired_differences(chance, planned, shift), planned, difference), sought)
            for _each in range(CAMPAIGNS)
        ]
        what = f"ten looks at {planned} pairs: {name}"
        yield Figure(what, [100 * float(np.mean(found))], "%", aim)
    decisions = decisive_pairs_with_looks(RATE)
    for name, rate, sought, aim in (
        ("better or worse, where it is a half", EVEN, _WRONG, "at most 5 %"),
        (f"better, where it is {RATE:.2f}", RATE, {Verdict.BETTER}, "80 %"),
    ):
        found = [_ever(_wins(chance, decisions, rate), sought) for _each in range(CAMPAIGNS)]
        what = f"ten looks at a win rate of {decisions} decisions: {name}"
        yield Figure(what, [100 * float(np.mean(found))], "%", aim)


def _seconds() -> Figure:
    """Alpha with its interval of 100,000 ratings."""
    items, each = _TIMED
    scores = np.random.default_rng(SEED).integers(1, 6, (items, each))
    readings = []
    for _pass in range(5):
        started = time.perf_counter()
        alpha_interval((scores[:, :, None] == SCORES).sum(axis=1), SCORES, Level.ORDINAL)
        readings.append(1000 * (time.perf_counter() - started))
    return Figure("alpha and its interval of 100,000 ratings", readings, "ms", "1,000 ms")


def _looks(differences: NDArray[Any], planned: int, margin: float) -> Iterator[Verdict]:
    for count in _counts(len(differences)):
        width = float(SCORES[-1] - SCORES[0])
        interval = confidence_sequence(differences[:count], width=width, planned=planned)
        yield verdict(interval, margin)


def _wins(chance: np.random.Generator, decisions: int, rate: float) -> Iterator[Verdict]:
    won = np.cumsum(chance.random(decisions) < rate)
    for count in _counts(decisions):
        interval = win_sequence(int(won[count - 1]), count)
        yield verdict(interval, RATE - EVEN, even=EVEN)


def _counts(most: int) -> list[int]:
    return [round(most * look / LOOKS) for look in range(1, LOOKS + 1)]


def _ever(said: Iterator[Verdict], sought: set[Verdict]) -> bool:
    return any(one in sought for one in said)


def _means(campaign: Campaign) -> NDArray[Any]:
    """An item's mean, since ratings of one item are not independent."""
    means: NDArray[Any] = campaign.scores.mean(axis=1)
    return means


def _share(campaign: Campaign) -> Interval:
    good = int(np.sum(np.median(campaign.scores, axis=1) >= GOOD))
    return share_interval(good, len(campaign.scores))
