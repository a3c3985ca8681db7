"""What a rater sends: kept, refused in one sentence with what was typed, or led to what follows."""

from __future__ import annotations

import re
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
from domain.rating import Choice
from evaluation.actions.campaigns import close_campaign, make_gold
from evaluation.actions.claiming import claim
from evaluation.actions.rating import Answer, submit
from evaluation.models import Assignment, Campaign, Remark
from tests.evaluation.rated import make_campaign, rate, scores
from tests.factories import make_user

pytestmark = pytest.mark.django_db
ClientOf = Callable[[User | None], Client]
State = Assignment.State
FETCH = {"x-requested-with": "fetch"}


@pytest.fixture
def client(outsider: User, client_of: ClientOf) -> Client:
    return client_of(outsider)


def fields(value: int = 4, **more: Any) -> dict[str, Any]:
    """An answer as the form sends it."""
    return {f"score-{key}": score for key, score in scores(value).items()} | more


def send(client: Client, campaign: Campaign, what: str, *, fetch: bool = True, **data: Any) -> Any:
    path = f"/rate/{campaign.pk}/{what}/"
    return client.post(path, data, headers=FETCH if fetch else {})


def tokens(response: Any) -> list[str]:
    return re.findall(r'data-token="([^"]+)"', response.content.decode())


def first(user: User, campaign: Campaign) -> str:
    return claim(user, campaign)[0].token or ""


def test_an_answer_is_kept_and_only_what_the_page_lacks_comes_back(
    outsider: User, client: Client
) -> None:
    campaign = make_campaign(5)
    now, following = tokens(client.get(f"/rate/{campaign.pk}/"))
    response = send(
        client, campaign, "answer", **fields(5), token=now, comment=" İyi ", has=[following]
    )
    assert response.status_code == 200
    (fresh,) = tokens(response)
    assert fresh not in (now, following)
    assert 'data-done="1"' in response.content.decode()
    kept = Assignment.objects.get(token=now)
    assert (kept.state, kept.rater, kept.scores) == (State.RATED, outsider, scores(5))
    assert kept.comment == "İyi"


def test_without_a_script_the_next_item_is_a_page(outsider: User, client: Client) -> None:
    campaign = make_campaign(3)
    token = first(outsider, campaign)
    response = send(client, campaign, "answer", fetch=False, **fields(), token=token)
    assert response.status_code == 302
    assert response["Location"] == f"/rate/{campaign.pk}/"
    assert token not in client.get(response["Location"]).content.decode()


@pytest.mark.parametrize("swapped", [True, False])
@pytest.mark.parametrize("side", ["left", "right", "both_good"])
def test_the_side_that_was_pressed_is_kept_as_the_version(
    side: str, swapped: bool, outsider: User, client: Client
) -> None:
    campaign = make_campaign(30, kind=Campaign.Kind.COMPARISON)
    given = next(each for each in claim(outsider, campaign, 30) if each.swapped is swapped)
    send(client, campaign, "answer", token=given.token, choice=side)
    given.refresh_from_db()
    left = Choice.B if swapped else Choice.A
    right = Choice.A if swapped else Choice.B
    assert given.choice == {"left": left, "right": right}.get(side, side)
    assert given.swapped is swapped


def test_a_late_choice_keeps_the_side_on_which_it_was_seen(outsider: User) -> None:
    """The claim ran out, and the same rater was given the item again, maybe the other way."""
    campaign = make_campaign(12, kind=Campaign.Kind.COMPARISON)
    seen = {each.token or "": each.swapped for each in claim(outsider, campaign, 12)}
    Assignment.objects.update(
        state=State.FREE, rater=None, token=None, expires_at=None, claimed_at=None
    )
    claim(outsider, campaign, 12)
    for token, swapped in seen.items():
        assert submit(outsider, campaign, token, Answer(choice="a")).swapped is swapped


@pytest.mark.parametrize("fetch", [True, False])
@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"score-overall": ""}, "Her ölçüte"),
        ({"score-overall": "6"}, "Her ölçüte"),
        ({"score-overall": "x"}, "Her ölçüte"),
        ({"score-overall": "²"}, "Her ölçüte"),
        ({"score-beauty": "3"}, "Her ölçüte"),
        ({"comment": "a" * 1001}, "1001"),
    ],
)
def test_what_is_no_answer_comes_back_with_what_was_typed(
    change: dict[str, str], sentence: str, fetch: bool, outsider: User, client: Client
) -> None:
    campaign = make_campaign(2)
    token = first(outsider, campaign)
    said = fields(2, comment="Uzun bir yorum", token=token) | change
    response = send(client, campaign, "answer", fetch=fetch, **said)
    assert response.status_code == 422
    page = response.content.decode()
    assert sentence in re.findall(r'role="alert">([^<]+)<', page)[0]
    if not fetch:
        assert re.search(r'name="score-clarity" value="2" required checked', page)
        assert said["comment"] in page
    assert not Assignment.objects.filter(state=State.RATED).exists()


@pytest.mark.parametrize("fetch", [True, False])
def test_an_answer_that_came_too_late_is_told_so(
    fetch: bool, outsider: User, client: Client
) -> None:
    campaign = make_campaign(1, raters_each=1)
    token = first(outsider, campaign)
    Assignment.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    rate(make_user(Role.RATER), campaign)
    response = send(client, campaign, "answer", fetch=fetch, **fields(1), token=token)
    assert response.status_code == 409
    assert "saklandı" in response.content.decode()
    assert Remark.objects.get(kind=Remark.Kind.LATE).answer["scores"] == scores(1)


def test_a_closed_campaign_changes_no_answer(outsider: User, manager: User, client: Client) -> None:
    campaign = make_campaign(3)
    token = rate(outsider, campaign).token
    close_campaign(manager, campaign)
    assert send(client, campaign, "answer", **fields(1), token=token).status_code == 409
    assert send(client, campaign, "back").status_code == 409


def test_another_persons_item_cannot_be_answered(client: Client) -> None:
    campaign = make_campaign(3)
    token = first(make_user(Role.RATER), campaign)
    for what, more in (
        ("answer", fields()),
        ("skip", {"reason": "other"}),
        ("flag", {"text": "Not"}),
    ):
        assert send(client, campaign, what, token=token, **more).status_code == 409
    assert not Remark.objects.exists()


@pytest.mark.parametrize("what", ["answer", "back", "skip", "flag"])
def test_who_may_send_and_how(
    what: str, author: User, manager: User, outsider: User, client_of: ClientOf
) -> None:
    campaign = make_campaign(3)
    for user in (outsider, manager):
        rate(user, campaign)
        more = fields(token=first(user, campaign), reason="other", text="Not")
        assert send(client_of(user), campaign, what, **more).status_code == 200
    assert send(client_of(author), campaign, what).status_code == 403
    assert send(client_of(None), campaign, what).status_code == 302
    assert client_of(outsider).get(f"/rate/{campaign.pk}/{what}/").status_code == 405
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(outsider, backend="django.contrib.auth.backends.ModelBackend")
    assert send(strict, campaign, what).status_code == 403


def test_the_last_answer_comes_back_with_what_was_said(outsider: User, client: Client) -> None:
    campaign = make_campaign(3)
    assert send(client, campaign, "back").status_code == 409
    rate(outsider, campaign, 1)
    last = rate(outsider, campaign, 3)
    has = [each.token for each in claim(outsider, campaign)]
    response = send(client, campaign, "back", has=has)
    assert tokens(response) == [last.token]
    assert "score-clarity&quot;: &quot;3&quot;" in response.content.decode()
    page = client.get(f"/rate/{campaign.pk}/").content.decode()
    assert re.search(r'name="score-clarity" value="3" required checked', page)


@pytest.mark.parametrize("swapped", [True, False])
def test_a_choice_that_comes_back_stands_on_the_side_where_it_was_pressed(
    swapped: bool, outsider: User, client: Client
) -> None:
    campaign = make_campaign(20, kind=Campaign.Kind.COMPARISON)
    given = next(each for each in claim(outsider, campaign, 20) if each.swapped is swapped)
    send(client, campaign, "answer", token=given.token, choice="left")
    assert "&quot;choice&quot;: &quot;left&quot;" in send(client, campaign, "back").content.decode()


def test_an_item_is_passed_on_with_a_reason(outsider: User, client: Client) -> None:
    campaign = make_campaign(3)
    token = first(outsider, campaign)
    response = send(client, campaign, "skip", token=token, reason="")
    assert response.status_code == 422
    response = send(client, campaign, "skip", token=token, reason="unclear", text="Yarım")
    assert token not in tokens(response)
    assert len(tokens(response)) == 2
    remark = Remark.objects.get()
    assert (remark.reason, remark.text) == ("unclear", "Yarım")


def test_an_item_is_reported_and_stays(outsider: User, client: Client) -> None:
    campaign = make_campaign(3)
    token = first(outsider, campaign)
    assert send(client, campaign, "flag", token=token, text=" ").status_code == 422
    response = send(client, campaign, "flag", token=token, text="Başka ürün", has=[token])
    assert "Bildirildi." in response.content.decode()
    assert first(outsider, campaign) == token


def queries_of(client: Client, campaign: Campaign, token: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert send(client, campaign, "answer", **fields(), token=token).status_code == 200
    return len(captured)


def test_sending_takes_the_same_number_of_queries_whatever_the_size(
    outsider: User, manager: User, client: Client
) -> None:
    small = make_campaign(3)
    client.get(f"/rate/{small.pk}/")
    few = queries_of(client, small, first(outsider, small))
    large = make_campaign(60, raters_each=5)
    for _ in range(20):
        rate(outsider, large)
    rate(manager, large)
    # Where the free places end, the search begins again at the first: one query more.
    assert queries_of(client, large, first(outsider, large)) <= few + 1
    assert few <= 25, "one of them keeps the answer as feedback"


def test_gold_looks_like_any_other_item(outsider: User, manager: User, client: Client) -> None:
    """A place of its own must not be told from others: same parts, same forms, same words."""
    campaign = make_campaign(2, gold_every=1)
    make_gold(manager, campaign.items.get(number=1), {"overall": 1})
    page = client.get(f"/rate/{campaign.pk}/").content.decode()
    found = Assignment.objects.filter(rater=outsider)
    assert sorted(each.slot is None for each in found) == [False, True]
    items = re.findall(r"<article.*?</article>", page, re.DOTALL)
    assert len(items) == 2
    same = [
        re.sub(r'data-token="[^"]+"|Ekran \d', "", each.replace("Telefon 1", "Telefon 2"))
        for each in items
    ]
    assert same[0] == same[1]
