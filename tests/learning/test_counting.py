"""What counts towards the next retraining: a person once for each subject, if they read."""

from __future__ import annotations

import time

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from accounts.roles import Role
from domain.versions import State
from evaluation.actions.campaigns import make_gold
from evaluation.models import Campaign
from learning.corrections.planning import plan_of
from learning.models import Feedback, Policy, Retraining
from learning.queries.counting import Count, counted, counts_of, due_policies, supply
from learning.queries.evidence import of_policy, of_retraining
from models_registry.models import Deployment, Version
from tests.evaluation.rated import answered, make_campaign
from tests.evaluation.registry import make_version
from tests.factories import make_user
from tests.learning.making import make_feedback, make_policy, make_retraining

pytestmark = pytest.mark.django_db
Outcome = Retraining.Outcome


@pytest.fixture
def policy() -> Policy:
    return make_policy(threshold=5)


def campaign_with(steady: User, careless: User) -> Campaign:
    """Three gold items: one answers as expected, the other never does."""
    manager = make_user(Role.MANAGER)
    campaign = make_campaign(5, by=manager, gold_every=2)
    for number in (3, 4, 5):
        gold = make_gold(manager, campaign.items.get(number=number), {"overall": 1})
        answered(gold, steady, 1)
        answered(gold, careless, 5)
    return campaign


def test_nothing_counts_where_nothing_waits(policy: Policy) -> None:
    make_feedback(None)
    assert counted(policy) == Count(0, 0, 0)


def test_a_person_counts_once_a_subject_however_often_they_speak(policy: Policy) -> None:
    one, other = make_user(Role.RATER), make_user(Role.RATER)
    for source in (Feedback.Source.STARS, Feedback.Source.EDIT, Feedback.Source.RATING):
        make_feedback(policy, person=one, subject="listing:1", source=source)
    make_feedback(policy, person=other, subject="listing:1")
    make_feedback(policy, person=one, subject="listing:2")
    assert counted(policy) == Count(counted=3, waiting=5)


def test_nobody_counts_once_a_subject_too(policy: Policy) -> None:
    for code in ("A", "B"):
        make_feedback(policy, source=Feedback.Source.REJECTION, code=code, subject="listing:1")
    make_feedback(policy, source=Feedback.Source.REJECTION, subject="listing:2")
    assert counted(policy) == Count(counted=2, waiting=3)


def test_what_a_retraining_has_taken_does_not_count_again(policy: Policy) -> None:
    make_retraining(policy, [make_feedback(policy) for _ in range(3)], status="failed")
    make_feedback(policy)
    assert counted(policy) == Count(counted=1, waiting=1)


def test_who_fails_the_gold_items_does_not_count_there(policy: Policy) -> None:
    steady, careless = make_user(Role.RATER), make_user(Role.RATER)
    campaign = campaign_with(steady, careless)
    for rater in (steady, careless):
        for number in (1, 2):
            make_feedback(policy, person=rater, subject=f"item:{number}", campaign=campaign)
    assert counted(policy) == Count(counted=2, waiting=4, failing=2)
    found = supply(policy)
    kept = Feedback.objects.filter(pk__in=found.waiting)
    assert found.counted == 2
    assert set(kept.values_list("person", flat=True)) == {steady.pk}


def test_they_count_elsewhere(policy: Policy) -> None:
    """Failing in one campaign says nothing of another one, nor of one's own listing."""
    steady, careless = make_user(Role.RATER), make_user(Role.RATER)
    campaign, other = campaign_with(steady, careless), make_campaign(1)
    for where in (campaign, other, None):
        make_feedback(policy, person=careless, campaign=where)
    assert counted(policy) == Count(counted=2, waiting=3, failing=1)


def test_who_fails_by_now_is_no_evidence_and_teaches_nothing(policy: Policy) -> None:
    steady, careless = make_user(Role.RATER), make_user(Role.RATER)
    campaign = campaign_with(steady, careless)
    given = [make_feedback(policy, person=who, campaign=campaign) for who in (steady, careless)]
    elsewhere = make_feedback(policy, person=careless)
    row = make_retraining(policy, [*given, elsewhere])
    kept = {given[0].pk, elsewhere.pk}
    assert {item.number for item in of_policy(policy).items} == kept
    assert {item.number for item in of_retraining(row)} == kept
    assert set(plan_of(row).order) == kept
    campaign.assignments.filter(rater=careless).update(scores={"overall": 1})
    assert len(plan_of(row).order) == len(of_retraining(row)) == 3


def test_who_reads_again_counts_again(policy: Policy) -> None:
    steady, careless = make_user(Role.RATER), make_user(Role.RATER)
    campaign = campaign_with(steady, careless)
    make_feedback(policy, person=careless, campaign=campaign)
    assert counted(policy).counted == 0
    campaign.assignments.filter(rater=careless).update(scores={"overall": 1})
    assert counted(policy).counted == 1


def test_each_policy_has_a_counter_of_its_own(policy: Policy) -> None:
    clothes = make_policy(category="clothing")
    basic = make_policy("walmart-gpt-basic")
    for _ in range(3):
        make_feedback(policy)
    make_feedback(clothes)
    found = counts_of([policy, clothes, basic])
    assert {pk: count.counted for pk, count in found.items()} == {
        policy.pk: 3,
        clothes.pk: 1,
        basic.pk: 0,
    }


def test_what_came_to_nothing_is_looked_at_again_and_what_was_learnt_is_not(
    policy: Policy,
) -> None:
    left = [make_feedback(policy) for _ in range(3)]
    for one, outcome in zip(left, (Outcome.REJECTED, Outcome.NONE, Outcome.NOTHING), strict=True):
        make_retraining(policy, [one], status="done", outcome=outcome)
    for outcome in (Outcome.DEPLOYED, Outcome.CANARY):
        make_retraining(policy, [make_feedback(policy)], status="done", outcome=outcome)
    again = make_feedback(policy)
    make_retraining(policy, [again], status="done", outcome=Outcome.REJECTED)
    second = make_retraining(policy, status="done", outcome=Outcome.DEPLOYED)
    second.uses.create(feedback=again)
    waiting = make_feedback(policy)
    found = supply(policy)
    assert found.waiting == (waiting.pk,)
    assert set(found.left) == {one.pk for one in left}
    assert found.counted == 1


def test_what_taught_a_version_that_was_gone_back_from_is_looked_at_again(policy: Policy) -> None:
    older, newer = make_version("1.0.0", State.RETIRED), make_version("1.0.1", State.LIVE)
    feedback = make_feedback(policy)
    make_retraining(policy, [feedback], status="done", outcome=Outcome.DEPLOYED, candidate=newer)
    assert supply(policy).left == ()
    Deployment.objects.create(
        family=newer.family, version=older, previous=newer, kind="rollback", status="done"
    )
    assert supply(policy).left == (), "it writes again"
    Version.objects.filter(pk=newer.pk).update(state=State.VALIDATED)
    assert supply(policy).left == (feedback.pk,)


def test_due_are_those_with_enough_that_neither_rest_nor_work(policy: Policy) -> None:
    paused = make_policy(category="clothing", threshold=5, is_paused=True)
    busy = make_policy("walmart-gpt-basic", threshold=5)
    beside = make_policy("walmart-gpt-basic", category="sports", threshold=5)
    few = make_policy(category="automotive", threshold=6)
    make_retraining(busy)
    for one in (policy, paused, busy, beside, few):
        for _ in range(5):
            make_feedback(one)
    assert due_policies() == [policy.pk]
    assert due_policies([few.pk]) == []


def test_ten_thousand_take_no_time_and_no_query_more(policy: Policy) -> None:
    steady, careless = make_user(Role.RATER), make_user(Role.RATER)
    campaign = campaign_with(steady, careless)
    other = make_policy(category="clothing")
    queries = []
    for many in (20, 9_980):
        Feedback.objects.bulk_create(
            [
                Feedback(
                    key=f"{many}:{place}",
                    subject=f"item:{many}:{place}",
                    policy=(policy, other)[place % 2],
                    person=(steady, careless)[place % 3 == 0],
                    campaign=campaign,
                    facts={},
                    text={},
                )
                for place in range(many)
            ]
        )
        with CaptureQueriesContext(
            connection,
        ) as captured:
            began = time.perf_counter()
            found = counts_of([policy, other])
            seconds = time.perf_counter() - began
        queries.append(len(captured))
    assert queries == [2, 2]
    assert sum(count.waiting for count in found.values()) == 10_000
    assert seconds < 1
