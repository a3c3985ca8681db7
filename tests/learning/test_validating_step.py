"""What a chain has measured, and what it takes from measurements that are there."""

from __future__ import annotations

import pytest

from accounts.errors import ActionRefused
from accounts.models import User
from domain.versions import State
from engines.scripted import ScriptedEngine
from evaluation.actions.requesting import cancel_validation, request_validation
from evaluation.holding import Lost
from learning.jobs import JOBS
from learning.models import Retraining
from learning.steps import validating
from learning.steps.step import Answer, Failed, Next, Turn, Wait
from models_registry.models import ValidationRun, Version
from tests.evaluation.conftest import COUNT, FLAWED, GOOD, validated
from tests.learning.chained import answer, at_validating, id_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def row(engine: ScriptedEngine) -> Retraining:
    return at_validating()


def step(row: Retraining) -> Answer:
    """One turn at it, by a worker of its own."""
    Retraining.objects.filter(pk=row.pk).update(status="queued", lease=None)
    assert JOBS.claim(row.pk)
    row.refresh_from_db()
    return validating.validate(Turn(row))


def test_both_are_measured_on_the_policys_products_and_waited_for(
    engine: ScriptedEngine, row: Retraining
) -> None:
    assert isinstance(step(row), Wait)
    live, new = ValidationRun.objects.order_by("pk")
    assert (row.live_validation, row.validation) == (live, new)
    assert (live.version, new.version) == (row.live, row.candidate)
    assert (live.products, new.products) == (COUNT, COUNT)
    assert (live.threshold, new.threshold) == (90, 20)
    assert (live.requested_by, new.requested_by) == (None, None)
    assert isinstance(step(row), Wait)
    answer(engine)
    assert isinstance(step(row), Next)
    assert ValidationRun.objects.count() == 2
    assert Version.objects.get(pk=id_of(row.live)).state == State.LIVE


def test_fewer_products_are_asked_where_the_policy_says_so(
    engine: ScriptedEngine, row: Retraining
) -> None:
    row.policy.products = 5
    row.policy.save()
    step(row)
    assert set(ValidationRun.objects.values_list("products", flat=True)) == {5}


def test_a_result_of_the_same_suite_is_taken_as_it_is(
    engine: ScriptedEngine, row: Retraining
) -> None:
    assert row.live is not None
    known = validated(row.live, FLAWED)
    step(row)
    assert row.live_validation == known
    assert ValidationRun.objects.count() == 2


def test_one_of_other_products_is_waited_for_and_then_measured_anew(
    engine: ScriptedEngine, row: Retraining
) -> None:
    assert row.live is not None
    other = request_validation(None, row.live, products=5, queue=False)
    assert isinstance(step(row), Wait)
    assert row.live_validation is None
    answer(engine)
    assert isinstance(step(row), Wait)
    assert row.live_validation not in (None, other)


def test_a_crash_between_asking_and_noting_asks_for_nothing_twice(
    engine: ScriptedEngine, row: Retraining
) -> None:
    assert JOBS.claim(row.pk)
    row.refresh_from_db()
    # Somebody else took the job over before what was asked for could be noted.
    Retraining.objects.filter(pk=row.pk).update(lease=None)
    with pytest.raises(Lost):
        validating.validate(Turn(row))
    assert not ValidationRun.objects.exists()
    step(row)
    assert ValidationRun.objects.count() == 2


def test_a_candidate_that_does_not_pass_is_no_crash(
    engine: ScriptedEngine, row: Retraining
) -> None:
    step(row)
    answer(engine, new="{}")
    assert isinstance(step(row), Next)
    assert Version.objects.get(pk=id_of(row.candidate)).state == State.REJECTED


@pytest.mark.parametrize("which", ["validation", "live_validation"])
def test_one_that_was_stopped_or_failed_says_which(
    engine: ScriptedEngine, row: Retraining, manager: User, which: str
) -> None:
    step(row)
    run = getattr(row, which)
    cancel_validation(manager, run)
    with pytest.raises(Failed) as cancelled:
        step(row)
    assert cancelled.value.code == f"{which}_cancelled"
    ValidationRun.objects.filter(pk=run.pk).update(status="failed", error="engine_gone")
    with pytest.raises(Failed) as failed:
        step(row)
    assert (failed.value.code, failed.value.detail) == (f"{which}_failed", "engine_gone")


def test_what_was_stopped_with_another_retraining_is_asked_for_again(
    engine: ScriptedEngine, row: Retraining
) -> None:
    step(row)
    for _time in range(validating.MOST_AGAIN):
        assert row.live_validation is not None
        cancel_validation(None, row.live_validation)
        assert isinstance(step(row), Wait)
        row.refresh_from_db()
        assert row.live_validation is None
        assert isinstance(step(row), Wait)
    assert row.live_validation is not None
    cancel_validation(None, row.live_validation)
    with pytest.raises(Failed) as cancelled:
        step(row)
    assert cancelled.value.code == "live_validation_cancelled"


def test_where_somebody_else_asked_at_the_same_moment_it_is_waited_for(
    engine: ScriptedEngine, row: Retraining, monkeypatch: pytest.MonkeyPatch
) -> None:
    def clash(*_args: object, **_more: object) -> ValidationRun:
        raise ActionRefused("already_validating", "Sürüm zaten ölçülüyor.")

    with monkeypatch.context() as patched:
        patched.setattr(validating, "request_validation", clash)
        assert isinstance(step(row), Wait)
    assert (row.live_validation, row.validation) == (None, None)
    assert isinstance(step(row), Wait)
    assert ValidationRun.objects.count() == 2


def test_a_live_version_that_has_gone_since_is_no_measure(row: Retraining) -> None:
    Version.objects.filter(pk=id_of(row.live)).update(state=State.RETIRED)
    with pytest.raises(Failed) as gone:
        step(row)
    assert (gone.value.code, gone.value.detail) == ("live_gone", State.RETIRED)


def test_without_a_candidate_there_is_nothing_to_measure(row: Retraining) -> None:
    Retraining.objects.filter(pk=row.pk).update(candidate=None)
    with pytest.raises(Failed) as nothing:
        step(row)
    assert nothing.value.code == "no_candidate"


def test_a_candidate_that_is_still_being_built_is_waited_for(row: Retraining) -> None:
    Version.objects.filter(pk=id_of(row.candidate)).update(state=State.BUILDING)
    assert isinstance(step(row), Wait)
    assert row.validation is None


def test_results_by_different_rules_are_not_compared(
    engine: ScriptedEngine, row: Retraining
) -> None:
    step(row)
    answer(engine, live=GOOD)
    ValidationRun.objects.filter(pk=id_of(row.live_validation)).update(suite="x" * 64)
    with pytest.raises(Failed) as changed:
        step(row)
    assert changed.value.code == "suite_changed"
