"""What ratings say, as figures: checked against sums that can be done by hand."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from domain.fairness import Given
from domain.rating import HIGHEST, LOWEST
from domain.statistics import mean_interval, share_interval
from domain.statistics.agreement import Lacking
from evaluation.reporting.agreement import FEW, agreement, pairs
from evaluation.reporting.duels import encounters, left_share, ranking, split
from evaluation.reporting.gold import gold_records
from evaluation.reporting.items import disputed, told_by
from evaluation.reporting.raters import stances
from evaluation.reporting.summaries import median_of, summaries, summary

pytestmark = pytest.mark.pure
_SCORE = st.integers(LOWEST, HIGHEST)
Scores = st.lists(st.tuples(_SCORE, _SCORE, _SCORE), min_size=2, max_size=10)


Whole = NDArray[np.int64]


def whole(*values: int) -> Whole:
    return np.array(values, np.int64)


def laid_out(rows: Sequence[Sequence[int]]) -> tuple[Whole, Whole, Whole]:
    """Item, rater and score of a table items x raters, in which 0 is a gap."""
    table = np.array(rows, np.int64)
    item, rater = np.nonzero(table)
    return item, rater, table[item, rater]


def test_a_summary_counts_and_finds_the_middle() -> None:
    item, _rater, score = laid_out([[1, 2, 3], [4, 4, 5]])
    found = summary(item, score)
    assert found is not None
    assert found.counts == (1, 1, 1, 2, 1)
    assert (found.ratings, found.items, found.median) == (6, 2, 3.5)
    assert found.mean == pytest.approx(19 / 6)


@pytest.mark.parametrize(
    ("counts", "median"),
    [((0, 0, 1, 0, 0), 3), ((1, 0, 0, 0, 1), 3), ((2, 1, 0, 0, 0), 1), ((0, 0, 0, 1, 1), 4.5)],
)
def test_the_median_is_that_of_the_scores(counts: tuple[int, ...], median: float) -> None:
    assert median_of(whole(*counts)) == median


@given(Scores)
def test_with_as_many_raters_each_the_interval_is_that_of_the_items_means(
    rows: list[tuple[int, int, int]],
) -> None:
    item, _rater, score = laid_out(rows)
    found = summary(item, score)
    expected = mean_interval([sum(row) / 3 for row in rows])
    assert found is not None
    assert found.mean == pytest.approx(expected.mean)
    if found.low is None or found.high is None:
        assert len({sum(row) for row in rows}) == 1
    else:
        assert found.low == pytest.approx(max(LOWEST, expected.low))
        assert found.high == pytest.approx(min(HIGHEST, expected.high))


def test_more_ratings_of_the_same_items_make_no_narrower_interval() -> None:
    once = summary(*laid_out([[1], [3], [5], [2]])[::2])
    often = summary(*laid_out([[1] * 9, [3] * 9, [5] * 9, [2] * 9])[::2])
    assert once is not None
    assert often is not None
    assert (once.low, once.high) == (often.low, often.high)


def test_one_item_and_items_all_alike_have_no_interval() -> None:
    for rows in ([[1, 5, 3]], [[4, 4], [4, 4], [4, 4]]):
        found = summary(*laid_out(rows)[::2])
        assert found is not None
        assert found.low is None
        assert found.high is None


def test_groups_are_summed_apart_and_items_without_one_are_left_out() -> None:
    item, _rater, score = laid_out([[1, 1], [5, 5], [3, 3], [2, 4]])
    first, second, third = summaries(item, score, whole(0, 1, -1, 1), 3)
    assert first is not None
    assert second is not None
    assert (first.mean, first.items) == (1, 1)
    assert (second.mean, second.items) == (4, 2)
    assert third is None


def test_severity_is_measured_from_what_the_others_gave() -> None:
    rows = [[5, 3, 4], [4, 2, 3], [3, 1, 2], [5, 3, 4], [4, 2, 3]]
    high, low, middle = stances(*laid_out(rows), 3)
    assert high.severity is not None
    assert low.severity is not None
    assert middle.severity is not None
    assert high.severity.mean == pytest.approx(1.5)  # 5 - (3 + 4) / 2
    assert low.severity.mean == pytest.approx(-1.5)
    assert middle.severity.mean == pytest.approx(0)
    assert high.spread == pytest.approx(0)


def test_whoever_judged_alone_has_no_severity() -> None:
    alone, other = stances(*laid_out([[5, 0]] * 9 + [[0, 3]] * 9), 2)
    assert alone.ratings == 9
    assert alone.shared == 0
    assert alone.severity is None
    assert other.severity is None


def test_an_uneven_rater_spreads_more_than_a_steady_one() -> None:
    steady, _other, uneven = stances(
        *laid_out([[4, 3, 1], [4, 3, 5], [4, 3, 1], [4, 3, 5], [4, 3, 1], [4, 3, 5]]), 3
    )
    assert steady.spread is not None
    assert uneven.spread is not None
    assert uneven.spread > steady.spread


def test_items_are_listed_by_how_far_their_scores_lie_apart() -> None:
    found = disputed(*laid_out([[3, 3, 3], [1, 3, 5], [4, 4, 5]])[::2])
    assert [(one.item, one.scores) for one in found] == [(1, (1, 3, 5)), (2, (4, 4, 5))]
    assert found[0].spread == pytest.approx(2)


def test_an_automatic_score_is_told_by_whether_it_goes_with_peoples() -> None:
    rows = [[place % 5 + 1] for place in range(40)]
    item, _rater, score = laid_out(rows)
    means = score.astype(float)
    found = {
        one.name: one
        for one in told_by(
            item,
            score,
            {
                "same": means * 10,
                "other": -means,
                "flat": np.full(40, 95.0),
                "noise": np.array([(place * 7) % 13 for place in range(40)], float),
                "rare": np.where(np.arange(40) < 5, means, np.nan),
            },
        )
    }
    same, other = found["same"].rho, found["other"].rho
    assert same is not None
    assert other is not None
    assert same.mean == pytest.approx(1)
    assert other.mean == pytest.approx(-1)
    assert not found["same"].says_nothing
    assert found["flat"].is_constant
    assert found["flat"].says_nothing
    assert found["noise"].says_nothing
    assert (found["rare"].rho, found["rare"].items) == (None, 5)


def test_agreement_says_why_there_is_none() -> None:
    assert agreement(*laid_out([[4]] * 20)).reason == Lacking.PAIRS
    assert agreement(*laid_out([[4, 4]] * 20)).reason == Lacking.VARIATION
    assert agreement(*laid_out([[4, 5], [1, 2]])).reason == FEW
    assert agreement(*laid_out([[4, 5], [1, 2]])).alpha is None


def test_full_agreement_is_one_and_all_forms_are_known_of_a_complete_design() -> None:
    found = agreement(*laid_out([[score, score] for score in (1, 2, 3, 4, 5, 5)]))
    assert found.alpha is not None
    assert found.alpha.mean == pytest.approx(1)
    assert set(found.icc) == {"1,1", "2,1", "3,1", "1,k", "2,k", "3,k"}
    assert (found.icc_items, found.icc_raters) == (6, 2)


def test_where_not_everybody_judged_everything_only_the_one_way_forms_are_told() -> None:
    rows = [[1, 2, 0], [2, 0, 2], [0, 3, 4], [4, 4, 0], [5, 0, 4], [0, 1, 1], [3, 0, 0]]
    found = agreement(*laid_out(rows))
    assert set(found.icc) == {"1,1", "1,k"}
    assert (found.items, found.icc_items, found.icc_raters) == (6, 6, 2)


def test_pairs_of_raters_are_listed_from_the_least_agreement_on() -> None:
    scores = [1, 2, 3, 4, 5, 1, 2, 3, 4, 5, 2, 4]
    found = pairs(*laid_out([[score, score, 6 - score] for score in scores]))
    assert [(one.first, one.second) for one in found] == [(0, 2), (1, 2), (0, 1)]
    assert found[-1].kappa == pytest.approx(1)
    assert found[0].kappa < 0
    assert {one.items for one in found} == {12}


def test_people_who_share_too_few_items_are_not_compared() -> None:
    assert pairs(*laid_out([[1, 2]] * 9)) == []


A, B, GOOD, BAD = range(4)


def test_wins_are_counted_for_the_version_wherever_it_stood_in_the_item() -> None:
    version, other = whole(7, 8), whole(8, 7)
    (found,) = encounters(whole(0, 0, 1, 1, 1), whole(A, GOOD, B, A, BAD), version, other)
    assert (found.first, found.second) == (7, 8)
    assert (found.wins, found.losses, found.both_good, found.both_bad) == (2, 1, 1, 1)
    assert (found.decisive, found.answers, found.items) == (3, 5, 2)
    assert found.rate is None  # of fewer than five


def test_the_win_rate_is_of_the_answers_that_prefer_one() -> None:
    choice = whole(*[A] * 8, *[B] * 2, *[GOOD] * 5)
    (found,) = encounters(np.zeros(15, np.int64), choice, whole(1), whole(2))
    assert found.rate == share_interval(8, 10)


def test_the_left_side_is_the_first_unless_they_were_exchanged() -> None:
    swapped = np.array([False] * 4 + [True] * 4)
    found = left_share(whole(A, A, A, B, B, B, B, GOOD), swapped)
    assert found == share_interval(6, 7)
    assert left_share(whole(A, B), np.array([False, True])) is None


def test_whoever_wins_ranks_first_and_the_side_is_told_apart() -> None:
    item = np.arange(60) % 3
    version, other = whole(1, 2, 1), whole(2, 3, 3)
    swapped = np.arange(60) % 2 == 1
    found = ranking(item, np.full(60, A), swapped, version, other)
    assert list(found.strengths) == ["1", "2", "3"]
    assert found.side.low < 0 < found.side.high
    left = ranking(item, np.where(swapped, B, A), swapped, version, other)
    assert left.side.low > 0


def test_pairs_are_split_where_some_prefer_one_and_some_the_other() -> None:
    found = split(whole(0, 0, 0, 1, 1, 2, 2), whole(A, A, B, A, A, A, GOOD))
    assert [(one.item, one.wins, one.losses) for one in found] == [(0, 2, 1)]


def test_gold_is_failed_by_the_rule_of_fairness() -> None:
    close = [(1, Given(scores={"clarity": 4}, expected={"clarity": 5}))] * 3
    far = [(2, Given(scores={"clarity": 1}, expected={"clarity": 5}))] * 3
    few = [(3, Given(scores={"clarity": 1}, expected={"clarity": 5}))]
    found = gold_records([*close, *far, *few])
    assert {rater: record.fails for rater, record in found.items()} == {1: False, 2: True, 3: False}
    assert found[2].gold.distance == 4
