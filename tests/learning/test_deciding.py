"""What is decided of a candidate: by the figures, by the policy, by a manager."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core.exceptions import PermissionDenied

from accounts.errors import ActionRefused
from accounts.models import User
from domain.versions import State
from engines.base import ModelMissing
from engines.scripted import ScriptedEngine
from evaluation.holding import Stopped
from learning import advancing
from learning.actions.deciding import approve, decline, may_be_decided, settle
from learning.jobs import JOBS
from learning.models import Pattern, Retraining
from learning.queries.comparing import results_of, targets_of
from learning.steps.step import Turn
from models_registry.actions.deploying import request_deployment
from models_registry.actions.starting import stop_trial
from models_registry.actions.trying import end_trial
from models_registry.models import Canary, Deployment, ValidationRun, Version
from models_registry.queries.live import live_of
from tests.evaluation.conftest import make_version
from tests.learning.chained import answer, at_validating, finish, id_of

pytestmark = pytest.mark.django_db
Outcome = Retraining.Outcome


@pytest.fixture
def awaiting(engine: ScriptedEngine) -> Retraining:
    return finish(at_validating(), engine)


@pytest.fixture
def tried(engine: ScriptedEngine) -> Retraining:
    return finish(at_validating(decision="canary"), engine)


def settled(row: Retraining) -> Retraining:
    settle()
    row.refresh_from_db()
    return row


def reasons(row: Retraining) -> list[str]:
    return [one["reason"] for one in row.reasons]


def refusal(act: Callable[[], object]) -> str:
    with pytest.raises(ActionRefused) as refused:
        act()
    return refused.value.code


def test_only_who_manages_models_decides(
    awaiting: Retraining, author: User, outsider: User
) -> None:
    for person in (author, outsider):
        with pytest.raises(PermissionDenied):
            approve(person, awaiting)
        with pytest.raises(PermissionDenied):
            decline(person, awaiting, "Hayır.")
    awaiting.refresh_from_db()
    assert (awaiting.outcome, awaiting.decided_by) == (Outcome.AWAITING, None)


def test_approved_it_is_live_when_its_deployment_says_so(
    awaiting: Retraining, manager: User, engine: ScriptedEngine
) -> None:
    asked = approve(manager, awaiting)
    awaiting.refresh_from_db()
    assert (awaiting.deployment, awaiting.decided_by) == (asked, manager)
    assert awaiting.decided_at is not None
    assert settled(awaiting).outcome == Outcome.AWAITING
    answer(engine)
    assert settled(awaiting).outcome == Outcome.DEPLOYED
    assert live_of(awaiting.policy.family) == awaiting.candidate
    assert asked.requested_by == manager


def test_approved_twice_it_is_deployed_once(
    awaiting: Retraining, manager: User, engine: ScriptedEngine
) -> None:
    approve(manager, awaiting)
    assert refusal(lambda: approve(manager, awaiting)) == "deploying"
    assert refusal(lambda: decline(manager, awaiting, "Geç kaldım.")) == "deploying"
    answer(engine)
    settle()
    assert refusal(lambda: approve(manager, awaiting)) == "decided"
    assert Deployment.objects.count() == 1


def test_found_unhealthy_it_is_rejected(
    awaiting: Retraining, manager: User, engine: ScriptedEngine
) -> None:
    approve(manager, awaiting)
    engine.enqueue_failures("verify", ModelMissing("gone"))
    answer(engine)
    assert settled(awaiting).outcome == Outcome.REJECTED
    assert reasons(awaiting) == ["deployment_failed"]
    assert live_of(awaiting.policy.family) == awaiting.live


def test_a_deployment_that_was_broken_off_may_be_asked_for_again(
    awaiting: Retraining, manager: User, engine: ScriptedEngine
) -> None:
    asked = approve(manager, awaiting)
    Deployment.objects.filter(pk=asked.pk).update(status="failed", error="lost")
    Version.objects.filter(pk=id_of(awaiting.candidate)).update(state=State.VALIDATED)
    assert settled(awaiting).outcome == Outcome.AWAITING
    approve(manager, awaiting)
    answer(engine)
    assert settled(awaiting).outcome == Outcome.DEPLOYED


def test_deployed_on_the_pages_about_models_it_is_deployed_here_too(
    awaiting: Retraining, manager: User, engine: ScriptedEngine
) -> None:
    assert awaiting.candidate is not None
    asked = request_deployment(manager, awaiting.candidate, threshold=20)
    assert settled(awaiting).outcome == Outcome.AWAITING
    answer(engine)
    row = settled(awaiting)
    assert (row.outcome, row.deployment, row.decided_by) == (Outcome.DEPLOYED, asked, manager)


def test_what_writes_already_cannot_be_declined(
    awaiting: Retraining, manager: User, engine: ScriptedEngine
) -> None:
    """Approved, and live before anybody has written that down."""
    approve(manager, awaiting)
    answer(engine)
    assert refusal(lambda: decline(manager, awaiting, "Geç kaldım.")) == "decided"
    awaiting.refresh_from_db()
    assert (awaiting.outcome, awaiting.reasons) == (Outcome.DEPLOYED, [])


@pytest.mark.parametrize("switched", [False, True])
def test_what_is_deployed_on_the_pages_about_models_is_not_declined_here(
    awaiting: Retraining, manager: User, engine: ScriptedEngine, switched: bool
) -> None:
    assert awaiting.candidate is not None
    request_deployment(manager, awaiting.candidate, threshold=20)
    if switched:  # it writes, and is being checked
        Version.objects.filter(pk=id_of(awaiting.live)).update(state=State.VALIDATED)
        Version.objects.filter(pk=id_of(awaiting.candidate)).update(state=State.LIVE)
    assert refusal(lambda: decline(manager, awaiting, "Geç kaldım.")) == "deploying"
    assert refusal(lambda: approve(manager, awaiting)) == "deploying"
    now = Retraining.objects.select_related("candidate", "deployment").get(pk=awaiting.pk)
    assert now.outcome == Outcome.AWAITING
    assert not may_be_decided(now)


def test_what_was_compared_with_another_version_is_not_approved(
    awaiting: Retraining, manager: User
) -> None:
    other = make_version(5)
    Version.objects.filter(pk=id_of(awaiting.live)).update(state=State.VALIDATED)
    Version.objects.filter(pk=other.pk).update(state=State.LIVE)
    assert refusal(lambda: approve(manager, awaiting)) == "live_changed"
    assert not Deployment.objects.exists()
    decline(manager, awaiting, "Yarışta geride kaldı.")


@pytest.mark.parametrize("decision", ["approval", "deploy", "canary"])
def test_where_the_live_version_changed_meanwhile_a_person_is_told(
    engine: ScriptedEngine, decision: str
) -> None:
    row = at_validating(decision=decision)
    advancing.advance(row.pk)
    answer(engine)
    other = make_version(5)
    Version.objects.filter(pk=id_of(row.live)).update(state=State.BUILT)
    Version.objects.filter(pk=other.pk).update(state=State.LIVE)
    row = finish(row, engine)
    assert (row.outcome, reasons(row)) == (Outcome.AWAITING, ["live_changed"])
    assert not Deployment.objects.exists()
    assert not Canary.objects.exists()


def test_the_gate_is_asked_again_at_the_approval(awaiting: Retraining, manager: User) -> None:
    awaiting.policy.least_score = 100
    awaiting.policy.save()
    assert refusal(lambda: approve(manager, awaiting)) == "gate"
    awaiting.refresh_from_db()
    assert (awaiting.deployment, awaiting.decided_by) == (None, None)


def test_declined_for_a_reason_that_stays(awaiting: Retraining, manager: User) -> None:
    assert refusal(lambda: decline(manager, awaiting, "  ")) == "why"
    assert refusal(lambda: decline(manager, awaiting, "x" * 501)) == "why"
    decline(manager, awaiting, " Kampanya sürüyor. ")
    awaiting.refresh_from_db()
    assert (awaiting.outcome, awaiting.decided_by) == (Outcome.DECLINED, manager)
    assert awaiting.reasons == [{"reason": "declined", "figures": {"why": "Kampanya sürüyor."}}]
    assert refusal(lambda: decline(manager, awaiting, "Yine.")) == "decided"
    assert refusal(lambda: approve(manager, awaiting)) == "decided"


def test_a_trial_may_be_followed_by_everybody(
    tried: Retraining, manager: User, engine: ScriptedEngine
) -> None:
    assert settled(tried).outcome == Outcome.CANARY
    approve(manager, tried)
    answer(engine)
    assert settled(tried).outcome == Outcome.DEPLOYED
    assert Canary.objects.get().why == "canary_deployed"


def test_declined_its_trial_ends(tried: Retraining, manager: User) -> None:
    decline(manager, tried, "Yeterince denendi.")
    assert settled(tried).outcome == Outcome.DECLINED
    assert Canary.objects.get().why == "canary_ended"


@pytest.mark.parametrize("why", ["canary_errors", "canary_scores"])
def test_a_trial_that_retreats_rejects_it(tried: Retraining, why: str) -> None:
    end_trial(tried.policy.family_id, why)
    assert settled(tried).outcome == Outcome.REJECTED
    assert reasons(tried) == [why]


def test_a_trial_that_a_person_ended_leaves_the_decision_to_a_person(
    tried: Retraining, manager: User
) -> None:
    stop_trial(manager, tried.policy.family)
    assert settled(tried).outcome == Outcome.AWAITING
    assert reasons(tried) == ["trial_ended"]
    assert settle() == 0


def test_a_worker_killed_after_the_trial_began_begins_no_second_one(
    engine: ScriptedEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = at_validating(decision="canary")
    for _turn in range(2):
        advancing.advance(row.pk)
        answer(engine)
    row.refresh_from_db()
    assert Canary.objects.count() == 1
    Retraining.objects.filter(pk=row.pk).update(status="queued", lease=None, outcome="")
    assert finish(row, engine).outcome == Outcome.CANARY
    assert Canary.objects.count() == 1


def test_whoever_is_told_to_stop_begins_no_trial(engine: ScriptedEngine) -> None:
    row = at_validating(decision="canary")
    advancing.advance(row.pk)
    answer(engine)
    step = advancing.STEPS[Retraining.Stage.DECIDING]
    assert JOBS.claim(row.pk)
    held = Retraining.objects.select_related("policy__family", "live", "candidate").get(pk=row.pk)
    JOBS.cancel(row.pk, None)
    with pytest.raises(Stopped):
        step(Turn(held))
    assert not Canary.objects.exists()


def test_another_candidate_on_trial_leaves_the_decision_to_a_person(
    engine: ScriptedEngine,
) -> None:
    row = at_validating(decision="canary")
    advancing.advance(row.pk)
    answer(engine)
    other = make_version(5)
    Canary.objects.create(family=other.family, version=other, share=10)
    row = finish(row, engine)
    assert (row.outcome, reasons(row)) == (Outcome.AWAITING, ["refused_trial"])


def test_with_nothing_live_to_compare_with_a_person_decides(engine: ScriptedEngine) -> None:
    row = at_validating(decision="deploy")
    Version.objects.filter(pk=id_of(row.live)).update(state=State.RETIRED)
    Retraining.objects.filter(pk=row.pk).update(live=None)
    row = finish(row, engine)
    assert (row.outcome, reasons(row)) == (Outcome.AWAITING, ["nothing_live"])
    assert ValidationRun.objects.count() == 1


def test_whoever_writes_nothing_readable_mends_nothing(awaiting: Retraining) -> None:
    before, after = results_of(awaiting.live_validation), results_of(awaiting.validation)
    (target,) = targets_of(awaiting, before, after)
    assert (sum(target.before), sum(target.after)) == (6, 0)
    for one in after.values():
        one.listing, one.findings = {}, []
    (target,) = targets_of(awaiting, before, after)
    assert (sum(target.before), sum(target.after)) == (6, 6)
    for one in before.values():
        one.listing, one.findings = {}, []
    (target,) = targets_of(awaiting, before, after)
    assert (target.before, target.after) == ([], [])


def test_a_category_is_measured_on_its_own_products(awaiting: Retraining) -> None:
    awaiting.policy.category = "sports"
    before, after = results_of(awaiting.live_validation), results_of(awaiting.validation)
    (target,) = targets_of(awaiting, before, after)
    assert len(target.before) == sum(one.category == "sports" for one in before.values()) == 1


def test_what_texts_cannot_carry_is_not_measured(awaiting: Retraining) -> None:
    Pattern.objects.filter(retraining=awaiting).update(kind=Pattern.Kind.VERSION)
    before, after = results_of(awaiting.live_validation), results_of(awaiting.validation)
    (target,) = targets_of(awaiting, before, after)
    assert not target.is_measured
