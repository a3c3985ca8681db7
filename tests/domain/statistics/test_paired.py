"""Paired and unpaired tests against published values, scipy, and every way for signs to fall."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from domain.statistics.paired import (
    Method,
    binomial_test,
    compare_paired,
    mann_whitney,
    paired_t,
)
from domain.statistics.ranks import midranks
from tests.domain.statistics.published import CROSSED

PAIRS = st.lists(st.tuples(st.integers(1, 5), st.integers(1, 5)), min_size=1, max_size=10)


def test_darwins_maize():
    wilcoxon, student = compare_paired(*CROSSED), paired_t(*CROSSED)
    assert wilcoxon.p == pytest.approx(0.0413, abs=5e-5)
    assert wilcoxon.method == Method.WILCOXON_EXACT
    assert wilcoxon.effect == pytest.approx(0.6)  # (96 - 24) / 120
    assert student.p == pytest.approx(0.0497, abs=5e-5)
    assert student.effect * 15**0.5 == pytest.approx(2.148, abs=5e-4)  # t = d √n
    assert student.mean == wilcoxon.mean == pytest.approx(2.6167, abs=5e-5)
    assert (student.interval.low, student.interval.high) == pytest.approx(
        (0.0039, 5.2294), abs=1e-4
    )


@given(PAIRS)
def test_exact_means_every_way_for_the_signs_to_fall(pairs: list[tuple[int, int]]):
    a, b = np.array(pairs).T
    found = compare_paired(a, b)
    differences = a - b
    ranks = midranks(np.abs(differences))[differences != 0]
    even = ranks.sum() / 2
    seen = abs(midranks(np.abs(differences))[differences > 0].sum() - even)
    ways = [abs(ranks @ np.array(way) - even) for way in product((0, 1), repeat=ranks.size)]
    assert found.p == pytest.approx(np.mean(np.array(ways) >= seen - 1e-9))


@given(PAIRS)
def test_turned_round_only_the_sign_changes(pairs: list[tuple[int, int]]):
    a, b = np.array(pairs).T
    found, turned = compare_paired(a, b), compare_paired(b, a)
    assert turned.p == pytest.approx(found.p)
    assert (turned.mean, turned.effect) == pytest.approx((-found.mean, -found.effect))
    assert -1 <= found.effect <= 1
    assert 0 < found.p <= 1


def test_many_pairs_are_judged_as_scipy_does_where_none_are_even():
    chance = np.random.default_rng(2)
    a, b = chance.normal(0.2, 1, 300), chance.normal(0, 1, 300)
    found = compare_paired(a, b)
    theirs = stats.wilcoxon(np.round(a - b, 9), method="asymptotic")
    assert found.method == Method.WILCOXON_NORMAL
    assert found.p == pytest.approx(theirs.pvalue)


def test_many_pairs_with_ties_and_even_ones_are_judged_as_pratt_does():
    chance = np.random.default_rng(3)
    a, b = chance.integers(1, 6, 400), chance.integers(1, 6, 400)
    theirs = stats.wilcoxon(a, b, zero_method="pratt", method="asymptotic")
    assert compare_paired(a, b).p == pytest.approx(theirs.pvalue)


def test_the_exact_and_the_normal_way_meet():
    chance = np.random.default_rng(4)
    a, b = chance.integers(1, 6, 100), chance.integers(1, 6, 100)
    theirs = stats.wilcoxon(a, b, zero_method="pratt", method="asymptotic")
    found = compare_paired(a, b)
    assert found.method == Method.WILCOXON_EXACT
    assert found.p == pytest.approx(theirs.pvalue, abs=0.01)


def test_what_never_differs_is_no_evidence():
    for found in (compare_paired([3] * 30, [3] * 30), paired_t([3] * 30, [3] * 30)):
        assert (found.mean, found.p, found.effect) == (0, 1, 0)
    assert paired_t([2], [1]).p == 1


def test_what_always_differs_by_the_same_has_no_spread_to_judge_by():
    found = paired_t([0.1] * 3, [0] * 3)
    assert np.std([0.1] * 3, ddof=1) > 0, "binary fractions leave something over"
    assert (found.p, found.effect) == (1, 0)


def test_one_clear_pair_among_even_ones_is_a_small_effect():
    assert compare_paired([5] + [3] * 19, [1] + [3] * 19).effect < 0.2


def test_written_scores_tie_though_binary_fractions_do_not():
    assert 0.3 - 0.2 != 0.2 - 0.1
    assert compare_paired([0.3, 0.1], [0.2, 0.2]).effect == 0


def test_the_binomial_test_of_60_of_100():
    assert binomial_test(60, 100) == pytest.approx(0.0569, abs=5e-5)
    assert binomial_test(0, 0) == 1
    assert binomial_test(3, 10, 0.3) == pytest.approx(1)


def test_groups_that_are_far_apart_are_told_apart():
    found = mann_whitney([5, 6, 7, 8], [1, 2, 3, 4])
    assert found.effect == 1
    assert found.p == pytest.approx(2 / 70)  # one of 8 over 4 ways, and its mirror
    assert mann_whitney([3, 3], [3, 3]).p == 1
    assert mann_whitney([1, 2, 3], [2, 2, 2]).effect == 0


def test_without_pairs_or_with_an_empty_group_nothing_is_compared():
    for test in (compare_paired, paired_t):
        with pytest.raises(ValueError, match="pairs"):
            test([], [])
        with pytest.raises(ValueError, match="pairs"):
            test([1, 2], [1])
    with pytest.raises(ValueError, match="both groups"):
        mann_whitney([1], [])
