"""Alpha against published values, another hand's program, and what must hold of it."""

from __future__ import annotations

from random import Random

import krippendorff
import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from domain.statistics.agreement import (
    Lacking,
    Level,
    alpha,
    alpha_interval,
    alpha_of,
    counted,
    lacking,
)
from tests.domain.statistics.known import known
from tests.domain.statistics.published import krippendorff_ratings

Ratings = list[tuple[int, int, float]]
LEVELS = st.sampled_from(Level)
RATINGS = st.lists(
    st.tuples(st.integers(0, 5), st.integers(0, 7), st.integers(1, 5).map(float)),
    min_size=4,
    max_size=48,
    unique_by=lambda rating: rating[:2],
)


@pytest.mark.parametrize(
    ("level", "published"),
    [
        (Level.NOMINAL, 0.743),
        (Level.ORDINAL, 0.815),
        (Level.INTERVAL, 0.849),
        (Level.RATIO, 0.797),
    ],
)
def test_krippendorffs_own_example(level: Level, published: float):
    assert alpha_of(krippendorff_ratings(), level) == pytest.approx(published, abs=5e-4)


@given(RATINGS, LEVELS)
def test_the_same_as_another_hands_program(ratings: Ratings, level: Level):
    found = alpha_of(ratings, level)
    assume(found is not None)
    raters = sorted({rater for rater, _item, _score in ratings})
    table = np.full((len(raters), 8), np.nan)
    for rater, item, score in ratings:
        table[raters.index(rater), item] = score
    theirs = krippendorff.alpha(table, level_of_measurement=level.value)
    assert found == pytest.approx(theirs, abs=1e-9)


@given(RATINGS, LEVELS, st.randoms(use_true_random=False))
def test_raters_items_and_the_order_of_ratings_have_no_names(
    ratings: Ratings, level: Level, chance: Random
):
    found = alpha_of(ratings, level)
    raters, items, mixed = list(range(6)), list(range(8)), list(ratings)
    for sequence in (raters, items, mixed):
        chance.shuffle(sequence)
    renamed = [(raters[rater], items[item], score) for rater, item, score in mixed]
    assert alpha_of(renamed, level) == (None if found is None else pytest.approx(found))


@given(RATINGS, LEVELS)
def test_alpha_is_at_most_1_and_1_only_without_disagreement(ratings: Ratings, level: Level):
    found = alpha_of(ratings, level)
    assume(found is not None)
    by_item: dict[int, set[float]] = {}
    for _rater, item, score in ratings:
        by_item.setdefault(item, set()).add(score)
    agreed = all(len(scores) == 1 for scores in by_item.values())
    assert known(found) <= 1 + 1e-12
    assert (known(found) > 1 - 1e-9) == agreed


@given(RATINGS)
def test_a_scale_may_be_stretched_without_a_change_between_ordered_values(ratings: Ratings):
    stretched = [(rater, item, score**3) for rater, item, score in ratings]
    found = alpha_of(ratings, Level.ORDINAL)
    assert alpha_of(stretched, Level.ORDINAL) == (None if found is None else pytest.approx(found))


def test_a_single_rating_of_an_item_changes_nothing():
    counts, values = counted(krippendorff_ratings())
    paired = counts[counts.sum(axis=1) >= 2]
    assert len(paired) < len(counts)
    assert alpha(counts, values, Level.ORDINAL) == alpha(paired, values, Level.ORDINAL)


def test_without_pairs_or_variation_there_is_none_and_the_reason_is_known():
    alone, same = [[1, 0], [0, 1]], [[3, 0], [3, 0]]
    for counts, reason in ((alone, Lacking.PAIRS), (same, Lacking.VARIATION)):
        assert lacking(counts) == reason
        assert alpha(counts, [1, 2], Level.ORDINAL) is None
        assert alpha_interval(counts, [1, 2], Level.ORDINAL) is None
    assert alpha_of([], Level.NOMINAL) is None
    assert lacking([[1, 1]]) is None


def test_variation_among_single_ratings_alone_is_none():
    assert lacking([[2, 0], [0, 1]]) == Lacking.VARIATION


@given(RATINGS, LEVELS, st.integers(0, 3))
def test_an_interval_has_ends_that_are_numbers(ratings: Ratings, level: Level, seed: int):
    counts, values = counted(ratings)
    found = alpha_interval(counts, values, level, seed=seed, draws=200)
    assume(found and found.count > 1)
    found = known(found)
    assert found.mean == alpha(counts, values, level)
    assert np.isfinite([found.low, found.high]).all()
    assert found.low <= found.high <= 1 + 1e-12


def test_the_same_seed_gives_the_same_interval_and_more_items_a_narrower_one():
    counts, values = counted(krippendorff_ratings())
    one, same, many = (
        known(alpha_interval(np.tile(counts, (times, 1)), values, Level.ORDINAL, seed=4))
        for times in (1, 1, 9)
    )
    assert one == same
    assert one.low < one.mean < one.high
    assert many.high - many.low < (one.high - one.low) / 2


def test_one_item_bounds_nothing():
    found = known(alpha_interval([[1, 1]], [1, 2], Level.INTERVAL))
    assert (found.low, found.high) == (-np.inf, np.inf)


def test_a_continuous_scale_needs_no_matrix_of_all_its_values():
    chance = np.random.default_rng(1)
    item = chance.normal(50, 10, 300)
    ratings = [(r, i, item[i] + chance.normal(0, 5)) for r in range(3) for i in range(300)]
    counts, values = counted(ratings)
    assert counts.shape == (300, 900)
    found = known(alpha_interval(counts, values, Level.INTERVAL, draws=200))
    assert found.low < 0.8 < found.high  # 10² / (10² + 5²)
