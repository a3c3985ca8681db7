"""An experiment from the plan to the summary; killed, stopped, and with its engine away."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from accounts.errors import ActionRefused
from accounts.models import User
from domain.verdict import Verdict
from domain.versions import State
from engines.base import EngineUnavailable, ModelMissing
from engines.driver import Request
from engines.scripted import ScriptedEngine
from evaluation import sentences, tasks
from evaluation.actions.experimenting import (
    calls_of,
    cancel_experiment,
    request_experiment,
    run_experiment,
)
from evaluation.actions.experiments import ExperimentPlan
from evaluation.jobs import EXPERIMENTS, reap
from evaluation.models import Experiment, ExperimentResult
from evaluation.suite import chosen
from models_registry.models import Version
from tests.evaluation.conftest import COUNT, FLAWED, GOOD, NONSENSE, make_version
from tests.factories import S24

pytestmark = pytest.mark.django_db(transaction=True)
WARM_UP = 2


def plan(**fields: Any) -> ExperimentPlan:
    return ExperimentPlan(**{"products": chosen(), **fields})


def asked_for(versions: tuple[Version, Version], **fields: Any) -> Experiment:
    return request_experiment(None, *versions, plan(**fields), queue=False)


def answering(engine: ScriptedEngine, a: str, b: str, count: int = 100) -> None:
    """From now on `served-1` answers `a`, and `served-2` `b`."""
    engine.enqueue(*[lambda request: {"served-1": a, "served-2": b}[request.model]] * count)


def counted(engine: ScriptedEngine) -> list[Request]:
    """The questions without those that warm up."""
    return [request for request in engine.requests if request.sampling.seed != 0]


def done(row: Experiment) -> Experiment:
    run_experiment(row.pk)
    row.refresh_from_db()
    return row


def test_both_write_for_the_same_products_in_turns(
    engine: ScriptedEngine, versions: tuple[Version, Version]
) -> None:
    answering(engine, FLAWED, GOOD)
    row = done(asked_for(versions, seeds=2))
    assert (row.status, row.done, row.listings) == ("done", 4 * COUNT, 4 * COUNT)
    models = [request.model for request in counted(engine)]
    assert models[:8] == [f"served-{arm}" for arm in (1, 2, 2, 1, 1, 2, 2, 1)]
    assert models.count("served-1") == models.count("served-2") == 2 * COUNT
    of_arm = {
        arm: {(one.product, one.seed) for one in row.results.filter(arm=arm)} for arm in ("a", "b")
    }
    assert of_arm["a"] == of_arm["b"]
    assert len(of_arm["a"]) == 2 * COUNT


def test_a_product_is_complete_before_the_next_begins() -> None:
    calls = list(calls_of(["x", "y", "z"], [7, 8]))
    assert [call.key for call in calls] == ["x"] * 4 + ["y"] * 4 + ["z"] * 4
    assert [call.arm.value for call in calls] == ["a", "b", "b", "a"] * 3
    assert [call.place for call in calls] == list(range(1, 13))
    assert len({call.identity for call in calls}) == 12


def test_calls_that_warm_up_are_not_counted(
    engine: ScriptedEngine, versions: tuple[Version, Version]
) -> None:
    answering(engine, GOOD, GOOD)
    row = done(asked_for(versions))
    first = engine.requests[:WARM_UP]
    assert [request.model for request in first] == ["served-1", "served-2"]
    assert len(engine.requests) == WARM_UP + 2 * COUNT
    assert row.results.count() == 2 * COUNT


def test_the_better_one_is_told_with_what_shows_it(
    engine: ScriptedEngine, versions: tuple[Version, Version]
) -> None:
    answering(engine, NONSENSE, GOOD)
    row = done(asked_for(versions))
    overall = row.summary["measures"]["overall"]
    assert row.summary["products"] == COUNT
    assert overall["verdict"] == Verdict.BETTER
    assert overall["difference"]["mean"] > 50
    assert overall["sequence"]["low"] > 0
    assert overall["p"] == pytest.approx(2 / 2**COUNT)  # exact: one of all ways to fall, twice
    assert overall["adjusted"] > overall["p"]
    assert overall["effect"] == 1.0
    assert overall["method"] == "wilcoxon_exact"
    assert row.summary["readable"]["a"]["mean"] == 0
    assert row.summary["readable"]["b"]["mean"] == 100
    assert set(row.summary["measures"]) == {"overall", "compliance", "grounding", "seconds"}


def test_the_other_way_round_it_is_worse(
    engine: ScriptedEngine, versions: tuple[Version, Version]
) -> None:
    answering(engine, GOOD, NONSENSE)
    row = done(asked_for(versions))
    assert row.summary["measures"]["overall"]["verdict"] == Verdict.WORSE


def test_two_that_write_the_same_are_not_called_different(
    engine: ScriptedEngine, versions: tuple[Version, Version]
) -> None:
    answering(engine, GOOD, GOOD)
    row = done(asked_for(versions))
    overall = row.summary["measures"]["overall"]
    assert overall["verdict"] == Verdict.NO_EVIDENCE  # six products cannot show equality
    assert overall["difference"]["mean"] == 0
    assert overall["more"] > 0
    assert overall["p"] == 1


def test_it_may_end_as_soon_as_it_is_decided(
    engine: ScriptedEngine, versions: tuple[Version, Version]
) -> None:
    answering(engine, NONSENSE, GOOD)
    many = {f"own-{number}": S24 for number in range(20)}
    row = done(asked_for(versions, products=many, stops_early=True))
    assert (row.status, row.ended_early) == ("done", True)
    assert 5 <= row.summary["products"] < 20
    assert row.done == 2 * row.summary["products"]
    assert row.summary["measures"]["overall"]["verdict"] == Verdict.BETTER


class Killed(BaseException):
    """What ends a worker."""


def test_a_killed_one_goes_on_and_asks_nothing_twice(
    engine: ScriptedEngine, versions: tuple[Version, Version]
) -> None:
    def die(row: Experiment, _result: ExperimentResult) -> None:
        if row.done == 3:
            raise Killed

    answering(engine, FLAWED, GOOD)
    row = asked_for(versions)
    with pytest.raises(Killed):
        run_experiment(row.pk, die)
    row.refresh_from_db()
    assert (row.status, row.done) == ("queued", 3)
    done(row)
    assert (row.status, row.results.count()) == ("done", 2 * COUNT)
    questions = [(request.model, str(request.prompt)) for request in counted(engine)]
    assert len(questions) == len(set(questions)) == 2 * COUNT
    assert list(row.results.values_list("place", flat=True)) == list(range(1, 2 * COUNT + 1))


def test_after_sigkill_the_reaper_sends_it_again(
    engine: ScriptedEngine, versions: tuple[Version, Version], monkeypatch: pytest.MonkeyPatch
) -> None:
    sent: list[int] = []

    def send(_jobs: object, pk: int, **_how: str) -> bool:
        sent.append(pk)
        return True

    monkeypatch.setattr(type(EXPERIMENTS), "send", send)
    row = asked_for(versions)
    assert EXPERIMENTS.claim(row.pk)
    assert reap() == 0
    Experiment.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    assert reap() == 1
    assert sent == [row.pk]
    answering(engine, GOOD, GOOD)
    tasks.experiment(row.pk)
    assert Experiment.objects.get().status == "done"


def test_a_lease_that_is_lost_ends_the_work_and_writes_nothing(
    engine: ScriptedEngine, versions: tuple[Version, Version]
) -> None:
    row = asked_for(versions)

    def steal() -> bool:
        if engine.streaming:
            Experiment.objects.filter(pk=row.pk, done=1).update(lease=None, status="queued")
        return False

    engine.enqueue(GOOD, GOOD, GOOD, forever)
    run_experiment(row.pk, asked=steal)
    row.refresh_from_db()
    assert (row.status, row.done, row.results.count()) == ("queued", 1, 1)
    assert engine.streaming == 0


def forever(_request: Request) -> Iterator[str | float]:
    """A model that goes on writing until it is told to stop."""
    while True:
        yield "yaz "
        yield 0.01


def test_stopped_in_the_midst_it_keeps_what_was_written(
    engine: ScriptedEngine, versions: tuple[Version, Version], manager: User
) -> None:
    def stop(row: Experiment, _result: ExperimentResult) -> None:
        cancel_experiment(manager, row)

    answering(engine, GOOD, GOOD)
    row = asked_for(versions)
    run_experiment(row.pk, stop)
    row.refresh_from_db()
    assert (row.status, row.cancel_requested_by, row.results.count()) == ("cancelled", manager, 1)
    assert [version.state for version in Version.objects.all()] == [State.BUILT] * 2


def test_a_waiting_one_is_stopped_at_once(
    engine: ScriptedEngine, versions: tuple[Version, Version], manager: User
) -> None:
    row = asked_for(versions)
    cancel_experiment(manager, row)
    run_experiment(row.pk)
    row.refresh_from_db()
    assert (row.status, engine.requests) == ("cancelled", [])


def test_an_engine_that_is_away_is_asked_again_later(
    engine: ScriptedEngine, versions: tuple[Version, Version]
) -> None:
    engine.enqueue(GOOD, GOOD, GOOD, EngineUnavailable("nobody there"))
    row = done(asked_for(versions))
    assert (row.status, row.error, row.done) == ("queued", "unavailable", 1)
    assert sentences.experiment_failure(row)
    answering(engine, GOOD, GOOD)
    assert done(row).status == "done"
    assert row.error == ""


def test_a_model_that_is_gone_ends_it(
    engine: ScriptedEngine, versions: tuple[Version, Version]
) -> None:
    engine.enqueue(ModelMissing("gone"))
    row = done(asked_for(versions))
    assert (row.status, row.error, row.summary) == ("failed", "model_missing", {})
    assert "served-1" in sentences.experiment_failure(row)


def test_what_an_update_makes_incomparable_is_not_mixed(
    engine: ScriptedEngine, versions: tuple[Version, Version]
) -> None:
    row = asked_for(versions)
    Experiment.objects.update(suite="s" * 64)
    assert done(row).error == "suite_changed"
    assert engine.requests == []


def test_products_that_are_edited_meanwhile_do_not_change_it(
    engine: ScriptedEngine, versions: tuple[Version, Version], products: Any
) -> None:
    row = asked_for(versions)
    products.write_text(products.read_text().replace("5000mAh", "4000mAh"))
    answering(engine, GOOD, GOOD)
    assert done(row).status == "done"
    assert all("5000mAh" in str(request.prompt) for request in engine.requests)


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"products": {}}, "products"),
        ({"seeds": 0}, "seeds"),
        ({"seeds": 11}, "seeds"),
        ({"margin": 0.0}, "margin"),
        ({"margin": 101.0}, "margin"),
        ({"margin": float("nan")}, "margin"),
    ],
)
def test_a_plan_that_says_nothing_is_refused(
    versions: tuple[Version, Version], fields: dict[str, Any], code: str
) -> None:
    with pytest.raises(ActionRefused) as refused:
        asked_for(versions, **fields)
    assert refused.value.code == code
    assert not Experiment.objects.exists()


def test_versions_that_cannot_be_compared_are_refused(
    engine: ScriptedEngine, versions: tuple[Version, Version]
) -> None:
    a, b = versions
    with pytest.raises(ActionRefused) as refused:
        asked_for((a, a))
    assert refused.value.code == "same_version"
    with pytest.raises(ActionRefused) as refused:
        asked_for((a, make_version(3, State.RETIRED)))
    assert refused.value.code == "not_askable"
    asked_for((a, b))
    with pytest.raises(ActionRefused) as refused:
        asked_for((a, b))
    assert refused.value.code == "already_comparing"


def test_only_who_manages_models_may_ask_or_stop(
    versions: tuple[Version, Version], author: User, outsider: User
) -> None:
    row = asked_for(versions)
    for person in (author, outsider):
        with pytest.raises(PermissionDenied):
            request_experiment(person, *versions, plan())
        with pytest.raises(PermissionDenied):
            cancel_experiment(person, row)


def test_it_waits_beside_the_trainings_and_nothing_ends_it_early() -> None:
    from django.conf import settings

    assert settings.CELERY_TASK_ROUTES[tasks.experiment.name] == {"queue": "training"}
    assert tasks.experiment.acks_late is False
    assert (tasks.experiment.time_limit or 0) > 7 * 24 * 3600
