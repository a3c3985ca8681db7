"""What managers say about learning policies, and what it changes at once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from accounts.errors import ActionRefused
from accounts.models import User
from learning.actions.policies import Terms, add_policy, change_policy, pause, resume
from learning.models import Policy, Retraining
from learning.queries.counting import counted
from models_registry.actions.entering import BASE
from tests.evaluation.registry import family_of
from tests.factories import make_user
from tests.learning.making import make_feedback, make_policy, make_retraining

pytestmark = pytest.mark.django_db
OnCommit = Callable[..., Any]
OTHER = Terms(threshold=50, decision="canary", share=20, least_score=75.5, products=40, epochs=3)


@pytest.fixture
def policy() -> Policy:
    return make_policy()


def test_only_managers_say_anything(
    author: User, colleague: User, outsider: User, policy: Policy
) -> None:
    for person in (author, colleague, outsider, make_user(None)):
        for act in (
            lambda by: change_policy(by, policy, OTHER),
            lambda by: pause(by, policy),
            lambda by: resume(by, policy),
            lambda by: add_policy(by, policy.family, "clothing"),
        ):
            with pytest.raises(PermissionDenied):
                act(person)
    policy.refresh_from_db()
    assert (policy.threshold, policy.is_paused) == (100, False)
    assert Policy.objects.count() == 1


def test_terms_are_changed(manager: User, policy: Policy) -> None:
    change_policy(manager, policy, OTHER)
    policy.refresh_from_db()
    assert Terms(*(getattr(policy, name) for name in Terms.__slots__)) == OTHER
    change_policy(manager, policy, Terms())
    policy.refresh_from_db()
    assert policy.least_score is policy.products is None


@pytest.mark.parametrize(
    ("name", "value"),
    [
        *(("threshold", value) for value in (0, 4, 10_001)),
        *(("share", value) for value in (0, 51)),
        *(("least_score", value) for value in (-1, 100.5, float("nan"), float("inf"))),
        *(("products", value) for value in (0, 4)),
        *(("epochs", value) for value in (0, 11)),
        ("decision", "guess"),
    ],
)
def test_terms_out_of_bounds_are_refused_in_a_sentence(
    name: str, value: Any, manager: User, policy: Policy
) -> None:
    with pytest.raises(ActionRefused) as refused:
        change_policy(manager, policy, replace(OTHER, **{name: value}))
    assert refused.value.code == name
    assert str(refused.value)
    policy.refresh_from_db()
    assert policy.threshold == 100


def test_a_lower_threshold_that_is_reached_begins_at_once(
    manager: User, policy: Policy, django_capture_on_commit_callbacks: OnCommit
) -> None:
    for _ in range(6):
        make_feedback(policy)
    with django_capture_on_commit_callbacks(execute=True):
        change_policy(manager, policy, replace(OTHER, threshold=7))
    assert not Retraining.objects.exists()
    with django_capture_on_commit_callbacks(execute=True):
        change_policy(manager, policy, replace(OTHER, threshold=6))
    assert Retraining.objects.get().counted == 6


def test_paused_it_rests_and_resumed_it_begins(
    manager: User, django_capture_on_commit_callbacks: OnCommit
) -> None:
    policy = make_policy(threshold=5)
    pause(manager, policy)
    for _ in range(5):
        make_feedback(policy)
    with django_capture_on_commit_callbacks(execute=True):
        change_policy(manager, policy, Terms(threshold=5))
    assert not Retraining.objects.exists()
    with django_capture_on_commit_callbacks(execute=True):
        resume(manager, policy)
    assert Retraining.objects.get().trigger == "count"


def test_a_new_counter_takes_what_waits_of_its_category(
    manager: User, policy: Policy, django_capture_on_commit_callbacks: OnCommit
) -> None:
    moved = [make_feedback(policy, category="clothing") for _ in range(5)]
    stays = make_feedback(policy, category="sports")
    done = make_feedback(policy, category="clothing")
    make_retraining(policy, [done], status="done")
    elsewhere = make_feedback(make_policy("walmart-gpt-basic"), category="clothing")
    with django_capture_on_commit_callbacks(execute=True):
        added = add_policy(manager, policy.family, "clothing", Terms(threshold=5))
    assert set(added.feedback.all()) == set(moved)
    assert counted(policy).counted == 1
    for one in (stays, done, elsewhere):
        policy_before = one.policy
        one.refresh_from_db()
        assert one.policy == policy_before
    assert Retraining.objects.get(policy=added).counted == 5


def test_a_familys_own_counter_may_come_first_or_last(manager: User) -> None:
    family = family_of("walmart-gpt-basic")
    add_policy(manager, family, "sports")
    own = add_policy(manager, family)
    assert (own.category, own.threshold) == ("", 100)


@pytest.mark.parametrize(
    ("family", "category", "code"),
    [
        ("walmart-gpt-expert", "", "known"),
        ("walmart-gpt-expert", "toys", "category"),
        ("walmart-gpt-electronics", "clothing", "category"),
        (BASE, "", "base"),
    ],
)
def test_a_counter_without_sense_is_refused(
    family: str, category: str, code: str, manager: User, policy: Policy
) -> None:
    with pytest.raises(ActionRefused) as refused:
        add_policy(manager, family_of(family), category)
    assert refused.value.code == code
    assert Policy.objects.count() == 1


def test_a_policy_that_is_gone_is_told(manager: User, policy: Policy) -> None:
    Policy.objects.all().delete()
    with pytest.raises(ActionRefused) as refused:
        pause(manager, policy)
    assert refused.value.code == "gone"
