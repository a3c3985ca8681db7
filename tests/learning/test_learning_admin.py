"""Learning in the administration: to look at, for managers; of a policy the terms are changed."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from learning.models import Correction, Pattern, Policy, Retraining
from tests.evaluation.registry import make_version
from tests.learning.making import make_feedback, make_policy, make_retraining

pytestmark = pytest.mark.django_db
ClientOf = Callable[[User | None], Client]
TERMS = {"threshold": "40", "decision": "deploy", "share": "5", "epochs": "2"}


def address(model: str, row: int | None = None) -> str:
    if row is None:
        return reverse(f"admin:learning_{model}_changelist")
    return reverse(f"admin:learning_{model}_change", args=[row])


@pytest.fixture
def retraining() -> Retraining:
    """One with everything that may hang on it."""
    policy = make_policy()
    given = make_feedback(
        policy, version=make_version(), scores={"clarity": 2}, rating=2, comment="Çok uzun"
    )
    row = make_retraining(policy, [given], live=make_version("1.1.0"), error="x")
    Correction.objects.create(retraining=row, feedback=given, outcome="kept", origin="edit")
    figures = dict.fromkeys(("negative", "negatives", "positive", "positives"), 3)
    spread = {"lift": 2.0, "low": 1.2, "high": 3.0}
    Pattern.objects.create(
        retraining=row, rank=1, kind="rule", key="title_length", **figures, **spread
    )
    return row


def test_managers_see_every_row_and_change_none(
    manager: User, author: User, outsider: User, retraining: Retraining, client_of: ClientOf
) -> None:
    rows = {
        "feedback": retraining.taken.get().pk,
        "retraining": retraining.pk,
        "pattern": retraining.patterns.get().pk,
        "correction": retraining.corrections.get().pk,
    }
    client = client_of(manager)
    for model, row in rows.items():
        assert client.get(address(model), {"q": "x"}).status_code == 200
        assert client.get(address(model)).status_code == 200
        page = client.get(address(model, row))
        assert page.status_code == 200
        assert 'name="_save"' not in page.content.decode()
        assert client.post(address(model, row), {"key": "x"}).status_code == 403
        for person in (author, outsider, None):
            assert client_of(person).get(address(model)).status_code in {302, 403}


def test_a_policys_terms_are_changed_by_the_action(
    manager: User, author: User, client_of: ClientOf
) -> None:
    policy = make_policy()
    client, place = client_of(manager), address("policy", policy.pk)
    assert client.get(address("policy")).status_code == 200
    assert f"/learning/policies/{policy.pk}/" in client.get(place).content.decode()
    answer = client.post(place, TERMS | {"products": "3"})
    assert list(answer.context["errors"])
    policy.refresh_from_db()
    assert policy.threshold == 100
    assert client.post(place, TERMS | {"is_paused": "on"}).status_code == 302
    policy.refresh_from_db()
    assert (policy.threshold, policy.decision, policy.is_paused) == (40, "deploy", False)
    assert client_of(author).post(place, TERMS).status_code in {302, 403}
    assert client.get(reverse("admin:learning_policy_add")).status_code == 403
    assert Policy.objects.count() == 1


def test_the_menu_leads_there(manager: User, client_of: ClientOf) -> None:
    page = client_of(manager).get("/admin/").content.decode()
    for model in ("policy", "feedback", "retraining", "pattern", "correction"):
        assert address(model) in page
