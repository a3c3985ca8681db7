"""What an experiment's rows come to: pairs, intervals, verdicts, and how they are drawn."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.verdict import Verdict
from evaluation.contrasts import Measure, Row, is_decided, summary_of, value_of
from evaluation.presentation.differences import course_of, pictures_of

SCORES = ("overall", "compliance", "grounding")


def row(product: str, arm: str, score: float, seconds: float = 10, **scores: float) -> Row:
    return Row(
        product,
        arm,
        {**dict.fromkeys(SCORES, score), **scores},
        {"readable": score > 0},
        {"total": seconds + 3, "queue": 1, "load": 2},
    )


def rows(a: list[float], b: list[float]) -> list[Row]:
    pairs = zip(a, b, strict=True)
    return [
        each
        for number, (one, other) in enumerate(pairs)
        for each in (row(f"p{number}", "a", one), row(f"p{number}", "b", other))
    ]


def summed(found: list[Row], *, seeds: int = 1, planned: int = 60) -> dict[str, Any]:
    return summary_of(found, seeds=seeds, margin=3.0, planned=planned)


def test_waiting_and_loading_are_no_response_time() -> None:
    assert value_of(row("p", "a", 80, 12), Measure.SECONDS) == 12
    unreadable = Row("p", "a", {}, {}, {"total": 7.0})
    assert value_of(unreadable, Measure.SECONDS) == 7


def test_only_products_that_both_have_written_count() -> None:
    found = [*rows([70, 71], [80, 82]), row("p2", "a", 10)]
    summary = summed(found)
    assert summary["products"] == 2
    assert summary["measures"]["overall"]["a"]["mean"] == 70.5
    assert summed([row("p0", "a", 10)]) == {
        "products": 0,
        "wins": {"a": 0, "b": 0, "even": 0},
        "measures": {},
        "readable": {arm: {"mean": 0, "low": 0, "high": 100, "count": 0} for arm in "ab"},
    }


def test_texts_of_one_product_are_no_trials_of_their_own() -> None:
    once = rows([70, 60, 75, 65, 80], [72, 66, 78, 66, 85])
    twice = [
        Row(one.product, one.arm, {**one.scores, "overall": one.scores["overall"] + shift},
            one.figures, one.timings)
        for one in once
        for shift in (-5, 5)
    ]  # fmt: skip
    assert summed(twice, seeds=2)["products"] == 5
    assert (
        summed(twice, seeds=2)["measures"]["overall"]["difference"]
        == summed(once)["measures"]["overall"]["difference"]
    )
    assert summed(twice[:-1], seeds=2)["products"] == 4  # the last one is not complete


def test_ties_and_wins_are_counted_by_product() -> None:
    assert summed(rows([70, 60, 75], [72, 60, 70]))["wins"] == {"a": 1, "b": 1, "even": 1}


def test_fewer_than_five_products_decide_nothing() -> None:
    assert not is_decided(summed(rows([0] * 4, [100] * 4), planned=5))
    assert not is_decided(summed([]))


def test_a_further_measure_that_is_called_better_has_survived_the_correction() -> None:
    found = []
    for number in range(60):
        wobble = number % 7 - 3
        found += [
            row(f"p{number}", "a", 70, compliance=70),
            row(f"p{number}", "b", 70 + wobble, compliance=70 + 4 + 2 * wobble),
        ]
    compliance = summed(found)["measures"]["compliance"]
    assert compliance["verdict"] == Verdict.BETTER
    assert compliance["adjusted"] <= 0.05
    assert compliance["adjusted"] >= compliance["p"]


def test_a_shorter_response_is_better() -> None:
    found = []
    for number in range(40):
        wobble = (number % 5 - 2) / 10
        found += [row(f"p{number}", "a", 70, 12), row(f"p{number}", "b", 70, 8 + wobble)]
    seconds = summed(found, planned=40)["measures"]["seconds"]
    assert seconds["verdict"] == Verdict.BETTER
    assert seconds["difference"]["mean"] == pytest.approx(-4)
    assert seconds["margin"] == pytest.approx(1.2)


_SCORES = st.lists(
    st.tuples(st.integers(0, 100), st.integers(0, 100)), min_size=5, max_size=30
).map(lambda pairs: [list(map(float, side)) for side in zip(*pairs, strict=True)])


@given(_SCORES)
def test_exchanging_the_versions_exchanges_what_is_said(sides: list[list[float]]) -> None:
    there = summed(rows(sides[0], sides[1]))["measures"]["overall"]
    back = summed(rows(sides[1], sides[0]))["measures"]["overall"]
    turned = {Verdict.BETTER: Verdict.WORSE, Verdict.WORSE: Verdict.BETTER}
    said = Verdict(there["verdict"])
    assert back["verdict"] == turned.get(said, said)
    assert back["p"] == pytest.approx(there["p"])
    assert back["effect"] == -there["effect"]
    assert back["more"] == there["more"]
    if there["sequence"]["low"] is not None:
        assert back["sequence"]["high"] == pytest.approx(-there["sequence"]["low"])


@given(_SCORES)
def test_no_interval_reaches_where_no_difference_can_be(sides: list[list[float]]) -> None:
    for key, found in summed(rows(sides[0], sides[1]))["measures"].items():
        ends = [found["sequence"]["low"], found["sequence"]["high"]]
        if key != Measure.SECONDS and None not in ends:
            assert -100 <= ends[0] <= found["difference"]["mean"] <= ends[1] <= 100


def test_what_is_drawn_stays_in_the_picture() -> None:
    summary = summed(rows([70.0] * 30, [70.0 + number % 9 for number in range(30)]))
    scores, seconds = pictures_of(summary)
    assert [line.key for line in scores.lines] == list(SCORES)
    assert [line.key for line in seconds.lines] == ["seconds"]
    for line in (*scores.lines, *seconds.lines):
        left, width = line.margin
        assert 0 <= left < 50 < left + width <= 100
        assert line.always
        assert line.once
    assert pictures_of(summed([])) == []


def test_the_course_ends_where_the_verdict_stands() -> None:
    differences = [4.0 + number % 7 - 3 for number in range(40)]
    course = course_of(differences, 3.0, 60)
    assert course is not None
    assert (course.products, course.steps[-1][0]) == (40, 40)
    whole = summed(rows([50.0] * 40, [50.0 + value for value in differences]))
    low = whole["measures"]["overall"]["sequence"]["low"]
    assert course.steps[-1][2].startswith(f"+{low:.1f}".replace(".", ","))
    assert course_of(differences[:3], 3.0, 60) is None
    assert course_of([], 3.0, 60) is None
