"""A validation that is killed, stopped, taken away, or whose engine is away."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from pytest_django.fixtures import Settings

from accounts.models import User
from domain.versions import State
from engines.base import EngineError, EngineUnavailable, ModelMissing
from engines.driver import Request
from engines.scripted import ScriptedEngine
from evaluation import sentences
from evaluation.actions.validating import cancel_validation, reap, request_validation, run
from evaluation.jobs import JOBS
from models_registry.models import ValidationResult, ValidationRun, Version
from tests.evaluation.conftest import COUNT, GOOD, make_version, validated

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def version(engine: ScriptedEngine) -> Version:
    return make_version()


@pytest.fixture
def asked(version: Version) -> ValidationRun:
    return request_validation(None, version, threshold=0, queue=False)


def state_of(version: Version) -> str:
    return Version.objects.get(pk=version.pk).state


def forever(_request: Request) -> Iterator[str | float]:
    """A model that goes on writing until it is told to stop."""
    while True:
        yield "yaz "
        yield 0.01


class Killed(BaseException):
    """What ends a worker."""


def test_a_killed_validation_goes_on_and_asks_nothing_twice(
    engine: ScriptedEngine, version: Version, asked: ValidationRun
) -> None:
    def die(row: ValidationRun, _result: ValidationResult) -> None:
        if row.done == 2:
            raise Killed

    engine.enqueue(*[GOOD] * COUNT)
    with pytest.raises(Killed):
        run(asked.pk, die)
    asked.refresh_from_db()
    assert (asked.status, asked.done, state_of(version)) == ("queued", 2, "validating")
    run(asked.pk)
    asked.refresh_from_db()
    assert (asked.status, asked.done, asked.results.count()) == ("done", COUNT, COUNT)
    assert len({str(request.prompt) for request in engine.requests}) == len(engine.requests)
    assert state_of(version) == State.VALIDATED


def test_after_sigkill_the_reaper_sends_it_again(
    engine: ScriptedEngine, asked: ValidationRun, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent: list[int] = []

    def send(_jobs: object, pk: int, **_how: str) -> bool:
        sent.append(pk)
        return True

    monkeypatch.setattr(type(JOBS), "send", send)
    assert JOBS.claim(asked.pk)
    assert reap() == 0
    long_ago = timezone.now() - timedelta(seconds=1)
    ValidationRun.objects.update(lease_until=long_ago)
    assert reap() == 1
    assert sent == [asked.pk]
    engine.enqueue(*[GOOD] * COUNT)
    run(asked.pk)
    assert ValidationRun.objects.get().status == "done"


def test_what_is_interrupted_again_and_again_is_given_up(
    version: Version, asked: ValidationRun
) -> None:
    for _ in range(3):
        ValidationRun.objects.update(status="queued", lease=None)
        assert JOBS.claim(asked.pk)
    ValidationRun.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    assert reap() == 1
    asked.refresh_from_db()
    assert (asked.status, asked.error, state_of(version)) == ("failed", "lost", "built")


def test_progress_gives_back_the_attempts(engine: ScriptedEngine, asked: ValidationRun) -> None:
    away = EngineUnavailable()
    for _ in range(COUNT):
        engine.enqueue(GOOD, away)
        run(asked.pk)
    asked.refresh_from_db()
    assert (asked.status, asked.done) == ("done", COUNT)


def test_a_lease_that_is_lost_ends_the_work_and_writes_nothing(
    engine: ScriptedEngine, version: Version, asked: ValidationRun
) -> None:
    def steal() -> bool:
        if engine.streaming:
            ValidationRun.objects.filter(pk=asked.pk, done=1).update(lease=None, status="queued")
        return False

    engine.enqueue(GOOD, forever)
    run(asked.pk, asked=steal)
    asked.refresh_from_db()
    assert (asked.status, asked.done, asked.results.count()) == ("queued", 1, 1)
    assert engine.streaming == 0
    assert state_of(version) == "validating"


def test_stopped_in_the_midst_the_version_is_where_it_was(
    engine: ScriptedEngine, version: Version, asked: ValidationRun, manager: User
) -> None:
    engine.enqueue(GOOD)

    def stop(row: ValidationRun, _result: ValidationResult) -> None:
        cancel_validation(manager, row)

    run(asked.pk, stop)
    asked.refresh_from_db()
    assert (asked.status, asked.cancel_requested_by) == ("cancelled", manager)
    assert state_of(version) == State.BUILT
    line = version.events.latest("pk")
    assert (line.why, line.by) == ("broken_off", manager)


def test_a_waiting_one_is_stopped_at_once(engine: ScriptedEngine, manager: User) -> None:
    version = make_version()
    validated(version, GOOD, threshold=0)
    version.refresh_from_db()
    asked = request_validation(manager, version, queue=False)
    cancel_validation(manager, asked)
    asked.refresh_from_db()
    assert (asked.status, state_of(version)) == ("cancelled", State.VALIDATED)
    run(asked.pk)
    assert engine.requests[COUNT:] == []


def test_ctrl_c_stops_the_model_while_it_writes(
    engine: ScriptedEngine, version: Version, asked: ValidationRun
) -> None:
    engine.enqueue(forever)
    run(asked.pk, asked=lambda: engine.streaming > 0)
    asked.refresh_from_db()
    assert (asked.status, engine.streaming, state_of(version)) == ("cancelled", 0, "built")


def test_an_engine_that_is_away_is_asked_again_later(
    engine: ScriptedEngine, version: Version, asked: ValidationRun
) -> None:
    engine.enqueue(GOOD, EngineUnavailable("nobody there"))
    run(asked.pk)
    asked.refresh_from_db()
    assert (asked.status, asked.error, asked.done) == ("queued", "unavailable", 1)
    assert asked.lease_until
    assert asked.lease_until > timezone.now() + timedelta(seconds=30)
    engine.enqueue(*[GOOD] * (COUNT - 1))
    run(asked.pk)
    asked.refresh_from_db()
    assert (asked.status, asked.error, asked.done) == ("done", "", COUNT)


@pytest.mark.parametrize(
    ("errors", "code"),
    [([EngineUnavailable()] * 3, "unavailable"), ([ModelMissing("gone")], "model_missing")],
)
def test_an_engine_that_never_will_answer_ends_it(
    engine: ScriptedEngine,
    version: Version,
    asked: ValidationRun,
    errors: list[EngineError],
    code: str,
) -> None:
    for error in errors:
        engine.enqueue(error)
        run(asked.pk)
    asked.refresh_from_db()
    assert (asked.status, asked.error, asked.passed) == ("failed", code, None)
    assert state_of(version) == State.BUILT
    assert sentences.failure(asked)


def test_products_that_changed_meanwhile_are_not_mixed_with_the_old(
    engine: ScriptedEngine, version: Version, asked: ValidationRun, products: Path
) -> None:
    products.write_text(products.read_text().replace("5000mAh", "4000mAh"))
    run(asked.pk)
    asked.refresh_from_db()
    assert (asked.status, asked.error, state_of(version)) == ("failed", "suite_changed", "built")


def test_an_engine_that_left_the_settings_is_said(
    version: Version, asked: ValidationRun, settings: Settings
) -> None:
    settings.ENGINES = {"other": settings.ENGINES["default"]}
    run(asked.pk)
    asked.refresh_from_db()
    assert (asked.status, asked.error) == ("failed", "engine_gone")


def test_a_live_version_stays_live_whatever_happens(engine: ScriptedEngine) -> None:
    version = make_version(1, State.LIVE)
    asked = request_validation(None, version, queue=False)
    engine.enqueue(ModelMissing())
    run(asked.pk)
    asked.refresh_from_db()
    assert (asked.status, state_of(version)) == ("failed", State.LIVE)
    assert not version.events.exists()
