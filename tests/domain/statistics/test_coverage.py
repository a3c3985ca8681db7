"""The intervals hold the truth in simulated campaigns; `benchmarks.statistics` tries more.

With 200 campaigns a method that covers 95 of 100 falls below 91 or above 98 in one of 50 runs,
and the seed keeps it to this one.
"""

from __future__ import annotations

from collections.abc import Callable
from operator import attrgetter

import numpy as np
import pytest

from benchmarks.simulated import GOOD, SCORES, Campaign, Truth, campaigns
from domain.statistics import Interval, mean_interval, share_interval
from domain.statistics.agreement import Level, alpha, alpha_interval
from domain.statistics.correlation import spearman
from domain.statistics.intervals import bootstrap_interval
from tests.domain.statistics.known import known

CAMPAIGNS = 200
Of = Callable[[Truth], float]
Ask = Callable[[Campaign], Interval | None]


def good(campaign: Campaign) -> int:
    return int(np.sum(np.median(campaign.scores, axis=1) >= GOOD))


def share_held(ask: Ask, of: Of, items: int) -> float:
    held = 0
    for campaign, truth in campaigns(CAMPAIGNS, seed=8, items=items):
        found = known(ask(campaign))
        held += found.low <= of(truth) <= found.high
    return held / CAMPAIGNS


@pytest.mark.parametrize("items", [20, 80])
@pytest.mark.parametrize(
    ("of", "ask"),
    [
        (attrgetter("mean"), lambda one: mean_interval(one.scores.mean(axis=1).tolist())),
        (attrgetter("mean"), lambda one: bootstrap_interval(one.scores.mean(axis=1), draws=500)),
        (attrgetter("good"), lambda one: share_interval(good(one), len(one.scores))),
        (
            attrgetter("alpha"),
            lambda one: alpha_interval(one.counts, SCORES, Level.ORDINAL, draws=500),
        ),
        (attrgetter("spearman"), lambda one: spearman(one.automatic, one.scores.mean(axis=1))),
    ],
    ids=["student", "bootstrap", "wilson", "alpha", "spearman"],
)
def test_95_percent_intervals_hold_the_truth(of: Of, ask: Ask, items: int):
    assert 0.91 <= share_held(ask, of, items) <= 0.985


def test_ratings_of_one_item_are_not_independent():
    # So an interval of the mean is one of the items' means.
    naive = share_held(
        lambda one: mean_interval(one.scores.ravel().tolist()), attrgetter("mean"), 80
    )
    assert naive < 0.88


def test_what_is_worked_out_to_be_true_is_what_many_items_find():
    [(campaign, truth)] = campaigns(1, seed=3, items=60_000)
    means = campaign.scores.mean(axis=1)
    assert truth.mean == pytest.approx(means.mean(), abs=0.02)
    assert truth.good == pytest.approx(good(campaign) / len(means), abs=0.01)
    found = known(alpha(campaign.counts, SCORES, Level.ORDINAL))
    assert truth.alpha == pytest.approx(found, abs=0.01)
    assert truth.spearman == pytest.approx(
        known(spearman(campaign.automatic, means)).mean, abs=0.01
    )
