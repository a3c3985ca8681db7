"""Kappas against published values and values worked out by hand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.statistics.agreement import fleiss_kappa, icc, weighted_kappa
from domain.statistics.kappa import Weights
from tests.domain.statistics.known import known
from tests.domain.statistics.published import FLEISS

WEIGHTS: tuple[Weights, ...] = ("quadratic", "linear", "none")
PAIRS = st.lists(st.tuples(st.integers(1, 5), st.integers(1, 5)), min_size=1, max_size=40)


def test_fleiss_own_example():
    assert fleiss_kappa(FLEISS) == pytest.approx(0.2099, abs=5e-5)


def test_all_in_one_category_have_no_kappa():
    assert fleiss_kappa([[3, 0], [3, 0]]) is None
    assert weighted_kappa([2, 2], [2, 2], [1, 2, 3]) is None


@pytest.mark.parametrize("counts", [[[2, 1], [2, 0]], [[1, 0], [0, 1]], []])
def test_fleiss_needs_equally_many_ratings(counts: list[list[int]]):
    with pytest.raises(ValueError, match="same number of ratings"):
        fleiss_kappa(counts)


def test_cohens_kappa_worked_out_by_hand():
    # 20 yes-yes, 5 yes-no, 10 no-yes, 15 no-no: observed .7, expected .5 * .6 + .5 * .4 = .5
    first = [1] * 25 + [0] * 25
    second = [1] * 20 + [0] * 5 + [1] * 10 + [0] * 15
    for weights in WEIGHTS:
        assert weighted_kappa(first, second, [0, 1], weights) == pytest.approx(0.4)


def test_weights_tell_near_from_far():
    first, near, far = [1, 2, 3, 4, 5], [2, 2, 3, 4, 5], [5, 2, 3, 4, 5]

    def found(second: list[int], weights: Weights) -> float:
        return known(weighted_kappa(first, second, range(1, 6), weights))

    assert found(near, "quadratic") > found(near, "linear") > found(near, "none")
    assert found(far, "quadratic") < found(far, "linear") < found(far, "none")
    assert found(first, "quadratic") == 1


@given(PAIRS, st.sampled_from(WEIGHTS))
def test_neither_rater_comes_first(pairs: list[tuple[int, int]], weights: Weights):
    first, second = zip(*pairs, strict=True)
    found = weighted_kappa(first, second, range(1, 6), weights)
    again = weighted_kappa(second, first, range(1, 6), weights)
    assert again == (None if found is None else pytest.approx(found))
    assert found is None or -1 - 1e-9 <= found <= 1 + 1e-9


def test_quadratic_weights_come_near_to_the_intraclass_correlation():
    # Fleiss & Cohen (1973): they are the same but for terms of 1 / n.
    first, second = [1, 2, 3, 4, 5] * 200, [1, 3, 3, 5, 4] * 200
    found = icc(list(zip(first, second, strict=True)))["2,1"]
    assert weighted_kappa(first, second, range(1, 6)) == pytest.approx(found, abs=1e-3)


def test_scores_off_the_scale_and_uneven_sides_are_refused():
    with pytest.raises(ValueError, match="not of the scale"):
        weighted_kappa([1, 9], [1, 2], [1, 2])
    with pytest.raises(ValueError, match="same items"):
        weighted_kappa([1], [1, 2], [1, 2])
