"""The gate: every reason against a version, and none that its figures do not give."""

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.gate import LEAST_PRODUCTS, Criterion, Reason, Refusal, weigh

Scores = dict[str, dict[str, float]]
SCORE = st.integers(0, 100).map(float)
PRODUCT = st.fixed_dictionaries({criterion.value: SCORE for criterion in Criterion})


def suites(least: int = LEAST_PRODUCTS) -> st.SearchStrategy[Scores]:
    """Scores of some products."""
    keys = [f"product-{number}" for number in range(12)]
    return st.lists(PRODUCT, min_size=least, max_size=12).map(
        lambda found: dict(zip(keys, found, strict=False))
    )


def scored(*overall: float, **others: float) -> Scores:
    """Products with these overall scores, and the same of every other criterion."""
    rest = {criterion.value: 90.0 for criterion in Criterion} | others
    return {f"p{number}": rest | {"overall": value} for number, value in enumerate(overall)}


def reasons(refusals: tuple[Refusal, ...]) -> list[tuple[Reason, str]]:
    return [(one.reason, one.criterion) for one in refusals]


def test_nothing_measured_and_too_few_are_no_result():
    assert reasons(weigh({})) == [(Reason.NO_RESULT, "")]
    (few,) = weigh(scored(99, 99, 99, 99))
    assert (few.reason, few.figures) == (Reason.TOO_FEW, {"products": 4, "least": 5})


def test_it_is_the_lower_end_that_must_reach_the_threshold():
    steady, lucky = scored(*[91] * 8), scored(*[99, 83] * 4)
    assert weigh(steady, threshold=90) == ()
    (refused,) = weigh(lucky, threshold=90)
    assert refused.figures["mean"] == 91
    assert refused.figures["low"] < 90
    assert refused.as_json()["reason"] == "below_threshold"


def test_a_criterion_that_is_surely_worse_than_the_margin_is_named():
    live = scored(*[95] * 8)
    worse = scored(*[95] * 8, seo=87.9)
    assert reasons(weigh(worse, threshold=0, live=live)) == [(Reason.WORSE, "seo")]
    assert weigh(scored(*[95] * 8, seo=88.0), threshold=0, live=live) == ()
    assert weigh(worse, threshold=0, live=live, margin=3) == ()


def test_what_may_be_chance_is_no_reason():
    live = scored(*[60] * 6)
    scattered = scored(10, 90, 20, 80, 30, 70)
    scattered["p0"]["overall"] = 0
    assert weigh(scattered, threshold=0, live=live, margin=0) == ()


def test_only_products_that_both_were_asked_are_compared():
    live = {f"other-{key}": value for key, value in scored(*[99] * 9).items()}
    few = dict(list(scored(*[99] * 9).items())[:4])
    bad = scored(*[10] * 9)
    assert weigh(bad, threshold=0, live=live) == ()
    assert weigh(bad, threshold=0, live=few) == ()


@pytest.mark.parametrize("threshold", [0, 50, 90])
@given(suites())
def test_a_version_is_never_worse_than_itself(threshold: float, scores: Scores):
    refusals = weigh(scores, threshold=threshold, live=scores, margin=0)
    assert all(one.reason is not Reason.WORSE for one in refusals)


@given(suites(), suites(), SCORE, st.integers(0, 10), st.integers(1, 40))
def test_raising_every_score_never_adds_a_refusal(
    scores: Scores, live: Scores, threshold: float, margin: int, more: int
):
    raised = {
        key: {name: value + more for name, value in one.items()} for key, one in scores.items()
    }

    def told(found: Mapping[str, Mapping[str, float]]) -> set[tuple[Reason, str]]:
        return set(reasons(weigh(found, threshold=threshold, live=live, margin=margin)))

    assert told(raised) <= told(scores)


@given(suites(), suites(), SCORE)
def test_a_lower_threshold_and_a_wider_margin_never_refuse_more(
    scores: Scores, live: Scores, threshold: float
):
    strict = reasons(weigh(scores, threshold=threshold, live=live, margin=1))
    mild = reasons(weigh(scores, threshold=threshold / 2, live=live, margin=5))
    assert set(mild) <= set(strict)
