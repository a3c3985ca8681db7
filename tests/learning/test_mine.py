"""One's own feedback and what became of it; everybody's for managers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from content.models import Listing
from evaluation.actions.campaigns import close_campaign
from evaluation.models import Campaign
from learning.actions.giving import give_stars
from learning.models import Correction, Feedback, Policy, Retraining, Use
from models_registry.models import Version
from tests.evaluation.rated import make_campaign, make_item, rate
from tests.evaluation.registry import make_version
from tests.factories import make_user
from tests.learning.given import written

pytestmark = pytest.mark.django_db
ClientOf = Callable[[User | None], Client]
MINE, ALL = "/learning/mine/", "/learning/feedback/"


@pytest.fixture
def version(db: None) -> Version:
    return make_version()


@pytest.fixture
def listing(author: User, version: Version) -> Listing:
    return written(author, version)


def use(*rows: Feedback, **fields: Any) -> Retraining:
    """A retraining that has taken the rows."""
    policy = rows[0].policy
    assert policy
    retraining = Retraining.objects.create(policy=policy, **fields)
    for row in rows:
        Feedback.objects.filter(pk=row.pk).update(taken_by=retraining)
        Use.objects.create(feedback=row, retraining=retraining)
    return retraining


def page_of(client: Client, path: str = MINE) -> str:
    response = client.get(path)
    assert response.status_code == 200
    return response.content.decode()


def test_what_waits_says_how_much_is_missing(
    author: User, colleague: User, listing: Listing, client_of: ClientOf
) -> None:
    give_stars(author, listing, seen=1, stars=2, comment="Çok genel")
    page = page_of(client_of(author))
    assert "Çok genel" in page
    assert "Sonraki yeniden eğitime 99 geri bildirim kaldı." in page
    assert "walmart-gpt-expert:1.0.0" in page
    give_stars(colleague, listing, seen=1, stars=2)
    assert "98 geri bildirim kaldı" in page_of(client_of(author))
    Policy.objects.update(threshold=2)
    assert "yeterli geri bildirim var" in page_of(client_of(author))
    Policy.objects.update(is_paused=True)
    assert "Öğrenme duraklatıldı" in page_of(client_of(author))


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"status": "running"}, "şu anda bundan öğreniyor"),
        ({"status": "failed"}, "sonuçsuz kaldı"),
        ({"status": "cancelled"}, "sonuçsuz kaldı"),
        ({"status": "done", "outcome": "nothing"}, "Düzeltilecek bir şey bulunmadı"),
        ({"status": "done", "outcome": "rejected"}, "daha iyi olmadığı için yayına alınmadı"),
        ({"status": "done", "outcome": "awaiting"}, "bir yönetici karar verir"),
        ({"status": "done", "outcome": "declined"}, "bir yönetici geri çevirdi"),
        ({"status": "done", "outcome": "canary"}, "taslakların bir bölümünü yazıyor"),
        ({"status": "done", "outcome": "deployed"}, "daha iyi ve yayına alındı"),
    ],
    ids=lambda value: "-".join(value.values()) if isinstance(value, dict) else "",
)
def test_each_outcome_has_its_words(
    author: User,
    listing: Listing,
    client_of: ClientOf,
    fields: dict[str, str],
    sentence: str,
) -> None:
    retraining = use(give_stars(author, listing, seen=1, stars=2), **fields)
    page = page_of(client_of(author))
    assert f"Yeniden eğitim {retraining.pk}" in page
    assert sentence in page


def test_the_last_retraining_that_looked_at_it_is_told(
    author: User, listing: Listing, client_of: ClientOf
) -> None:
    row = give_stars(author, listing, seen=1, stars=2)
    use(row, status="done", outcome="rejected")
    later = Retraining.objects.create(
        policy=Policy.objects.get(),
        status="done",
        outcome="deployed",
        candidate=make_version("1.2.0"),
    )
    Use.objects.create(feedback=row, retraining=later)
    Correction.objects.create(
        retraining=later, feedback=row, origin="fresh", outcome="kept", before=60, after=95
    )
    page = page_of(client_of(author))
    assert "daha iyi ve yayına alındı" in page
    assert "walmart-gpt-expert:1.2.0" in page
    assert str(Correction.Origin.FRESH.label) in page


def test_nobody_sees_what_others_said(
    author: User, colleague: User, listing: Listing, client_of: ClientOf
) -> None:
    give_stars(author, listing, seen=1, stars=2, comment="Yalnız bana")
    assert "Yalnız bana" not in page_of(client_of(colleague))
    assert "Henüz geri bildirim yok" in page_of(client_of(colleague))


def test_one_listing_s_own_can_be_asked_for(
    author: User, listing: Listing, version: Version, client_of: ClientOf
) -> None:
    other = written(author, version)
    give_stars(author, listing, seen=1, stars=2, comment="Birinci")
    give_stars(author, other, seen=1, stars=2, comment="İkinci")
    page = page_of(client_of(author), f"{MINE}?listing={listing.pk}")
    assert "Birinci" in page
    assert "İkinci" not in page
    for odd in ("x", "-1", "9" * 40):
        assert "İkinci" in page_of(client_of(author), f"{MINE}?listing={odd}")


def items(version: Version) -> Campaign:
    """Two items of `version`, one that a person wrote, and gold."""
    other = make_version("2.0.0", family="walmart-gpt-basic")
    made = [
        make_item(1, version=version),
        make_item(2, version=other),
        make_item(3),
        make_item(4, version=version, gold={"overall": 1}),
    ]
    return make_campaign(items=made, gold_every=1)


def test_of_an_open_campaign_a_rater_learns_nothing(
    outsider: User, version: Version, client_of: ClientOf, manager: User
) -> None:
    campaign = items(version)
    for _ in range(4):
        rate(outsider, campaign, 1)
    page = page_of(client_of(outsider))
    assert "4 yanıtınızın ne olduğu" in page
    assert "Telefon" not in page.split("<main")[1]
    for told in ("walmart-gpt", "geri bildirim kaldı", "Bekliyor", "Saklandı"):
        assert told not in page
    use(Feedback.objects.filter(version=version)[0], status="done", outcome="deployed")
    assert page_of(client_of(outsider)).count("Yeniden eğitim") == page.count("Yeniden eğitim")
    close_campaign(manager, campaign)
    page = page_of(client_of(outsider))
    assert page.count('class="feedback-fate"') == 3
    assert "daha iyi ve yayına alındı" in page
    assert "walmart-gpt" not in page
    assert "/listings/" not in page


def test_the_pages_are_divided(author: User, listing: Listing, client_of: ClientOf) -> None:
    row = give_stars(author, listing, seen=1, stars=2)
    for number in range(30):
        row.pk, row.key = None, f"more:{number}"
        row.save(force_insert=True)
    page = page_of(client_of(author))
    assert page.count('class="feedback-fate"') == 25
    assert page_of(client_of(author), f"{MINE}?page=2").count('class="feedback-fate"') == 6


@pytest.mark.parametrize("path", [MINE, ALL])
def test_a_page_takes_the_same_number_of_queries_whatever_there_is(
    path: str, manager: User, version: Version, client_of: ClientOf
) -> None:
    client = client_of(manager)

    def add(count: int) -> None:
        for _ in range(count):
            row = give_stars(manager, written(manager, version), seen=1, stars=2)
            retraining = use(row, status="done", outcome="rejected", candidate=version)
            Correction.objects.create(retraining=retraining, feedback=row, outcome="held_out")
            give_stars(manager, written(manager, version), seen=1, stars=2)

    add(1)
    with CaptureQueriesContext(connection) as few:
        page_of(client, path)
    add(5)
    with CaptureQueriesContext(connection) as many:
        page_of(client, path)
    assert len(many) == len(few)


@pytest.mark.parametrize(
    ("who", "mine", "everybody_s"),
    [("author", 200, 403), ("outsider", 200, 403), ("manager", 200, 200)],
)
def test_who_may_look(
    who: str, mine: int, everybody_s: int, request: pytest.FixtureRequest, client_of: ClientOf
) -> None:
    client = client_of(request.getfixturevalue(who))
    assert client.get(MINE).status_code == mine
    assert client.get(ALL).status_code == everybody_s
    assert client.post(MINE).status_code == 405
    assert client_of(None).get(MINE).status_code == 302
    assert client_of(None).get(ALL).status_code == 302


def test_who_has_no_role_gives_no_feedback(client_of: ClientOf) -> None:
    assert client_of(make_user(None)).get(MINE).status_code == 403


def test_managers_ask_for_some_of_it(
    author: User, manager: User, outsider: User, version: Version, client_of: ClientOf
) -> None:
    listing = written(author, version)
    used = give_stars(author, listing, seen=1, stars=5, comment="Güzel")
    use(used, status="done", outcome="nothing")
    give_stars(manager, listing, seen=1, stars=1, comment="Kötü")
    rate(outsider, make_campaign(1, version=version), 4)
    client = client_of(manager)
    page = page_of(client, ALL)
    assert page.count('class="feedback-fate"') == 3
    assert "author" in page
    policy = Policy.objects.get()
    for query, count in {
        "source=stars": 2,
        "source=rating": 1,
        "negative=1": 1,
        "negative=0": 2,
        "state=waits": 2,
        "state=used": 1,
        f"policy={policy.pk}": 3,
        f"policy={policy.pk}&source=stars&negative=1": 1,
        "source=edit": 0,
        "policy=999": 3,
        "source=x": 3,
    }.items():
        page = page_of(client, f"{ALL}?{query}")
        assert (query, page.count('class="feedback-fate"')) == (query, count)
    assert "Böyle bir şey yok" in page_of(client, f"{ALL}?source=edit")
