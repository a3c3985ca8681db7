"""What the comparison is made of."""

from __future__ import annotations

import pytest

from domain.versions import State
from engines.scripted import ScriptedEngine
from evaluation.benchmark import is_mixed, rows
from evaluation.figures import summary_of
from evaluation.presentation.charts import charts_of
from models_registry.actions.moving import move
from models_registry.models import ValidationResult, Version
from tests.evaluation.conftest import FLAWED, GOOD, NONSENSE, make_version, validated

pytestmark = pytest.mark.django_db(transaction=True)


def test_each_version_stands_with_its_newest_result_the_best_first(engine: ScriptedEngine) -> None:
    good, bad = make_version(1), make_version(2)
    validated(good, NONSENSE)
    newest = validated(good, GOOD)
    validated(bad, FLAWED)
    make_version(3)
    found = rows()
    assert [row.version for row in found] == [good, bad]
    assert found[0].run == newest
    assert not is_mixed(found)
    assert [row.version for row in rows([bad])] == [bad]
    assert rows([]) == []


def test_what_is_retired_is_left_out_unless_it_is_named(engine: ScriptedEngine) -> None:
    version = make_version(1)
    validated(version, GOOD)
    move(Version.objects.get(), State.RETIRED, "retired")
    assert rows() == []
    assert [row.version for row in rows([version])] == [version]


def test_of_very_many_the_last_and_what_is_live_are_shown(engine: ScriptedEngine) -> None:
    live = make_version(1, state=State.LIVE)
    versions = [live, make_version(2), make_version(3)]
    for version in versions:
        validated(version, GOOD)
    assert {row.version for row in rows(most=1)} == {live, versions[-1]}
    assert len(rows(most=3)) == 3


def test_nobody_rated_anything_yet(engine: ScriptedEngine) -> None:
    validated(make_version(), GOOD)
    (row,) = rows()
    assert row.satisfaction["count"] == 0
    *measured, satisfaction = charts_of([row])
    assert (satisfaction.bars, satisfaction.empty) == ((), "henüz puan yok")
    assert all(chart.bars for chart in measured)


def test_no_bar_and_no_whisker_leaves_its_box(engine: ScriptedEngine) -> None:
    validated(make_version(1), GOOD, NONSENSE, GOOD)
    validated(make_version(2), NONSENSE)
    for chart in charts_of(rows()):
        for bar in chart.bars:
            assert 0 <= bar.length <= 100
            assert bar.whisker.startswith("M")


def test_intervals_stay_within_what_can_be_measured() -> None:
    scores = [dict.fromkeys(CRITERIA, value) for value in (100, 100, 60, 100, 100)]
    summary = summary_of([result(one, total=0.1 + 9 * (one["seo"] < 100)) for one in scores])
    assert summary["seo"]["high"] == 100
    assert summary["times"]["total"]["low"] == 0
    assert summary["figures"]["readable"]["mean"] == 100
    assert summary["times"]["queue"] == {"mean": None, "low": None, "high": None, "count": 0}


CRITERIA = ("overall", "compliance", "seo", "grounding", "readability")


def result(scores: dict[str, int], **timings: float) -> ValidationResult:
    figures = {"readable": True, "lengths": True, "ungrounded": 0, "covered": 1.0}
    return ValidationResult(language="tr", scores=scores, figures=figures, timings=timings)
