"""What a rater's answers show: speed, gold, the same score everywhere, the same side always."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.fairness import (
    LEAST_ANSWERS,
    Given,
    Reason,
    agreement,
    fastest,
    least_seconds,
    look_at,
)

KEYS = ("clarity", "accuracy", "overall")
seconds = st.floats(0.5, 3600)
scores = st.tuples(*[st.integers(1, 5)] * len(KEYS)).map(
    lambda given: dict(zip(KEYS, given, strict=True))
)
expected = st.none() | st.integers(1, 5).map(lambda score: {"overall": score})
answers = st.builds(
    Given,
    scores=scores,
    seconds=st.none() | seconds,
    words=st.integers(0, 600),
    expected=expected,
)


def steady(count: int = 20, **fields: object) -> list[Given]:
    """Answers of somebody who reads: about a minute each, scores that differ."""
    return [
        Given({"clarity": 4, "overall": 3}, seconds=50.0 + number, words=150, **fields)  # type: ignore[arg-type]
        for number in range(count)
    ]


def test_whoever_reads_is_not_marked() -> None:
    look = look_at(steady(), limit=fastest([one.seconds or 0 for one in steady()]))
    assert look.reasons == ()
    assert (look.ratings, look.fast, look.equal) == (20, 0, 0.0)
    assert look.seconds == 59.5


def test_the_limit_is_three_deviations_below_the_median_of_the_logarithms() -> None:
    times = [math.exp(value) for value in (3.0, 3.5, 3.8, 4.0, 4.0, 4.2, 4.5, 5.0, 0.1)]
    # Median 4.0; absolute deviations 0, 0, .2, .2, .5, .5, 1, 1, 3.9, of which the median is .5.
    assert fastest(times) == pytest.approx(math.exp(4.0 - 3 * 1.4826 * 0.5))


def test_few_times_or_times_without_spread_show_nothing() -> None:
    assert fastest([1.0] * (LEAST_ANSWERS - 1)) == 0
    assert fastest([60.0] * 50) == 0
    assert fastest([]) == 0


def test_faster_than_anybody_reads_is_marked_without_any_comparison() -> None:
    assert least_seconds(250) == 15
    hasty = [Given({"clarity": 4, "overall": 5}, seconds=3.0, words=250)] * LEAST_ANSWERS
    look = look_at(hasty)
    assert look.fast_share == 1
    assert look.reasons == (Reason.FAST,)
    assert look_at(hasty[1:]).reasons == (), "too few to say"


def test_gold_that_is_missed_is_marked() -> None:
    careless = [Given({"overall": 5}, expected={"overall": 1}) for _ in range(3)]
    look = look_at(careless)
    assert (look.gold.distance, look.gold.within_one) == (4.0, 0.0)
    assert look.reasons == (Reason.GOLD,)
    near = [Given({"overall": 2}, expected={"overall": 1}) for _ in range(3)]
    assert look_at(near).reasons == ()
    assert look_at(careless[1:]).reasons == (), "two answers are too few to say"


def test_gold_of_comparisons_counts_what_was_chosen_as_expected() -> None:
    said = [Given(choice=choice, expected={"choice": "a"}) for choice in ("a", "b", "both_good")]
    assert agreement(said).exact == pytest.approx(1 / 3)
    assert agreement(said).distance is None
    assert look_at(said).reasons == (), "one of three may be chance"
    assert look_at(said * 3).reasons == (Reason.GOLD,)
    careful = [Given(choice=choice, expected={"choice": "a"}) for choice in "aab"]
    assert look_at(careful).reasons == ()


def test_a_criterion_may_have_any_key() -> None:
    said = [Given({"choice": 5}, expected={"choice": 2})] * 3
    assert (agreement(said).distance, agreement(said).exact) == (3, None)


def test_the_same_score_everywhere_is_marked() -> None:
    flat = [Given({"clarity": 4, "overall": 4})] * 8 + [Given({"clarity": 4, "overall": 5})] * 2
    assert look_at(flat).equal == 0.8
    assert look_at(flat).reasons == (Reason.EQUAL,)
    assert look_at([Given({"overall": 4})] * 20).equal is None, "one question cannot differ"


def test_the_same_side_is_marked_whichever_version_stood_there() -> None:
    left = [
        Given(choice="b" if number % 2 else "a", swapped=bool(number % 2)) for number in range(20)
    ]
    assert look_at(left).one_side == 1
    assert look_at(left).reasons == (Reason.ONE_SIDE,)
    assert look_at(left[1:]).one_side is None, "chance alone may do that"
    always_a = [Given(choice="a", swapped=bool(number % 2)) for number in range(20)]
    assert look_at(always_a).one_side == 0.5
    assert look_at([Given(choice="both_good")] * 20).one_side is None


def test_passing_on_much_is_marked() -> None:
    assert look_at(steady(10), passed=5).reasons == (Reason.PASSED,)
    assert look_at(steady(50), passed=5).reasons == ()
    assert look_at([], passed=4).reasons == ()


@settings(max_examples=60, deadline=None)
@given(st.lists(answers, max_size=12), st.integers(0, 50))
def test_shares_are_shares_and_the_order_does_not_matter(given: list[Given], passed: int) -> None:
    limit = fastest([one.seconds for one in given if one.seconds])
    look = look_at(given, passed, limit)
    backwards = look_at(given[::-1], passed, limit)
    assert look.reasons == backwards.reasons
    assert (look.fast, look.equal, look.one_side) == (
        backwards.fast,
        backwards.equal,
        backwards.one_side,
    )
    shares = (look.fast_share, look.equal, look.one_side, look.gold.within_one, look.gold.exact)
    assert all(share is None or 0 <= share <= 1 for share in shares)
    assert look.gold.distance is None or 0 <= look.gold.distance <= 4


@settings(max_examples=60, deadline=None)
@given(st.lists(seconds, min_size=LEAST_ANSWERS, max_size=60), st.floats(0.1, 10))
def test_the_limit_lies_below_the_median_and_scales_with_the_clock(
    times: list[float], factor: float
) -> None:
    limit = fastest(times)
    assert limit <= sorted(times)[len(times) // 2] * 1.000001
    scaled = fastest([factor * one for one in times])
    assert scaled == pytest.approx(factor * limit, rel=1e-6)


@settings(max_examples=60, deadline=None)
@given(st.lists(scores, max_size=20))
def test_whoever_answers_as_expected_agrees_wholly(said: list[dict[str, int]]) -> None:
    gold = agreement([Given(one, expected=one) for one in said])
    assert gold.answers == len(said)
    if said:
        assert (gold.distance, gold.within_one) == (0, 1)


@settings(max_examples=60, deadline=None)
@given(st.lists(answers, min_size=1, max_size=12))
def test_slower_answers_are_never_faster(given: list[Given]) -> None:
    slower = [
        Given(one.scores, seconds=one.seconds and one.seconds * 2, words=one.words) for one in given
    ]
    assert look_at(slower, limit=20).fast <= look_at(given, limit=20).fast
