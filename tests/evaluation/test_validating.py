"""A validation from the request to the gate's word."""

from __future__ import annotations

import pytest

from accounts.models import User
from domain.gate import Criterion
from domain.prompt import Style
from domain.versions import State
from engines.scripted import ScriptedEngine
from evaluation.actions.validating import request_validation, run
from evaluation.suite import SEED
from models_registry.models import ValidationRun, Version
from models_registry.queries.live import last_validation
from tests.evaluation.conftest import COUNT, FLAWED, GOOD, NONSENSE, make_version, validated

pytestmark = pytest.mark.django_db


def whys(version: Version) -> list[str]:
    return list(version.events.order_by("pk").values_list("why", flat=True))


def test_a_version_that_writes_well_passes(engine: ScriptedEngine, manager: User) -> None:
    version = make_version()
    done = request_validation(manager, version, threshold=20, queue=False)
    version.refresh_from_db()
    assert version.state == State.VALIDATING
    engine.enqueue(*[GOOD] * COUNT)
    run(done.pk)
    done.refresh_from_db()
    version.refresh_from_db()
    assert (done.status, done.passed, done.refusals) == ("done", True, [])
    assert (done.done, done.percent) == (COUNT, 100)
    assert version.state == State.VALIDATED
    assert whys(version) == ["validation", "passed"]
    assert version.events.first().by == manager  # type: ignore[union-attr]
    assert last_validation(version) == done


def test_each_product_is_asked_once_as_the_version_is_asked_for_listings(
    engine: ScriptedEngine,
) -> None:
    validated(make_version(3), FLAWED)
    assert len(engine.requests) == COUNT
    assert {request.model for request in engine.requests} == {"served-3"}
    assert {request.sampling.seed for request in engine.requests} == {SEED}
    assert {request.sampling.temperature for request in engine.requests} == {0.3}
    assert all(request.sampling.repetition > 0 for request in engine.requests)
    validated(make_version(4, style=Style.WHOLE.value), GOOD)
    assert engine.requests[-1].sampling.repetition == 0
    assert len(str(engine.requests[-1].prompt)) > len(str(engine.requests[0].prompt))


def test_everything_is_measured_of_a_listing(engine: ScriptedEngine) -> None:
    done = validated(make_version(), GOOD, FLAWED, NONSENSE, GOOD)
    results = list(done.results.order_by("pk"))
    assert [one.outcome for one in results[:3]] == ["good", "flawed", "unreadable"]
    good, flawed, nonsense = results[:3]
    assert set(good.scores) == {one.value for one in Criterion}
    assert good.scores["overall"] > flawed.scores["overall"] > 0
    assert good.listing["title"].startswith("Samsung")
    assert good.figures == {"readable": True, "lengths": True, "ungrounded": 0, "covered": 1.0}
    assert flawed.figures["ungrounded"] >= 1
    assert flawed.figures["covered"] < 1
    assert not flawed.figures["lengths"]
    assert {"code": "title.too_short", "severity": "error"} in flawed.findings
    assert set(nonsense.scores.values()) == {0}
    assert nonsense.listing == {}
    assert nonsense.figures["readable"] is False
    assert good.timings["total"] > 0
    assert good.timings["generated_tokens"] > 0
    assert {one.language for one in results} == {"tr", "en"}
    assert {one.category for one in results} >= {"electronics", "sports", "automotive"}


def test_the_summary_tells_means_with_intervals_by_everything(engine: ScriptedEngine) -> None:
    summary = validated(make_version(), GOOD, FLAWED, NONSENSE, GOOD).summary
    assert set(summary["overall"]) == {"mean", "low", "high", "count", "fifth"}
    assert summary["overall"]["low"] < summary["overall"]["mean"] < summary["overall"]["high"]
    assert summary["overall"]["fifth"] < summary["overall"]["mean"]
    assert summary["figures"]["readable"]["mean"] == pytest.approx(83.33)
    assert summary["figures"]["clean"]["count"] == COUNT - 1
    assert set(summary["by_language"]) == {"tr", "en"}
    (english,) = [summary["by_language"]["en"]["overall"]]
    assert (english["count"], english["low"], english["high"]) == (1, None, None)
    assert summary["times"]["total"]["count"] == COUNT


def test_a_version_that_writes_badly_is_rejected_with_every_reason(engine: ScriptedEngine) -> None:
    validated(make_version(1, State.LIVE), GOOD)
    version = make_version(2)
    done = validated(version, FLAWED, NONSENSE, FLAWED)
    version.refresh_from_db()
    assert (version.state, done.passed) == (State.REJECTED, False)
    assert done.against is not None
    assert done.against.version.patch == 1
    reasons = [(one["reason"], one["criterion"]) for one in done.refusals]
    assert reasons[0] == ("below_threshold", "")
    assert ("worse", "overall") in reasons
    assert ("worse", "compliance") in reasons
    assert whys(version) == ["validation", "refused"]


def test_only_a_result_of_the_same_suite_is_compared(engine: ScriptedEngine) -> None:
    live = validated(make_version(1, State.LIVE), GOOD)
    fewer = validated(make_version(2), FLAWED, products=5)
    assert fewer.suite != live.suite
    assert (fewer.against, fewer.products) == (None, 5)
    assert [one["reason"] for one in fewer.refusals] == ["below_threshold"]


def test_a_live_version_is_measured_where_it_is(engine: ScriptedEngine) -> None:
    version = make_version(1, State.LIVE)
    done = validated(version, NONSENSE)
    version.refresh_from_db()
    assert (version.state, done.came_from, done.passed) == (State.LIVE, "live", False)
    assert whys(version) == []
    assert ValidationRun.objects.get().against is None


def test_a_second_validation_decides_anew(engine: ScriptedEngine) -> None:
    version = make_version()
    validated(version, FLAWED)
    version.refresh_from_db()
    assert version.state == State.REJECTED
    validated(version, GOOD, threshold=0)
    version.refresh_from_db()
    assert version.state == State.VALIDATED
