"""Adjusted p-values against the published example, and what must hold of them."""

from collections.abc import Callable, Sequence
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.statistics.multiple import benjamini_hochberg, bonferroni, holm
from tests.domain.statistics.published import BENJAMINI_HOCHBERG

Adjust = Callable[[Sequence[float]], list[float]]
PS = st.lists(st.floats(0, 1), max_size=20)


@pytest.mark.parametrize(
    ("adjust", "rejections"), [(benjamini_hochberg, 4), (holm, 3), (bonferroni, 3)]
)
def test_benjamini_and_hochbergs_own_example(adjust: Adjust, rejections: int):
    assert sum(p <= 0.05 for p in adjust(BENJAMINI_HOCHBERG)) == rejections


def test_values_worked_out_by_hand():
    assert holm([0.04, 0.01, 0.03]) == pytest.approx([0.06, 0.03, 0.06])
    assert benjamini_hochberg([0.04, 0.01, 0.03]) == pytest.approx([0.04, 0.03, 0.04])
    assert bonferroni([0.04, 0.01, 0.5]) == pytest.approx([0.12, 0.03, 1])
    assert holm([]) == benjamini_hochberg([]) == bonferroni([]) == []


@given(PS)
def test_none_falls_and_bonferroni_is_strictest(ps: list[float]):
    for p, hochberg, step, strict in zip(
        ps, benjamini_hochberg(ps), holm(ps), bonferroni(ps), strict=True
    ):
        assert p - 1e-12 <= hochberg <= step + 1e-12
        assert step <= strict + 1e-12
        assert strict <= 1


@given(PS, st.randoms(use_true_random=False))
def test_each_keeps_its_place(ps: list[float], chance: Random):
    order = list(range(len(ps)))
    chance.shuffle(order)
    for adjust in (holm, benjamini_hochberg):
        found = adjust(ps)
        assert adjust([ps[place] for place in order]) == pytest.approx([found[at] for at in order])
