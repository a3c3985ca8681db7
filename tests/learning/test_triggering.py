"""One retraining begins when there is enough, or when a manager says so; and what it takes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.errors import ActionRefused
from accounts.models import User
from accounts.roles import Role
from domain.versions import State
from learning import jobs, tasks
from learning.actions import beginning, triggering
from learning.actions.triggering import (
    cancel_retraining,
    consider,
    consider_all,
    start_by_hand,
    take_in,
)
from learning.models import Feedback, Policy, Retraining, Use
from learning.queries import chunking
from learning.queries.counting import counted, supply
from learning.steps import patterns
from learning.steps.step import Turn
from models_registry.models import Deployment, ValidationRun
from tests.evaluation.rated import make_campaign
from tests.evaluation.registry import make_version
from tests.factories import make_user
from tests.learning.making import make_feedback, make_policy, make_retraining
from training.models import TrainingRun

pytestmark = pytest.mark.django_db
ENOUGH = 5


@pytest.fixture
def policy() -> Policy:
    return make_policy(threshold=ENOUGH)


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The retrainings that the workers are told of."""
    told: list[int] = []

    def send(_jobs: object, pk: int, **_how: str) -> bool:
        told.append(pk)
        return True

    monkeypatch.setattr(type(jobs.JOBS), "send", send)
    return told


def give(policy: Policy, many: int = ENOUGH, **fields: Any) -> list[Feedback]:
    return [make_feedback(policy, **fields) for _ in range(many)]


def end(row: Retraining, status: str = "done", outcome: str = "") -> None:
    Retraining.objects.filter(pk=row.pk).update(status=status, outcome=outcome)


def test_at_the_threshold_one_begins_and_takes_what_waits(
    policy: Policy, sent: list[int], django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    live = make_version(state=State.LIVE)
    given = give(policy, ENOUGH - 1)
    assert not consider(policy.pk)
    given += [make_feedback(policy, subject=given[0].subject) for _ in range(3)]
    assert not consider(policy.pk)  # seven pieces about four subjects
    given += give(policy, 1)
    with django_capture_on_commit_callbacks(execute=True):
        assert consider(policy.pk) is True
    row = Retraining.objects.get()
    assert (row.policy, row.trigger, row.status) == (policy, "count", "queued")
    assert (row.live, row.counted, row.requested_by) == (live, ENOUGH, None)
    assert row.lease_until is not None
    assert row.lease_until > timezone.now()
    assert set(row.taken.all()) == set(given)
    assert row.uses.count() == len(given)
    assert sent == [row.pk]
    assert counted(policy).waiting == 0


def test_while_one_is_under_way_no_other_begins(policy: Policy) -> None:
    give(policy)
    assert consider(policy.pk)
    give(policy, 2 * ENOUGH)
    assert not consider(policy.pk)
    assert consider_all() == 0
    assert counted(policy).counted == 2 * ENOUGH
    end(Retraining.objects.get())
    assert consider_all() == 1


def test_a_paused_policy_counts_and_waits(policy: Policy) -> None:
    make_policy(is_paused=True)
    give(policy)
    assert not consider(policy.pk)
    assert consider_all() == 0
    assert counted(policy).counted == ENOUGH


def test_it_is_paused_while_somebody_looks(policy: Policy, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was seen before the row was held does not decide."""
    give(policy)
    make_policy(is_paused=True)
    monkeypatch.setattr(triggering, "due_policies", lambda policies: policies)
    assert not consider(policy.pk)
    make_policy(is_paused=False, threshold=ENOUGH + 1)
    assert not consider(policy.pk)


def test_a_policy_that_is_gone_is_none() -> None:
    assert not consider(4711)


def test_the_database_refuses_a_second_one(policy: Policy, monkeypatch: pytest.MonkeyPatch) -> None:
    """Even if the count were made without holding the row."""
    give(policy)
    make_retraining(policy)
    monkeypatch.setattr(triggering, "due_policies", lambda policies: policies)
    monkeypatch.setattr(triggering, "is_busy", lambda policy: False)
    assert not consider(policy.pk)
    assert counted(policy).waiting == ENOUGH
    with pytest.raises(IntegrityError), transaction.atomic():
        make_retraining(policy)


def test_the_policies_of_a_family_begin_one_after_the_other(
    policy: Policy, manager: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both would go on from the same live version, and the second replace the first unseen."""
    clothes = make_policy(category="clothing", threshold=ENOUGH)
    give(policy)
    give(clothes)
    assert consider_all() == 1
    first = Retraining.objects.get()
    other = clothes if first.policy == policy else policy
    with pytest.raises(ActionRefused) as refused:
        start_by_hand(manager, other)
    assert refused.value.code == "under_way"
    with monkeypatch.context() as patched:  # what was seen before the rows were held
        patched.setattr(triggering, "due_policies", lambda policies: policies)
        assert not consider(other.pk)
    end(first)
    assert consider_all() == 1
    assert {row.policy for row in Retraining.objects.all()} == {policy, clothes}
    assert not consider_all()


def test_each_family_begins_its_own(policy: Policy) -> None:
    other = make_policy("walmart-gpt-basic", threshold=ENOUGH)
    give(policy)
    give(other)
    assert consider_all() == 2


def test_where_nothing_waits_a_look_is_one_query() -> None:
    for category in ("", "clothing", "sports"):
        make_policy(category=category)
    with CaptureQueriesContext(connection) as captured:
        assert consider_all() == 0
    assert len(captured) == 1


@pytest.mark.parametrize(
    ("status", "outcome"),
    [("done", "rejected"), ("failed", ""), ("cancelled", ""), ("done", "nothing")],
)
def test_after_one_that_came_to_nothing_the_next_needs_new_feedback(
    status: str, outcome: str, policy: Policy
) -> None:
    first = give(policy)
    assert consider(policy.pk)
    end(Retraining.objects.get(), status, outcome)
    give(policy, ENOUGH - 1)
    assert consider_all() == 0
    give(policy, 1)
    assert consider_all() == 1
    row = Retraining.objects.latest("pk")
    assert row.counted == ENOUGH
    assert row.taken.count() == ENOUGH
    assert row.uses.count() == 2 * ENOUGH
    assert set(first) <= {use.feedback for use in row.uses.select_related("feedback")}


@pytest.mark.parametrize("outcome", ["deployed", "canary"])
def test_what_was_learnt_is_not_looked_at_again(outcome: str, policy: Policy) -> None:
    give(policy)
    assert consider(policy.pk)
    end(Retraining.objects.get(), "done", outcome)
    give(policy)
    assert consider(policy.pk)
    assert Retraining.objects.latest("pk").uses.count() == ENOUGH


def test_feedback_of_raters_who_fail_is_left_waiting_and_unused(
    policy: Policy, monkeypatch: pytest.MonkeyPatch
) -> None:
    careless, campaign = make_user(Role.RATER), make_campaign(1)
    bad = give(policy, ENOUGH, person=careless, campaign=campaign)
    monkeypatch.setattr(
        "learning.queries.counting.failing_of", lambda *_: frozenset({(campaign.pk, careless.pk)})
    )
    assert not consider(policy.pk)
    give(policy)
    assert consider(policy.pk)
    row = Retraining.objects.get()
    assert row.taken.count() == row.uses.count() == ENOUGH
    assert not Use.objects.filter(feedback__in=bad).exists()
    assert Feedback.objects.filter(taken_by=None).count() == ENOUGH


def test_what_comes_before_the_work_begins_is_taken_in(policy: Policy) -> None:
    give(policy)
    consider(policy.pk)
    row = Retraining.objects.get()
    late = give(policy, 3)
    assert take_in(row) == 3
    assert take_in(row) == 0
    row.refresh_from_db()
    assert row.counted == ENOUGH + 3
    assert row.uses.filter(feedback__in=late).count() == 3
    Retraining.objects.update(stage=Retraining.Stage.CORRECTING)
    give(policy, 2)
    assert take_in(row) == 0
    assert counted(policy).counted == 2


def test_the_first_step_takes_in_what_came_meanwhile(policy: Policy) -> None:
    """Twice as much at once is one retraining, also when that has ended."""
    give(policy)
    consider(policy.pk)
    give(policy)
    row = Retraining.objects.get()
    assert jobs.JOBS.claim(row.pk)
    row.refresh_from_db()
    patterns.find(Turn(row))
    end(row, "done", "rejected")
    assert consider_all() == 0
    row.refresh_from_db()
    assert row.counted == row.uses.count() == 2 * ENOUGH


def test_thousands_are_taken_in_batches(policy: Policy, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chunking, "CHUNK", 4)
    give(policy, 10)
    consider(policy.pk)
    row = Retraining.objects.get()
    assert row.taken.count() == row.uses.count() == 10


def test_what_is_taken_back_at_this_moment_is_left_out(policy: Policy) -> None:
    first, *others = give(policy)
    found = supply(policy)
    first.delete()
    with transaction.atomic():
        row = beginning.begin(policy, found, Retraining.Trigger.COUNT)
    assert set(row.taken.all()) == set(others)
    assert row.uses.count() == len(others)


def test_the_beat_looks_again_and_sends_again(policy: Policy, sent: list[int]) -> None:
    give(policy)
    tasks.consider(policy.pk)
    row = Retraining.objects.get()
    Retraining.objects.update(lease_until=timezone.now())
    assert tasks.reap() == 1
    assert sent == [row.pk]
    Retraining.objects.update(status="done", lease_until=None)
    give(policy)
    assert tasks.tend() == 1
    assert Retraining.objects.count() == 2


def test_trouble_with_one_policy_keeps_no_other_from_beginning(
    policy: Policy, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = make_policy("walmart-gpt-advanced", threshold=policy.threshold)
    for each in (policy, other):
        give(each)
    begins = beginning.begin

    def begin(row: Policy, *rest: Any) -> Retraining:
        if row.pk == policy.pk:
            raise RuntimeError("its starter data cannot be read")
        return begins(row, *rest)

    monkeypatch.setattr("learning.actions.triggering.begin", begin)
    assert tasks.tend() == 1
    assert [row.policy for row in Retraining.objects.all()] == [other]


class TestByHand:
    """A manager need not wait for the counter."""

    def test_a_manager_starts_with_what_there_is_also_while_it_is_paused(
        self, manager: User, policy: Policy
    ) -> None:
        make_policy(is_paused=True)
        give(policy, 2)
        row = start_by_hand(manager, policy)
        assert (row.trigger, row.requested_by, row.counted) == ("hand", manager, 2)
        assert row.uses.count() == 2

    def test_what_an_earlier_one_left_is_enough(self, manager: User, policy: Policy) -> None:
        make_retraining(policy, [make_feedback(policy)], status="failed")
        row = start_by_hand(manager, policy)
        assert (row.counted, row.uses.count(), row.taken.count()) == (0, 1, 0)

    def test_the_machines_administrator_too(self, policy: Policy) -> None:
        give(policy, 1)
        assert start_by_hand(None, policy).requested_by is None

    def test_nobody_else_does(
        self, author: User, colleague: User, outsider: User, policy: Policy
    ) -> None:
        give(policy, 1)
        for person in (author, colleague, outsider, make_user(None)):
            with pytest.raises(PermissionDenied):
                start_by_hand(person, policy)
        assert not Retraining.objects.exists()

    def test_of_nothing_nothing_is_learnt(self, manager: User, policy: Policy) -> None:
        make_retraining(policy, [make_feedback(policy)], status="done", outcome="deployed")
        with pytest.raises(ActionRefused) as refused:
            start_by_hand(manager, policy)
        assert refused.value.code == "no_feedback"

    def test_one_at_a_time(self, manager: User, policy: Policy) -> None:
        give(policy, 1)
        start_by_hand(manager, policy)
        give(policy, 1)
        with pytest.raises(ActionRefused) as refused:
            start_by_hand(manager, policy)
        assert refused.value.code == "under_way"

    def test_a_policy_that_is_gone_is_refused(self, manager: User, policy: Policy) -> None:
        Policy.objects.all().delete()
        with pytest.raises(ActionRefused) as refused:
            start_by_hand(manager, policy)
        assert refused.value.code == "gone"


class TestStopping:
    """A retraining is stopped with what it waits for."""

    def test_a_waiting_one_ends_at_once_and_its_training_is_stopped(
        self, manager: User, policy: Policy
    ) -> None:
        run = TrainingRun.objects.create(name="walmart-gpt-expert", level="expert")
        version = make_version()
        measured = ValidationRun.objects.create(
            version=version, products=10, seed=0, suite="s", threshold=70, margin=2
        )
        row = make_retraining(policy, give(policy, 1), run=run, validation=measured)
        cancel_retraining(manager, row)
        row.refresh_from_db()
        run.refresh_from_db()
        measured.refresh_from_db()
        assert (row.status, row.cancel_requested_by) == ("cancelled", manager)
        assert run.status == measured.status == "cancelled"
        assert row.taken.count() == 1
        assert not consider(policy.pk)

    def test_one_at_work_is_asked_to_stop(self, manager: User, policy: Policy) -> None:
        row = make_retraining(policy)
        assert jobs.JOBS.claim(row.pk)
        cancel_retraining(manager, row)
        row.refresh_from_db()
        assert (row.status, row.cancel_requested) == ("running", True)

    @pytest.mark.parametrize("at_work", [False, True])
    def test_once_it_deploys_it_is_stopped_no_more(
        self, manager: User, policy: Policy, at_work: bool
    ) -> None:
        """It would go live all the same, and its retraining not say so."""
        version = make_version(state=State.DEPLOYING)
        asked = Deployment.objects.create(
            family=version.family, version=version, kind="deploy", came_from=State.VALIDATED
        )
        row = make_retraining(policy)  # read before the deployment was asked for
        Retraining.objects.filter(pk=row.pk).update(deployment=asked)
        if at_work:
            assert jobs.JOBS.claim(row.pk)
        with pytest.raises(ActionRefused) as refused:
            cancel_retraining(manager, row)
        assert refused.value.code == "deploying"
        row.refresh_from_db()
        assert (row.is_active, row.cancel_requested) == (True, False)

    def test_one_that_has_ended_is_refused(self, manager: User, policy: Policy) -> None:
        row = make_retraining(policy, status="done")
        with pytest.raises(ActionRefused) as refused:
            cancel_retraining(manager, row)
        assert refused.value.code == "ended"

    def test_nobody_but_a_manager_stops_it(
        self, author: User, outsider: User, policy: Policy
    ) -> None:
        row = make_retraining(policy)
        for person in (author, outsider, make_user(None)):
            with pytest.raises(PermissionDenied):
                cancel_retraining(person, row)
        row.refresh_from_db()
        assert not row.cancel_requested
