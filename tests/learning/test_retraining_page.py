"""The page of one retraining: who sees what, what it says at each step, and what may be done."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from domain.gate import Reason
from domain.versions import State
from learning import sentences
from learning.models import Feedback, Retraining
from models_registry.models import Canary, Deployment, Version
from tests.evaluation.rated import make_campaign
from tests.evaluation.registry import make_version
from tests.learning.chained import id_of
from tests.learning.making import make_retraining
from tests.learning.paged import ended, policy_with_live, retraining_at

pytestmark = pytest.mark.django_db
ClientOf = Callable[[User | None], Client]
Stage, Outcome = Retraining.Stage, Retraining.Outcome
FAULT = "Kural: Başlık"
"""How the name of the pattern that is to be mended begins."""


def page(client: Client, row: Retraining, **headers: Any) -> str:
    answer = client.get(address(row), headers={"accept-language": "tr"} | headers)
    assert answer.status_code == 200
    return str(answer.content.decode())


def address(row: Retraining, what: str = "retraining") -> str:
    return reverse(f"learning:{what}", args=(row.pk,))


@pytest.fixture
def boss(client_of: ClientOf, manager: User) -> Client:
    return client_of(manager)


@pytest.mark.parametrize("stage", list(Stage.values))
def test_every_step_is_shown_in_a_fixed_number_of_queries(
    boss: Client, stage: str, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    row = retraining_at(stage)
    with django_assert_max_num_queries(14):
        said = page(boss, row)
    assert said.count('class="chain-step') == 7
    assert 'aria-current="step"' in said
    assert 'hx-trigger="every 3s"' in said
    assert address(row, "retraining-cancel") in said


def test_each_step_leads_to_what_it_made(boss: Client) -> None:
    row = ended(Outcome.AWAITING)
    assert row.run
    assert row.candidate
    assert row.dataset
    assert row.validation
    assert row.live_validation
    said = page(boss, row)
    for link in (
        reverse("training:run", args=(row.run.pk,)),
        reverse("version", args=(row.candidate.family.name, row.candidate.number)),
        reverse("validation", args=(row.validation.pk,)),
        reverse("validation", args=(row.live_validation.pk,)),
    ):
        assert f'href="{link}"' in said
    assert row.dataset.hash in said
    assert FAULT in said
    assert "hx-trigger" not in said


def test_for_htmx_only_the_chain_and_the_whole_page_when_it_has_ended(boss: Client) -> None:
    row = retraining_at(Stage.TRAINING)
    part = boss.get(address(row), headers={"hx-request": "true"})
    assert part.content.decode().lstrip().startswith('<div id="chain"')
    assert "HX-Refresh" not in part
    Retraining.objects.filter(pk=row.pk).update(status="failed", error="training_failed")
    assert boss.get(address(row), headers={"hx-request": "true"})["HX-Refresh"] == "true"


def test_nobody_else_sees_it(
    client_of: ClientOf, author: User, outsider: User, colleague: User
) -> None:
    row = retraining_at(Stage.TRAINING)
    assert client_of(None).get(address(row)).status_code == 302
    for person in (author, colleague, outsider):
        assert client_of(person).get(address(row)).status_code == 403
        for what in ("retraining-approve", "retraining-decline", "retraining-cancel"):
            assert client_of(person).post(address(row, what)).status_code == 403
    assert client_of(author).get(reverse("learning:retraining", args=(999,))).status_code == 404


def test_whoever_gave_feedback_sees_what_became_of_it_and_no_more(
    client_of: ClientOf, author: User, outsider: User
) -> None:
    row = ended(Outcome.AWAITING)
    first, second = Feedback.objects.order_by("pk")[:2]
    Feedback.objects.filter(pk=first.pk).update(person=author)
    Feedback.objects.filter(pk=second.pk).update(person=outsider)
    assert row.candidate
    assert row.dataset
    assert row.run
    said = page(client_of(author), row)
    assert row.candidate.name in said
    assert said.count('class="chain-step') == 7
    for hidden in (row.dataset.hash, FAULT, "84,2", reverse("training:overview")):
        assert hidden not in said
    assert address(row, "retraining-approve") not in said
    # A rater is told nothing of models.
    blind = page(client_of(outsider), row)
    assert row.candidate.name not in blind
    assert row.policy.family.name not in blind
    assert "Yeni sürüm" in blind


def test_what_was_answered_in_an_open_campaign_opens_nothing(
    client_of: ClientOf, outsider: User
) -> None:
    row = ended(Outcome.AWAITING)
    campaign = make_campaign()
    given = Feedback.objects.order_by("pk").first()
    assert given is not None
    Feedback.objects.filter(pk=given.pk).update(person=outsider, campaign=campaign)
    type(campaign).objects.filter(pk=campaign.pk).update(status="open")
    assert client_of(outsider).get(address(row)).status_code == 403
    type(campaign).objects.filter(pk=campaign.pk).update(status="closed")
    assert client_of(outsider).get(address(row)).status_code == 200


def test_a_manager_approves(boss: Client, manager: User) -> None:
    row = ended(Outcome.AWAITING)
    row.policy.least_score = 20
    row.policy.save()
    assert address(row, "retraining-approve") in page(boss, row)
    assert boss.post(address(row, "retraining-approve")).url == address(row)  # type: ignore[attr-defined]
    row.refresh_from_db()
    assert row.deployment is not None
    said = page(boss, row)
    assert "yayına alınıyor" in said
    assert 'hx-trigger="every 3s"' in said
    assert address(row, "retraining-approve") not in said
    assert reverse("deployment", args=(row.deployment.pk,)) in said
    # What became of the deployment is told as it is, before anybody has written it down.
    Deployment.objects.update(status="done", step="checked")
    Version.objects.filter(state=State.LIVE).update(state=State.BUILT)
    Version.objects.filter(pk=id_of(row.candidate)).update(state=State.LIVE)
    assert "Yayına alındı" in page(boss, row)


def test_what_is_refused_is_said(boss: Client) -> None:
    row = ended(Outcome.AWAITING)
    row.policy.least_score = 100
    row.policy.save()
    answer = boss.post(address(row, "retraining-approve"), follow=True)
    assert "yeterince iyi değil" in answer.content.decode()
    answer = boss.post(address(row, "retraining-decline"), {"why": " "}, follow=True)
    row.refresh_from_db()
    assert row.outcome == Outcome.AWAITING


def test_a_manager_declines(boss: Client, manager: User) -> None:
    row = ended(Outcome.AWAITING)
    why = "Önce <b>kampanya</b> bitsin."
    boss.post(address(row, "retraining-decline"), {"why": why})
    row.refresh_from_db()
    assert (row.outcome, row.decided_by) == (Outcome.DECLINED, manager)
    said = page(boss, row)
    assert "Önce &lt;b&gt;kampanya&lt;/b&gt; bitsin." in said
    assert str(manager) in said


def test_whoever_gave_feedback_reads_why_it_was_declined(
    boss: Client, client_of: ClientOf, author: User
) -> None:
    row = ended(Outcome.AWAITING)
    first = Feedback.objects.order_by("pk").first()
    assert first is not None
    Feedback.objects.filter(pk=first.pk).update(person=author)
    boss.post(address(row, "retraining-decline"), {"why": "Kampanya bitsin."})
    assert "Kampanya bitsin." in page(client_of(author), row)


def test_what_was_compared_with_another_version_offers_no_approval(boss: Client) -> None:
    row = ended(Outcome.AWAITING)
    Version.objects.filter(pk=id_of(row.live)).update(state=State.BUILT)
    make_version("7.0.0", State.LIVE)
    said = page(boss, row)
    assert address(row, "retraining-approve") not in said
    assert address(row, "retraining-decline") in said


def test_one_that_is_being_deployed_offers_no_decision(boss: Client) -> None:
    row = ended(Outcome.AWAITING)
    Version.objects.filter(pk=id_of(row.candidate)).update(state=State.DEPLOYING)
    assert address(row, "retraining-decline") not in page(boss, row)


def test_an_unknown_reason_promises_no_decision() -> None:
    said = sentences.reason({"reason": "whatever", "figures": {}})
    assert said != sentences.reason({"reason": "refused_share", "figures": {}})


def test_a_manager_stops_it(boss: Client) -> None:
    row = retraining_at(Stage.CORRECTING, status="queued")
    boss.post(address(row, "retraining-cancel"))
    row.refresh_from_db()
    assert row.status == "cancelled"
    said = page(boss, row)
    assert "Durduruldu" in said or "durduruldu" in said
    assert "hx-trigger" not in said
    assert boss.post(address(row, "retraining-cancel"), follow=True).status_code == 200


def test_it_never_says_what_is_no_longer_so(boss: Client) -> None:
    """Deployed, and then another version has taken its place."""
    row = ended(Outcome.DEPLOYED)
    assert row.candidate is not None
    assert "yerini aldı" in page(boss, row)  # 1.0.0 is live in these rows
    Version.objects.filter(state=State.LIVE).update(state=State.BUILT)
    Version.objects.filter(pk=id_of(row.candidate)).update(state=State.LIVE)
    assert "artık o yazıyor" in page(boss, row)
    stopped = ended(Outcome.NONE, status="cancelled")
    Retraining.objects.filter(pk=stopped.pk).update(status="cancelled", candidate=row.candidate)
    assert "yine de yayında" in page(boss, stopped)


def test_a_trial_is_told_while_it_lasts(boss: Client) -> None:
    row = ended(Outcome.CANARY)
    assert row.candidate is not None
    canary = Canary.objects.create(family=row.policy.family, version=row.candidate, share=10)
    assert "100 üründen 10" in page(boss, row)
    Canary.objects.filter(pk=canary.pk).update(ended_at=timezone.now())
    assert "100 üründen 10" not in page(boss, row)


REASONS: list[dict[str, Any]] = [
    {
        "reason": "below_threshold",
        "criterion": "",
        "figures": {"low": 1, "mean": 2, "threshold": 90},
    },
    {"reason": "worse", "criterion": "seo", "figures": {"difference": -4, "margin": 2, "high": -1}},
    {"reason": "too_few", "criterion": "", "figures": {"products": 3, "least": 5}},
    {"reason": "no_result", "criterion": "", "figures": {}},
    *(
        {
            "reason": code,
            "figures": {
                **{"kind": "rule", "key": "a.b", "before": 4, "after": 5, "products": 9},
                **{"low": -0.1, "high": 0.2},
            },
        }
        for code in ("not_rarer", "commoner")
    ),
    {
        "reason": "not_higher",
        "figures": {"mean": 1, "low": -1, "high": 3, "before": 80, "after": 81},
    },
    {"reason": "too_few_corrections", "figures": {"kept": 3, "least": 20}},
    {"reason": "no_gain", "figures": {"before": 2.345, "best": 2.4}},
    {"reason": "no_gain", "figures": {"before": None}},
    {"reason": "declined", "figures": {"why": "Kampanya sürüyor."}},
    {"reason": "deployment_failed", "figures": {"error": "unhealthy", "step": "undone"}},
    {"reason": "deployment_failed", "figures": {"error": "lost", "step": "accepted"}},
    *(
        {"reason": code, "figures": {}}
        for code in (
            *(
                "no_pattern",
                "not_compared",
                "not_trained",
                "canary_errors",
                "canary_scores",
                "trial_ended",
            ),
            *("nothing_live", "live_changed", "refused_trial", "refused_no_live", "refused_share"),
        )
    ),
]


def test_every_reason_has_a_sentence_of_its_own() -> None:
    said = [sentences.reason(one) for one in REASONS]
    assert len(set(said)) == len(said)
    assert all(one.endswith((".", "”")) for one in said)
    assert set(Reason) <= {one["reason"] for one in REASONS}


@pytest.mark.parametrize(
    "code",
    [
        *("lost", "broker", "suite_changed", "engine_gone", "no_candidate", "not_measured"),
        *("not_registered", "build_failed", "training_failed", "validation_failed"),
        *("validation_cancelled", "live_validation_failed", "live_validation_cancelled"),
        *("live_gone", "products", "threshold", "unavailable", "whatever"),
        *("already_validating", "no_products", "state", "unknown", "epochs"),
    ],
)
def test_every_failure_is_told_on_the_page(boss: Client, code: str) -> None:
    row = retraining_at(Stage.VALIDATING, error=code, error_detail="Traceback")
    Retraining.objects.filter(pk=row.pk).update(status="failed")
    row.refresh_from_db()
    said = page(boss, row)
    assert 'role="alert"' in said
    assert "chain-failed" in said
    assert sentences.failure(row)


def test_one_that_has_just_been_queued_says_so(boss: Client) -> None:
    policy, live = policy_with_live()
    row = make_retraining(policy, [], live=live)
    assert "Bir çalışan boşalınca" in page(boss, row)
