"""The page of the counters: who may see it, what it tells, and what its buttons do."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from domain.versions import State
from learning.models import Policy, Retraining
from models_registry.actions.entering import BASE
from tests.evaluation.registry import family_of, make_version
from tests.learning.making import make_feedback, make_policy, make_retraining

pytestmark = pytest.mark.django_db
ClientOf = Callable[[User | None], Client]
TERMS = {"threshold": "40", "decision": "deploy", "share": "5", "epochs": "2"}


@pytest.fixture
def policy() -> Policy:
    return make_policy(threshold=40)


def addresses(policy: Policy) -> list[str]:
    of_one = [f"policies/{policy.pk}/", f"policies/{policy.pk}/start/"]
    return [f"/learning/{part}" for part in ("", "nearest/", "policies/new/", *of_one)]


def page_of(client: Client, address: str = "/learning/") -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def test_only_managers_see_them(
    author: User,
    colleague: User,
    outsider: User,
    manager: User,
    policy: Policy,
    client_of: ClientOf,
) -> None:
    for address in addresses(policy):
        assert client_of(manager).get(address).status_code == 200, address
        for person in (author, colleague, outsider):
            assert client_of(person).get(address).status_code == 403, address
        answer = client_of(None).get(address)
        assert (answer.status_code, "sign-in" in answer.headers["Location"]) == (302, True)


def test_nobody_else_does_anything(
    author: User, outsider: User, policy: Policy, client_of: ClientOf
) -> None:
    make_feedback(policy)
    for part in ("", "start/", "pause/", "resume/"):
        address = f"/learning/policies/{policy.pk}/{part}"
        for person in (author, outsider):
            assert client_of(person).post(address, TERMS).status_code == 403
        assert client_of(None).post(address, TERMS).status_code == 302
    policy.refresh_from_db()
    assert (policy.is_paused, policy.epochs) == (False, 1)
    assert not Retraining.objects.exists()


def test_what_is_not_there_is_not_found(manager: User, policy: Policy, client_of: ClientOf) -> None:
    client = client_of(manager)
    for part in ("", "start/"):
        assert client.get(f"/learning/policies/{'9' * 25}/{part}").status_code == 404
    for part in ("pause/", "resume/"):
        assert client.post(f"/learning/policies/99999/{part}").status_code == 404
        assert client.get(f"/learning/policies/{policy.pk}/{part}").status_code == 405


def test_navigation_leads_managers_here(
    manager: User, author: User, outsider: User, client_of: ClientOf
) -> None:
    page = page_of(client_of(manager)).replace("\n", " ")
    assert 'href="/learning/" aria-current="page"' in page
    for person in (author, outsider):
        assert 'href="/learning/"' not in client_of(person).get("/").content.decode()


def test_without_feedback_the_page_says_how_it_begins(manager: User, client_of: ClientOf) -> None:
    page = page_of(client_of(manager))
    assert "Henüz geri bildirim yok" in page
    assert "/learning/policies/new/" in page


def test_each_counter_tells_how_far_it_is(
    manager: User, policy: Policy, client_of: ClientOf
) -> None:
    for _ in range(10):
        make_feedback(policy)
    make_policy(category="clothing", is_paused=True)
    row = make_retraining(policy, status="done", outcome="rejected", counted=40)
    page = page_of(client_of(manager))
    assert "<strong>10</strong> / 40" in page
    assert 'value="25"' in page
    assert "Duraklatıldı" in page
    assert "Daha iyi değil" in page
    assert f"Yeniden eğitim {row.pk}" in page


@pytest.mark.parametrize(
    ("waiting", "paused", "busy", "said"),
    [
        (40, True, False, "kural sürdürüldüğünde başlar"),
        (40, False, True, "şimdikinden sonra"),
        (40, False, False, "birazdan başlar"),
        (39, True, False, "kendiliğinden bir şey başlamaz"),
    ],
)
def test_a_full_counter_says_why_nothing_begins(
    waiting: int, paused: bool, busy: bool, said: str, manager: User, client_of: ClientOf
) -> None:
    policy = make_policy(threshold=40, is_paused=paused)
    for _ in range(waiting):
        make_feedback(policy)
    if busy:
        make_retraining(policy)
    page = page_of(client_of(manager))
    assert said in page
    assert (f"/learning/policies/{policy.pk}/start/" in page) is not busy


def test_a_counter_is_not_full_before_it_is(manager: User, client_of: ClientOf) -> None:
    policy = make_policy(threshold=201)
    for _ in range(200):
        make_feedback(policy)
    assert 'value="99"' in page_of(client_of(manager))


def test_queries_do_not_grow_with_what_there_is(
    manager: User, policy: Policy, client_of: ClientOf
) -> None:
    client = client_of(manager)
    asked: dict[str, list[int]] = {"/learning/": [], "/learning/nearest/": []}
    for round_ in range(2):
        for category in ("clothing", "sports", "automotive")[: 1 + 2 * round_]:
            other = make_policy(category=category)
            for _ in range(3):
                version = make_version(f"1.{Retraining.objects.count()}.0")
                make_retraining(other, [make_feedback(other)], status="done", candidate=version)
        page_of(client)
        for address, counts in asked.items():
            with CaptureQueriesContext(connection) as captured:
                page_of(client, address)
            counts.append(len(captured))
    for counts in asked.values():
        assert counts[0] == counts[1]


def test_htmx_gets_the_counters_alone(manager: User, policy: Policy, client_of: ClientOf) -> None:
    page = client_of(manager).get("/learning/", headers={"HX-Request": "true"}).content.decode()
    assert page.strip().startswith('<section id="counters"')
    assert "<html" not in page


def test_the_home_page_tells_of_the_nearest_counters(
    manager: User, author: User, policy: Policy, client_of: ClientOf
) -> None:
    for _ in range(30):
        make_feedback(policy)
    for category in ("clothing", "sports", "automotive"):
        make_policy(category=category)
    assert "/learning/nearest/" in page_of(client_of(manager), "/")
    assert "/learning/nearest/" not in page_of(client_of(author), "/")
    page = page_of(client_of(manager), "/learning/nearest/")
    assert "Bir sonraki yeniden eğitime kadar 30/40 geri bildirim" in page
    assert page.count("home-counter") == 3
    make_retraining(policy)
    page = page_of(client_of(manager), "/learning/nearest/")
    assert page.count("bir yeniden eğitim sürüyor") == 3  # of the family, one at a time


def test_a_retraining_is_confirmed_and_begun(
    manager: User, policy: Policy, client_of: ClientOf
) -> None:
    live = make_version(state=State.LIVE)
    make_retraining(policy, [make_feedback(policy)], status="failed")
    make_feedback(policy)
    client, address = client_of(manager), f"/learning/policies/{policy.pk}/start/"
    page = page_of(client, address)
    assert live.name in page
    assert "1 yeni geri bildirime" in page
    assert "kalan 1 geri bildirime yeniden" in page
    answer = client.post(address, follow=True)
    assert "bir çalışanı bekliyor" in answer.content.decode()
    row = Retraining.objects.latest("pk")
    assert (row.trigger, row.requested_by, row.status) == ("hand", manager, "queued")
    answer = client.post(address)
    assert (answer.status_code, "sürüyor" in answer.content.decode()) == (409, True)


def test_without_feedback_the_reason_is_told(
    manager: User, policy: Policy, client_of: ClientOf
) -> None:
    answer = client_of(manager).post(f"/learning/policies/{policy.pk}/start/")
    assert answer.status_code == 409
    assert "Henüz öğrenilebilecek geri bildirim yok." in answer.content.decode()


def test_pausing_and_resuming(manager: User, policy: Policy, client_of: ClientOf) -> None:
    client = client_of(manager)
    for part, paused in (("pause/", True), ("resume/", False)):
        answer = client.post(f"/learning/policies/{policy.pk}/{part}")
        assert (answer.status_code, answer.headers["Location"]) == (302, "/learning/")
        policy.refresh_from_db()
        assert policy.is_paused is paused


def test_a_policy_is_changed(manager: User, policy: Policy, client_of: ClientOf) -> None:
    client, address = client_of(manager), f"/learning/policies/{policy.pk}/"
    assert 'value="40"' in page_of(client, address)
    answer = client.post(address, TERMS | {"least_score": "72.5", "products": "30"}, follow=True)
    assert "değiştirildi" in answer.content.decode()
    policy.refresh_from_db()
    assert (policy.decision, policy.share, policy.epochs) == ("deploy", 5, 2)
    assert (policy.least_score, policy.products) == (72.5, 30)


@pytest.mark.parametrize(
    "wrong",
    [
        {"threshold": "4"},
        {"threshold": "çok"},
        {"decision": "x"},
        {"share": "51"},
        {"least_score": "nan"},
        {"products": "1"},
        {"epochs": ""},
    ],
)
def test_wrong_figures_stand_there_with_what_is_asked(
    wrong: dict[str, str], manager: User, policy: Policy, client_of: ClientOf
) -> None:
    answer = client_of(manager).post(f"/learning/policies/{policy.pk}/", TERMS | wrong)
    assert answer.status_code == 200
    assert list(answer.context["form"].errors) == list(wrong)
    policy.refresh_from_db()
    assert policy.epochs == 1


def test_a_policy_is_added_once(manager: User, policy: Policy, client_of: ClientOf) -> None:
    client, address = client_of(manager), "/learning/policies/new/"
    base, basic = family_of(BASE), family_of("walmart-gpt-basic")
    assert f'<option value="{base.pk}"' not in page_of(client, address)
    told = TERMS | {"family": str(basic.pk), "category": "sports"}
    assert client.post(address, told).status_code == 302
    assert Policy.objects.get(family=basic).category == "sports"
    answer = client.post(address, told)
    assert (answer.status_code, "zaten var" in answer.content.decode()) == (409, True)
    assert client.post(address, TERMS).context["form"].errors.keys() == {"family"}
