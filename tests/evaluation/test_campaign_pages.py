"""The campaigns' pages: who may see them, what they tell, and what their buttons do."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import User
from accounts.roles import Role
from evaluation.actions.campaigns import close_campaign, make_gold
from evaluation.actions.claiming import claim
from evaluation.actions.rating import Answer, TooLate, flag, skip, submit
from evaluation.models import Assignment, Campaign, Remark
from tests.evaluation.rated import make_campaign, make_item, rate, scores
from tests.evaluation.registry import make_version
from tests.factories import make_user

pytestmark = pytest.mark.django_db
ClientOf = Callable[[User | None], Client]
SEEN = ("/campaigns/", "/campaigns/new/", "/campaigns/new/comparison/")
OF_ONE = ("", "raters/", "items/1/")
ACTIONS = ("open/", "close/", "deadline/", "items/1/", "items/1/plain/")


@pytest.fixture
def campaign(manager: User) -> Campaign:
    return make_campaign(3, by=manager, name="Sonbahar", gold_every=10)


def addresses(campaign: Campaign) -> list[str]:
    return [*SEEN, *(f"/campaigns/{campaign.pk}/{part}" for part in OF_ONE)]


def queries(client: Client, address: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert client.get(address).status_code == 200
    return len(asked)


def test_only_managers_see_campaigns(
    author: User,
    colleague: User,
    manager: User,
    outsider: User,
    campaign: Campaign,
    client_of: ClientOf,
) -> None:
    for address in addresses(campaign):
        assert client_of(manager).get(address).status_code == 200, address
        for person in (author, colleague, outsider):
            assert client_of(person).get(address).status_code == 403, address
        answer = client_of(None).get(address)
        assert (answer.status_code, "sign-in" in answer.headers["Location"]) == (302, True)


def test_nobody_else_does_anything(
    author: User, outsider: User, campaign: Campaign, client_of: ClientOf
) -> None:
    for part in ACTIONS:
        address = f"/campaigns/{campaign.pk}/{part}"
        assert client_of(author).post(address).status_code == 403
        assert client_of(outsider).post(address).status_code == 403
        assert client_of(None).post(address).status_code == 302
    campaign.refresh_from_db()
    assert campaign.status == Campaign.Status.OPEN


def test_what_is_not_there_is_not_found(
    manager: User, campaign: Campaign, client_of: ClientOf
) -> None:
    client = client_of(manager)
    for address in ("999999/", "999999/raters/", f"{campaign.pk}/items/99/", f"{'9' * 25}/"):
        assert client.get(f"/campaigns/{address}").status_code == 404
    assert client.get(f"/campaigns/{campaign.pk}/close/").status_code == 405


def test_navigation_leads_managers_here(
    manager: User, author: User, outsider: User, client_of: ClientOf
) -> None:
    page = client_of(manager).get("/campaigns/").content.decode()
    assert 'href="/campaigns/" aria-current="page"' in page.replace("\n", " ")
    for person in (author, outsider):
        assert "/campaigns/" not in client_of(person).get("/").content.decode()


def test_the_list_tells_state_and_progress(manager: User, client_of: ClientOf) -> None:
    assert "Henüz kampanya yok" in client_of(manager).get("/campaigns/").content.decode()
    first = make_campaign(2, by=manager, name="Bitmemiş", raters_each=2)
    make_campaign(1, by=manager, name="Hazırlanan", is_open=False)
    rate(make_user(Role.RATER), first)
    page = client_of(manager).get("/campaigns/").content.decode()
    assert page.index("Hazırlanan") < page.index("Bitmemiş"), "the newest first"
    assert "1 / 4 değerlendirme" in page
    assert "Hazırlanıyor" in page


def test_the_page_tells_how_far_a_campaign_is(manager: User, client_of: ClientOf) -> None:
    version = make_version()
    campaign = make_campaign(2, by=manager, raters_each=1, version=version)
    rater = make_user(Role.RATER, first_name="Deniz", last_name="Rater")
    rate(rater, campaign)
    answer = client_of(manager).get(f"/campaigns/{campaign.pk}/")
    assert (answer.context["progress"].rated, answer.context["progress"].places) == (1, 2)
    assert answer.context["complete"] == 1
    (work,) = answer.context["works"]
    assert (work.rater, work.rated, work.before_them) == (rater, 1, 1)
    page = answer.content.decode()
    assert version.name in page
    assert "Deniz Rater" in page


def test_remarks_are_told_with_their_reasons(manager: User, client_of: ClientOf) -> None:
    campaign = make_campaign(3, by=manager, raters_each=1)
    rater, other = make_user(Role.RATER), make_user(Role.RATER)
    tokens = [given.token or "" for given in claim(rater, campaign, 3)]
    skip(rater, campaign, tokens[0], "not_my_field", "Hiç kullanmadım")
    flag(rater, campaign, tokens[1], "Başka bir ürünün metni")
    Assignment.objects.filter(rater=rater).update(expires_at=timezone.now() - timedelta(seconds=1))
    for given in claim(other, campaign, 3):
        submit(other, campaign, given.token or "", Answer(scores(4)))
    with pytest.raises(TooLate):
        submit(rater, campaign, tokens[2], Answer(scores(2)))
    page = client_of(manager).get(f"/campaigns/{campaign.pk}/").content.decode()
    for said in ("Ürünü tanımıyor: Hiç kullanmadım", "Başka bir ürünün metni", "sayılmadı"):
        assert said in page
    shown = client_of(manager).get(f"/campaigns/{campaign.pk}/?show=remarks")
    assert len(shown.context["rows"]) == 3
    number = Remark.objects.get(kind="flag").item.number
    item = client_of(manager).get(f"/campaigns/{campaign.pk}/items/{number}/").content.decode()
    assert "Başka bir ürünün metni" in item


def test_a_manager_opens_closes_and_opens_again(manager: User, client_of: ClientOf) -> None:
    campaign = make_campaign(1, by=manager, is_open=False)
    client, address = client_of(manager), f"/campaigns/{campaign.pk}/"
    assert "Değerlendiricilere aç" in client.get(address).content.decode()
    for action, status in (("open", "open"), ("close", "closed"), ("open", "open")):
        answer = client.post(f"{address}{action}/", follow=True)
        assert answer.redirect_chain == [(address, 302)]
        campaign.refresh_from_db()
        assert campaign.status == status
    kinds = list(campaign.events.order_by("pk").values_list("kind", "by"))
    assert kinds == [(kind, manager.pk) for kind in ("created", "opened", "closed", "opened")]
    page = client.get(address).content.decode()
    assert "Bir kişi kapattı" in page, "who did what and when stands on the page"


def test_the_deadline_is_changed_and_what_is_wrong_stays_typed(
    manager: User, campaign: Campaign, client_of: ClientOf
) -> None:
    client, address = client_of(manager), f"/campaigns/{campaign.pk}/"
    client.post(f"{address}deadline/", {"deadline": "2031-12-31T18:00"})
    campaign.refresh_from_db()
    assert campaign.deadline is not None
    assert timezone.localtime(campaign.deadline).strftime("%Y-%m-%d %H:%M") == "2031-12-31 18:00"
    for typed, said in (("yarın", "Gün ve saat verin"), ("2001-01-01T10:00", "Bu an geçti")):
        page = client.post(f"{address}deadline/", {"deadline": typed}).content.decode()
        assert said in page
        assert f'value="{typed}"' in page
    client.post(f"{address}deadline/", {"deadline": ""})
    campaign.refresh_from_db()
    assert campaign.deadline is None
    assert list(campaign.events.values_list("kind", flat=True))[:2] == ["deadline", "deadline"]


def test_a_campaign_past_its_deadline_says_why_it_does_not_open(
    manager: User, client_of: ClientOf
) -> None:
    campaign = make_campaign(1, by=manager, is_open=False)
    Campaign.objects.update(deadline=timezone.now() - timedelta(minutes=1))
    answer = client_of(manager).post(f"/campaigns/{campaign.pk}/open/", follow=True)
    assert "Son tarih geçti: önce kampanyaya daha ileri bir tarih verin." in answer.content.decode()


def test_an_item_becomes_gold_and_ordinary_again(
    manager: User, campaign: Campaign, client_of: ClientOf
) -> None:
    client, address = client_of(manager), f"/campaigns/{campaign.pk}/items/1/"
    client.post(address, {"overall": "1", "accuracy": "2", "clarity": ""})
    item = campaign.items.get(number=1)
    assert item.gold == {"overall": 1, "accuracy": 2}
    assert not item.assignments.exists()
    assert len(client.get(f"/campaigns/{campaign.pk}/?show=gold").context["rows"]) == 1
    refused = client.post(f"{address}plain/", follow=True).content.decode()
    assert "Önce kampanyayı kapatın" in refused
    close_campaign(manager, campaign)
    client.post(f"{address}plain/")
    item.refresh_from_db()
    assert item.gold is None
    assert item.assignments.count() == campaign.raters_each
    kinds = campaign.events.values_list("kind", "details")
    found = list(kinds)[:3]
    assert found == [("plain", {"item": 1}), ("closed", {}), ("gold", {"item": 1})]


def test_gold_must_expect_something(manager: User, campaign: Campaign, client_of: ClientOf) -> None:
    client, address = client_of(manager), f"/campaigns/{campaign.pk}/items/1/"
    assert "En az bir" in client.post(address, {"overall": ""}).content.decode()
    client.post(address, {"overall": "9"})
    assert campaign.items.get(number=1).gold is None


def test_what_somebody_has_is_neither_made_gold_nor_taken_back(
    manager: User, client_of: ClientOf
) -> None:
    campaign = make_campaign(2, by=manager, gold_every=1)
    make_gold(manager, campaign.items.get(number=1), {"overall": 3})
    rater = make_user(Role.RATER)
    assert len(claim(rater, campaign, 2)) == 2
    client = client_of(manager)
    answer = client.post(f"/campaigns/{campaign.pk}/items/2/", {"overall": "3"})
    assert answer.status_code == 409
    assert "Bu öge şu anda birinde" in answer.content.decode()
    close_campaign(manager, campaign)
    answer = client.post(f"/campaigns/{campaign.pk}/items/1/plain/", follow=True)
    assert "Bu öge şu anda birinde" in answer.content.decode()
    assert campaign.items.get(number=1).gold == {"overall": 3}


def test_a_comparison_shows_both_texts_and_takes_a_choice_as_gold(
    manager: User, client_of: ClientOf
) -> None:
    a, b = make_version("1.0.0"), make_version("1.1.0")
    items = [make_item(1, version=a, other_version=b, other=make_item(2).listing)]
    kind = Campaign.Kind.COMPARISON
    campaign = make_campaign(by=manager, kind=kind, items=items, gold_every=10)
    client, address = client_of(manager), f"/campaigns/{campaign.pk}/items/1/"
    page = client.get(address).content.decode()
    assert a.name in page
    assert b.name in page
    client.post(address, {"choice": "b"})
    assert campaign.items.get().gold == {"choice": "b"}
    assert "B daha iyi" in client.get(address).content.decode()


def test_the_raters_page_marks_who_does_not_read(manager: User, client_of: ClientOf) -> None:
    campaign = make_campaign(12, by=manager, raters_each=2)
    careful = make_user(Role.RATER, first_name="Özen", last_name="Li")
    hasty = make_user(Role.RATER, first_name="Hızlı", last_name="Rater")
    for _ in range(12):
        rate(careful, campaign, 4, clarity=2)
        rate(hasty, campaign, 5)
    Assignment.objects.filter(rater=careful).update(seconds=60)
    Assignment.objects.filter(rater=hasty).update(seconds=1)
    answer = client_of(manager).get(f"/campaigns/{campaign.pk}/raters/")
    first, second = answer.context["lines"]
    assert (first.rater, second.rater) == (hasty, careful)
    assert first.look_closer
    assert not second.look_closer
    page = answer.content.decode()
    assert "12 yanıttan 12 tanesi metnin okunabileceğinden daha hızlı geldi." in page
    assert "Ögelerin %100 kadarında bütün ölçütlere aynı puan verildi." in page


def filled(manager: User, count: int) -> Campaign:
    """A campaign of `count` items with ratings and remarks, in few statements."""
    campaign = make_campaign(count, by=manager, raters_each=1, version=make_version(f"1.{count}.0"))
    raters = [make_user(Role.RATER) for _ in range(3)]
    for place, row in enumerate(campaign.assignments.all()):
        row.rater, row.state = raters[place % 3], Assignment.State.RATED
        row.scores, row.seconds, row.submitted_at = scores(3), 30.0 + place, timezone.now()
        row.save()
    Remark.objects.bulk_create(
        Remark(campaign=campaign, item=item, rater=raters[0], kind="flag", text="x")
        for item in campaign.items.all()
    )
    return campaign


def test_three_hundred_items_cost_no_more_queries_than_ten(
    manager: User, client_of: ClientOf
) -> None:
    client = client_of(manager)
    small, large = filled(manager, 10), filled(manager, 300)
    for part in ("", "?show=remarks", "raters/", "items/1/"):
        few = queries(client, f"/campaigns/{small.pk}/{part}")
        assert queries(client, f"/campaigns/{large.pk}/{part}") == few, part
        assert few < 30


def test_many_campaigns_cost_no_more_queries_than_one(manager: User, client_of: ClientOf) -> None:
    client = client_of(manager)
    make_campaign(2, by=manager)
    few = queries(client, "/campaigns/")
    for number in range(30):
        make_campaign(1, by=manager, name=f"Kampanya {number}")
    assert queries(client, "/campaigns/") == few
    assert "Sayfa 1 / 2" in client.get("/campaigns/").content.decode()


def test_htmx_gets_the_progress_alone(
    manager: User, campaign: Campaign, client_of: ClientOf
) -> None:
    headers: dict[str, Any] = {"HX-Request": "true"}
    page = client_of(manager).get(f"/campaigns/{campaign.pk}/", headers=headers).content.decode()
    assert page.lstrip().startswith("<section")
    assert 'hx-trigger="every 10s"' in page
