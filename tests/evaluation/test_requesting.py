"""Asking for a validation: who may, of what, and how a version shows that it is under way."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied
from pytest_django import DjangoCaptureOnCommitCallbacks
from pytest_django.fixtures import Settings

from accounts.errors import ActionRefused
from accounts.models import User
from domain.gate import MARGIN, THRESHOLD
from domain.versions import State
from engines.scripted import ScriptedEngine
from evaluation.actions.validating import cancel_validation, request_validation
from evaluation.jobs import JOBS
from models_registry.actions.moving import move
from models_registry.models import ValidationRun
from tests.evaluation.conftest import COUNT, make_version

pytestmark = pytest.mark.django_db


def refused(version: object, **wanted: object) -> str:
    with pytest.raises(ActionRefused) as caught:
        request_validation(None, version, **wanted)  # type: ignore[arg-type]
    assert str(caught.value)
    return caught.value.code


def test_only_who_manages_models_may_ask(
    engine: ScriptedEngine, author: User, outsider: User
) -> None:
    version = make_version()
    for person in (author, outsider):
        with pytest.raises(PermissionDenied):
            request_validation(person, version)
    assert not ValidationRun.objects.exists()


def test_what_is_asked_is_kept_and_the_workers_are_told_afterwards(
    engine: ScriptedEngine,
    manager: User,
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    sent: list[int] = []
    monkeypatch.setattr(type(JOBS), "send", lambda _jobs, pk: sent.append(pk))
    with django_capture_on_commit_callbacks(execute=True):
        run = request_validation(manager, make_version())
        assert sent == []
    assert sent == [run.pk]
    assert (run.products, run.threshold, run.margin) == (COUNT, THRESHOLD, MARGIN)
    assert (run.came_from, run.requested_by) == ("built", manager)
    assert len(run.suite) == 64


def test_one_version_is_measured_once_at_a_time(engine: ScriptedEngine) -> None:
    built, live = make_version(1), make_version(2, State.LIVE)
    for version in (built, live):
        request_validation(None, version, queue=False)
        version.refresh_from_db()
        assert refused(version) == "already_validating"


@pytest.mark.parametrize("state", [State.BUILDING, State.DEPLOYING, State.RETIRED])
def test_a_version_that_cannot_be_asked_is_refused(engine: ScriptedEngine, state: State) -> None:
    assert refused(make_version(state=state)) == "state"


def test_what_was_never_built_is_refused_and_what_was_unhealthy_is_not(
    engine: ScriptedEngine,
) -> None:
    never, unhealthy = make_version(1, State.BUILDING), make_version(2, State.DEPLOYING)
    move(never, State.FAILED, "build_failed")
    move(unhealthy, State.FAILED, "unhealthy")
    assert refused(never) == "not_built"
    assert request_validation(None, unhealthy, queue=False).came_from == "failed"


@pytest.mark.parametrize(
    ("wanted", "code"),
    [
        ({"products": 4}, "products"),
        ({"products": COUNT + 1}, "products"),
        ({"threshold": -1}, "threshold"),
        ({"threshold": 100.5}, "threshold"),
        ({"threshold": float("nan")}, "threshold"),
    ],
)
def test_figures_out_of_bounds_are_refused(
    engine: ScriptedEngine, wanted: dict[str, float], code: str
) -> None:
    version = make_version()
    assert refused(version, **wanted) == code
    version.refresh_from_db()
    assert version.state == State.BUILT


def test_an_engine_that_is_gone_and_missing_products_are_said(
    engine: ScriptedEngine, products: Path, settings: Settings
) -> None:
    assert refused(make_version(1, engine="big")) == "engine_gone"
    products.unlink()
    assert refused(make_version(2)) == "no_products"


def test_the_suite_is_the_same_for_the_same_products_alone(
    engine: ScriptedEngine, products: Path
) -> None:
    def suite(patch: int, **wanted: int) -> str:
        return request_validation(None, make_version(patch), queue=False, **wanted).suite

    same = [suite(1), suite(2), suite(3, products=COUNT)]
    assert len(set(same)) == 1
    assert suite(4, products=5) not in same
    products.write_text(products.read_text().replace("5000mAh", "4000mAh"))
    assert suite(5) not in same


def test_what_failed_its_health_check_is_not_mended_by_a_validation_that_was_stopped(
    engine: ScriptedEngine, manager: User
) -> None:
    version = make_version(state=State.LIVE)
    move(version, State.FAILED, "unhealthy")
    cancel_validation(manager, request_validation(manager, version, queue=False))
    version.refresh_from_db()
    assert version.state == State.FAILED
