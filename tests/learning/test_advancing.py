"""A whole chain, from feedback to what becomes of the version; and what may go wrong between."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from accounts.models import User
from domain.versions import State
from engines.base import ModelMissing
from engines.scripted import ScriptedEngine
from evaluation.actions.requesting import cancel_validation, request_validation
from learning import advancing, jobs, tasks
from learning.actions import deciding
from learning.jobs import JOBS
from learning.models import Feedback, Retraining
from learning.steps.step import Answer, Turn
from models_registry.actions import deploying
from models_registry.actions.deploying import request_deployment
from models_registry.actions.moving import StateChanged
from models_registry.models import Canary, Deployment, ValidationRun, Version
from models_registry.queries.live import live_of
from tests.evaluation.conftest import FLAWED, GOOD, make_version
from tests.learning.chained import CANDIDATE, FEEDBACK, MENDED, answer, begin, finish, id_of
from tests.learning.making import make_policy, make_retraining

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_steps")]
Outcome = Retraining.Outcome


class Killed(BaseException):
    """What ends a worker."""


def state_of(patch: int) -> str:
    return Version.objects.get(patch=patch).state


def reason(row: Retraining) -> list[str]:
    return [one["reason"] for one in row.reasons]


def test_a_better_version_waits_for_a_manager(engine: ScriptedEngine) -> None:
    row = finish(begin(), engine)
    assert (row.status, row.outcome, row.reasons) == ("done", Outcome.AWAITING, [])
    assert set(row.times) == set(Retraining.Stage.values)
    assert all({"began", "ended"} == set(times) for times in row.times.values())
    (target,) = row.comparison["targets"]
    assert (target["key"], target["rarer"]) == (MENDED, True)
    assert (target["before"]["count"], target["after"]["count"]) == (6, 0)
    assert len(row.comparison["scores"]) == 5
    assert state_of(CANDIDATE) == State.VALIDATED
    assert live_of(row.policy.family) == row.live
    assert not Deployment.objects.exists()


def test_it_is_deployed_where_the_policy_says_so(engine: ScriptedEngine) -> None:
    row = finish(begin(decision="deploy"), engine)
    assert (row.status, row.outcome) == ("done", Outcome.DEPLOYED)
    assert row.deployment == Deployment.objects.get()
    assert row.deployment.status == "done"
    assert live_of(row.policy.family) == row.candidate


def test_it_writes_a_share_where_the_policy_says_so(engine: ScriptedEngine) -> None:
    row = finish(begin(decision="canary", share=20), engine)
    assert row.outcome == Outcome.CANARY
    canary = Canary.objects.get()
    assert (canary.version, canary.share, canary.ended_at) == (row.candidate, 20, None)
    assert live_of(row.policy.family) == row.live


def test_one_that_mends_nothing_is_rejected_and_the_feedback_stays(engine: ScriptedEngine) -> None:
    row = finish(begin(decision="deploy", least_score=0), engine, live=FLAWED, new=FLAWED)
    assert (row.status, row.outcome, reason(row)) == ("done", Outcome.REJECTED, ["not_rarer"])
    assert Feedback.objects.count() == FEEDBACK
    assert not Deployment.objects.exists()


def test_one_that_is_worse_is_rejected_with_each_reason(engine: ScriptedEngine) -> None:
    row = finish(begin(decision="deploy"), engine, live=GOOD, new=FLAWED)
    assert row.outcome == Outcome.REJECTED
    assert reason(row).count("worse") >= 1
    assert "commoner" in reason(row)


def test_one_below_the_threshold_is_rejected_by_the_gate(engine: ScriptedEngine) -> None:
    row = finish(begin(least_score=100), engine)
    assert (row.outcome, reason(row)) == (Outcome.REJECTED, ["below_threshold"])
    assert state_of(CANDIDATE) == State.REJECTED


def test_an_unhealthy_deployment_is_no_success(engine: ScriptedEngine) -> None:
    row = begin(decision="deploy")
    engine.enqueue_failures("verify", ModelMissing("gone"))
    row = finish(row, engine)
    assert (row.outcome, reason(row)) == (Outcome.REJECTED, ["deployment_failed"])
    assert live_of(row.policy.family) == row.live


def test_where_the_live_version_changed_meanwhile_a_person_looks_first(
    engine: ScriptedEngine,
) -> None:
    row = begin(decision="deploy")
    for _turn in range(2):
        advancing.advance(row.pk)
        answer(engine)
    other = make_version(3)
    Version.objects.filter(pk=id_of(row.live)).update(state=State.BUILT)
    Version.objects.filter(pk=other.pk).update(state=State.LIVE)
    row = finish(row, engine)
    assert (row.outcome, reason(row)) == (Outcome.AWAITING, ["live_changed"])
    assert not Deployment.objects.exists()


@pytest.mark.parametrize("stage", list(Retraining.Stage.values))
@pytest.mark.parametrize("before", [True, False])
def test_a_worker_killed_at_any_step_leaves_a_chain_that_goes_on(
    engine: ScriptedEngine, monkeypatch: pytest.MonkeyPatch, stage: str, before: bool
) -> None:
    """Killed before the step has done anything, and when it has but nobody noted it."""
    row = begin(decision="deploy")
    step = advancing.STEPS[stage]
    killed: list[str] = []

    def dies(turn: Turn) -> Answer:
        if killed:
            return step(turn)
        killed.append(stage)
        if not before:
            step(turn)
        raise Killed

    monkeypatch.setitem(advancing.STEPS, stage, dies)
    for _turn in range(12):
        try:
            finish(row, engine)
        except Killed:
            continue
        break
    row.refresh_from_db()
    assert killed == [stage]
    assert (row.status, row.outcome) == ("done", Outcome.DEPLOYED)
    assert Deployment.objects.count() == 1
    assert ValidationRun.objects.count() == 2
    assert Feedback.objects.count() == FEEDBACK


def test_killed_without_a_word_it_is_sent_again_when_its_lease_is_over(
    engine: ScriptedEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent: list[int] = []

    def send(_jobs: object, pk: int, **_how: str) -> bool:
        sent.append(pk)
        return True

    monkeypatch.setattr(type(JOBS), "send", send)
    row = begin()
    assert JOBS.claim(row.pk)
    advancing.advance(row.pk)
    assert jobs.reap() == 0  # whoever holds it is alive, as far as anybody knows
    over(row)
    assert jobs.reap() == 1
    assert sent == [row.pk]
    assert finish(row, engine).outcome == Outcome.AWAITING


def test_one_that_waits_is_sent_again_by_the_beat(
    engine: ScriptedEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent: list[tuple[str, Any]] = []

    def send_task(name: str, args: list[int], **_more: Any) -> None:
        sent.append((name, args))

    monkeypatch.setattr("jobs.leases.current_app.send_task", send_task)
    row = begin()
    advancing.advance(row.pk)
    row.refresh_from_db()
    assert (row.status, row.stage, row.attempt) == ("queued", "training", 0)
    assert row.lease_until is not None
    assert row.lease_until < timezone.now() + timedelta(seconds=15)
    assert tasks.reap() == 0
    over(row)
    assert tasks.reap() == 1
    assert sent == [("learning.tasks.advance", [row.pk])]
    row.refresh_from_db()
    # Should that message be lost too, it is sent once more after a while.
    assert row.lease_until > timezone.now() + timedelta(seconds=500)
    tasks.advance(row.pk)
    row.refresh_from_db()
    assert row.stage == "validating"


def test_a_message_that_comes_twice_does_nothing_twice(
    engine: ScriptedEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = begin(decision="deploy")
    step = advancing.STEPS[Retraining.Stage.VALIDATING]

    def again(turn: Turn) -> Answer:
        advancing.advance(row.pk)  # another worker, at the same moment
        return step(turn)

    monkeypatch.setitem(advancing.STEPS, Retraining.Stage.VALIDATING, again)
    assert finish(row, engine).outcome == Outcome.DEPLOYED
    advancing.advance(row.pk)
    assert (ValidationRun.objects.count(), Deployment.objects.count()) == (2, 1)


def test_whoever_lost_the_lease_writes_nothing(
    engine: ScriptedEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = begin()

    def slow(turn: Turn) -> Answer:
        over(row)
        Retraining.objects.filter(pk=row.pk).update(status="queued", lease=None)
        turn.look()
        raise AssertionError("went on")

    monkeypatch.setitem(advancing.STEPS, Retraining.Stage.CORRECTING, slow)
    advancing.advance(row.pk)
    row.refresh_from_db()
    assert (row.status, row.stage) == ("queued", "correcting")


def test_stopped_while_it_waits_it_stops_what_it_waited_for(
    engine: ScriptedEngine, manager: User
) -> None:
    row = begin()
    for _turn in range(2):
        advancing.advance(row.pk)
    assert ValidationRun.objects.filter(status="queued").count() == 2
    Retraining.objects.filter(pk=row.pk).update(cancel_requested=True, cancel_requested_by=manager)
    over(row)
    jobs.reap()
    row.refresh_from_db()
    assert row.status == "cancelled"
    assert not ValidationRun.objects.filter(status="queued").exists()
    assert state_of(CANDIDATE) == State.BUILT
    assert Feedback.objects.count() == FEEDBACK


def test_what_a_person_had_measured_is_not_stopped_with_it(
    engine: ScriptedEngine, manager: User
) -> None:
    row = begin()
    own = request_validation(manager, Version.objects.get(pk=id_of(row.live)), queue=False)
    for _turn in range(2):
        advancing.advance(row.pk)
    row.refresh_from_db()
    assert row.live_validation == own
    Retraining.objects.filter(pk=row.pk).update(cancel_requested=True)
    over(row)
    jobs.reap()
    own.refresh_from_db()
    assert own.status == "queued"


def test_what_another_retraining_waits_for_is_not_stopped_with_it(engine: ScriptedEngine) -> None:
    row = begin()
    for _turn in range(2):
        advancing.advance(row.pk)
    row.refresh_from_db()
    policy = make_policy(row.policy.family, "clothing")
    make_retraining(policy, live=row.live, live_validation=row.live_validation)
    jobs.cancel(row, None)
    row.refresh_from_db()
    assert row.status == "cancelled"
    assert row.live_validation is not None
    assert row.validation is not None
    assert (row.live_validation.status, row.validation.status) == ("queued", "cancelled")


@pytest.mark.parametrize("reaped", [False, True])
def test_killed_between_ending_it_and_its_parts_nothing_has_ended(
    engine: ScriptedEngine, monkeypatch: pytest.MonkeyPatch, reaped: bool
) -> None:
    row = begin()
    for _turn in range(2):
        advancing.advance(row.pk)

    def stop() -> None:
        if reaped:
            Retraining.objects.filter(pk=row.pk).update(cancel_requested=True)
            over(row)
            jobs.reap()
        else:
            jobs.cancel(row, None)

    def dies(_pk: int) -> None:
        raise Killed

    with monkeypatch.context() as patched:
        patched.setattr(jobs, "_stop_parts", dies)
        with pytest.raises(Killed):
            stop()
    row.refresh_from_db()
    assert row.status == "queued"
    stop()
    row.refresh_from_db()
    assert row.status == "cancelled"
    assert not ValidationRun.objects.filter(status="queued").exists()


def test_a_version_that_moves_meanwhile_undoes_no_stop(
    engine: ScriptedEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = begin()
    for _turn in range(2):
        advancing.advance(row.pk)

    def moved(*_args: object) -> None:
        raise StateChanged(Version.objects.get(patch=CANDIDATE))

    monkeypatch.setattr("evaluation.actions.requesting.back", moved)
    jobs.cancel(row, None)
    row.refresh_from_db()
    assert row.status == "cancelled"
    assert ValidationRun.objects.filter(status="queued").count() == 2


def test_whoever_is_told_to_stop_deploys_nothing(
    engine: ScriptedEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = begin(decision="deploy")

    def asked_then_stopped(*args: Any, **more: Any) -> Deployment:
        asked = request_deployment(*args, **more)
        JOBS.cancel(row.pk, None)
        return asked

    monkeypatch.setattr("learning.steps.deciding.request_deployment", asked_then_stopped)
    for _turn in range(4):
        advancing.advance(row.pk)
        answer(engine)
    row.refresh_from_db()
    assert (row.status, row.deployment) == ("cancelled", None)
    assert not Deployment.objects.exists()
    assert live_of(row.policy.family) == row.live


def test_what_fails_after_the_comparison_is_given_up(
    engine: ScriptedEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The comparison is noted each time, but nothing has come further."""
    row = begin(decision="deploy")

    def broken(*_args: object, **_more: object) -> None:
        raise RuntimeError("broken")

    monkeypatch.setattr("learning.steps.deciding.request_deployment", broken)
    tries = 0
    for _turn in range(10):
        try:
            advancing.advance(row.pk)
        except RuntimeError:
            tries += 1
        answer(engine)
        over(row)
        jobs.reap()
    row.refresh_from_db()
    assert tries == JOBS.most_attempts
    assert (row.status, row.error) == ("failed", "lost")


def test_a_deployment_whose_workers_died_leaves_the_decision_to_a_person(
    engine: ScriptedEngine, manager: User
) -> None:
    row = begin(decision="deploy")
    for _turn in range(3):
        if not Deployment.objects.exists():
            advancing.advance(row.pk)
            if not Deployment.objects.exists():
                answer(engine)
    asked = Deployment.objects.get()
    deploying.close(asked, "failed", "lost")
    row = finish(row, engine)
    assert (row.outcome, reason(row)) == (Outcome.AWAITING, ["deployment_failed"])
    deciding.approve(manager, row)
    answer(engine)
    deciding.settle()
    row.refresh_from_db()
    assert row.outcome == Outcome.DEPLOYED


def test_a_validation_that_was_stopped_ends_the_chain_with_a_reason(
    engine: ScriptedEngine, manager: User
) -> None:
    row = begin()
    for _turn in range(2):
        advancing.advance(row.pk)
    row.refresh_from_db()
    assert row.validation is not None
    cancel_validation(manager, row.validation)
    row = finish(row, engine)
    assert (row.status, row.error) == ("failed", "validation_cancelled")
    assert Feedback.objects.count() == FEEDBACK


def test_stopped_at_work_it_ends(engine: ScriptedEngine, monkeypatch: pytest.MonkeyPatch) -> None:
    row = begin()

    def stopped(turn: Turn) -> Answer:
        JOBS.cancel(row.pk, None)
        turn.look()
        raise AssertionError("went on")

    monkeypatch.setitem(advancing.STEPS, Retraining.Stage.DATASET, stopped)
    advancing.advance(row.pk)
    row.refresh_from_db()
    assert (row.status, row.stage) == ("cancelled", "dataset")


def test_nothing_is_settled_twice(engine: ScriptedEngine) -> None:
    finish(begin(), engine)
    assert deciding.settle() == 0


def over(row: Retraining) -> None:
    """The lease has run out."""
    past = timezone.now() - timedelta(seconds=1)
    Retraining.objects.filter(pk=row.pk).update(lease_until=past)
