"""The rater's queue: exactly N raters an item, once each, in an order of their own."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from accounts.errors import ActionRefused
from accounts.models import User
from accounts.roles import Role
from evaluation.actions.campaigns import close_campaign, make_gold
from evaluation.actions.claiming import AHEAD, claim, claim_again, release_expired
from evaluation.actions.rating import Answer, TooLate, flag, skip, submit, take_back
from evaluation.actions.tickets import Ticket
from evaluation.models import Assignment, Campaign, Remark
from tests.evaluation.rated import make_campaign, make_item, rate, scores
from tests.factories import make_user

pytestmark = pytest.mark.django_db
State = Assignment.State


@pytest.fixture
def rater(db: None) -> User:
    return make_user(Role.RATER)


@pytest.fixture
def other(db: None) -> User:
    return make_user(Role.RATER)


def expire(**which: Any) -> None:
    Assignment.objects.filter(**which).update(expires_at=timezone.now() - timedelta(seconds=1))


def test_a_rater_gets_the_item_before_them_and_the_next(rater: User) -> None:
    campaign = make_campaign(5)
    given = claim(rater, campaign)
    assert len(given) == AHEAD
    assert [each.sequence for each in given] == [1, 2]
    assert claim(rater, campaign) == given, "asking again gives the same ones"


def test_whoever_may_not_rate_gets_nothing(author: User) -> None:
    campaign = make_campaign()
    with pytest.raises(PermissionDenied):
        claim(author, campaign)
    with pytest.raises(PermissionDenied):
        submit(author, campaign, "x", Answer(scores()))


def test_an_item_is_rated_by_as_many_as_the_campaign_wants() -> None:
    campaign = make_campaign(2, raters_each=2)
    raters = [make_user(Role.RATER) for _ in range(3)]
    for rater in raters[:2]:
        rate(rater, campaign)
        rate(rater, campaign)
    assert claim(raters[2], campaign) == []
    assert Assignment.objects.filter(state=State.RATED).count() == 4


def test_nobody_gets_an_item_twice(rater: User) -> None:
    campaign = make_campaign(3, raters_each=10)
    seen = [rate(rater, campaign).item_id for _ in range(3)]
    assert len(set(seen)) == 3
    assert claim(rater, campaign) == []


def test_nobody_rates_their_own(rater: User, other: User) -> None:
    items = [make_item(1, owner=rater), make_item(2, author=rater), make_item(3, owner=other)]
    campaign = make_campaign(items=items)
    assert [each.item.number for each in claim(rater, campaign, 5)] == [3]


def test_the_order_differs_between_raters_and_is_kept() -> None:
    campaign = make_campaign(12, raters_each=6)
    orders = []
    for _ in range(6):
        rater = make_user(Role.RATER)
        for _ in range(12):
            rate(rater, campaign)
        rows = Assignment.objects.filter(rater=rater).order_by("sequence")
        orders.append(tuple(rows.values_list("item__number", flat=True)))
    assert all(sorted(order) == list(range(1, 13)) for order in orders)
    assert len(set(orders)) > 1


def test_what_nobody_answers_goes_to_somebody_else(rater: User, other: User) -> None:
    campaign = make_campaign(1, raters_each=1)
    claim(rater, campaign)
    assert claim(other, campaign) == []
    expire(rater=rater)
    assert len(claim(other, campaign)) == 1


def test_a_late_answer_takes_a_place_that_is_still_free(rater: User, other: User) -> None:
    campaign = make_campaign(1, raters_each=2)
    token = claim(rater, campaign)[0].token
    expire(rater=rater)
    claim(other, campaign)
    kept = submit(rater, campaign, token or "", Answer(scores(5)))
    assert (kept.rater, kept.state, kept.scores["overall"]) == (rater, State.RATED, 5)


def test_an_answer_that_came_too_late_is_kept_and_not_counted(rater: User, other: User) -> None:
    campaign = make_campaign(1, raters_each=1)
    token = claim(rater, campaign)[0].token or ""
    expire(rater=rater)
    rate(other, campaign)
    with pytest.raises(TooLate):
        submit(rater, campaign, token, Answer(scores(2), comment="Uzun yazdım"))
    remark = Remark.objects.get(kind=Remark.Kind.LATE)
    assert remark.answer["comment"] == "Uzun yazdım"
    assert Assignment.objects.filter(state=State.RATED).count() == 1


def test_the_same_answer_sent_again_changes_nothing(rater: User) -> None:
    campaign = make_campaign(1)
    token = claim(rater, campaign)[0].token or ""
    first = submit(rater, campaign, token, Answer(scores(3)))
    again = submit(rater, campaign, token, Answer(scores(3)))
    assert again.submitted_at == first.submitted_at
    assert submit(rater, campaign, token, Answer(scores(4))).scores["clarity"] == 4


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        (Answer({}), "incomplete"),
        (Answer({"clarity": 3}), "incomplete"),
        (Answer(scores(3) | {"beauty": 3}), "incomplete"),
        (Answer(scores(6)), "out_of_range"),
        (Answer(scores(0)), "out_of_range"),
        (Answer(scores(3), comment="a" * 1001), "too_long"),
    ],
)
def test_what_is_no_answer_is_refused(rater: User, answer: Answer, code: str) -> None:
    campaign = make_campaign(1)
    token = claim(rater, campaign)[0].token or ""
    with pytest.raises(ActionRefused) as refused:
        submit(rater, campaign, token, answer)
    assert refused.value.code == code
    assert not Assignment.objects.filter(state=State.RATED).exists()


def test_a_token_is_its_raters_alone(rater: User, other: User) -> None:
    campaign = make_campaign(1)
    token = claim(rater, campaign)[0].token or ""
    for stranger, said in ((other, token), (rater, "x"), (rater, token + "x"), (rater, "1.1.a:b")):
        with pytest.raises(ActionRefused) as refused:
            submit(stranger, campaign, said, Answer(scores()))
        assert refused.value.code == "unknown_item"


def test_the_last_answer_can_be_taken_back(rater: User) -> None:
    campaign = make_campaign(3)
    rate(rater, campaign, 1)
    last = rate(rater, campaign, 2)
    back = take_back(rater, campaign)
    assert (back.pk, back.state, back.scores["overall"]) == (last.pk, State.CLAIMED, 2)
    assert back.times_taken_back == 1
    assert claim(rater, campaign)[0].pk == last.pk, "it is before the rater again"


@pytest.mark.parametrize("how", ["skipped", "expired"])
def test_what_was_said_of_a_place_is_not_shown_to_the_next(
    how: str, rater: User, other: User
) -> None:
    campaign = make_campaign(1, raters_each=1)
    token = claim(rater, campaign)[0].token or ""
    submit(rater, campaign, token, Answer(scores(1), comment="Kötü"))
    take_back(rater, campaign)
    if how == "skipped":
        skip(rater, campaign, token, "known")
    else:
        expire(rater=rater)
    claim(other, campaign)
    row = Assignment.objects.get()
    assert (row.rater, row.scores, row.choice, row.comment) == (other, {}, "", "")
    assert (row.seconds, row.times_taken_back) == (None, 0)


def test_without_an_answer_there_is_none_to_take_back(rater: User) -> None:
    with pytest.raises(ActionRefused) as refused:
        take_back(rater, make_campaign())
    assert refused.value.code == "nothing_to_take_back"


def test_what_is_skipped_goes_to_another_and_does_not_come_again(rater: User, other: User) -> None:
    campaign = make_campaign(1, raters_each=1)
    token = claim(rater, campaign)[0].token or ""
    with pytest.raises(ActionRefused) as refused:
        skip(rater, campaign, token, "because")
    assert refused.value.code == "no_reason"
    skip(rater, campaign, token, "not_my_field")
    assert claim(rater, campaign) == []
    assert len(claim(other, campaign)) == 1


def test_what_is_reported_may_still_be_rated(rater: User) -> None:
    campaign = make_campaign(1)
    token = claim(rater, campaign)[0].token or ""
    with pytest.raises(ActionRefused):
        flag(rater, campaign, token, "  ")
    flag(rater, campaign, token, "Başka bir ürünün metni")
    submit(rater, campaign, token, Answer(scores()))
    assert Remark.objects.get().text == "Başka bir ürünün metni"


def test_a_closed_campaign_gives_nothing_out_and_takes_what_is_under_way(
    rater: User, manager: User
) -> None:
    campaign = make_campaign(3)
    given = claim(rater, campaign)
    campaign = close_campaign(manager, campaign)
    submit(rater, campaign, given[0].token or "", Answer(scores(3)))
    with pytest.raises(ActionRefused) as refused:
        submit(rater, campaign, given[0].token or "", Answer(scores(5)))
    assert refused.value.code == "closed"
    assert claim(rater, campaign) == given[1:]


def test_after_the_deadline_nothing_is_given_out(rater: User) -> None:
    campaign = make_campaign(3)
    Campaign.objects.update(deadline=timezone.now() - timedelta(minutes=1))
    campaign.refresh_from_db()
    assert claim(rater, campaign) == []


def test_everybody_gets_each_gold_item_once_beside_the_others(manager: User) -> None:
    campaign = make_campaign(3, raters_each=1, gold_every=1)
    gold = make_gold(manager, campaign.items.get(number=1), {"overall": 1})
    for _ in range(3):
        rater = make_user(Role.RATER)
        given = claim(rater, campaign, 1)[0]
        assert given.item_id == gold.pk
        assert given.slot is None
        submit(rater, campaign, given.token or "", Answer(scores(1)))
        assert gold.pk not in [each.item_id for each in claim(rater, campaign, 3)]


def test_late_gold_sent_from_two_windows_is_one_answer(rater: User, manager: User) -> None:
    campaign = make_campaign(1, raters_each=1, gold_every=1)
    gold = make_gold(manager, campaign.items.get(), {"overall": 1})
    token = claim(rater, campaign, 1)[0].token or ""
    expire(rater=rater)
    assert release_expired(campaign) == 1
    ticket = Ticket.of(rater, token)
    assert ticket is not None
    assert claim_again(rater, gold, ticket, token) is not None
    assert claim_again(rater, gold, ticket, token) is None


def test_what_somebody_has_before_them_becomes_no_gold(rater: User, manager: User) -> None:
    campaign = make_campaign(1, raters_each=1)
    claim(rater, campaign)
    with pytest.raises(ActionRefused) as refused:
        make_gold(manager, campaign.items.get(), {"overall": 1})
    assert refused.value.code == "already_judged"


def test_where_no_gold_is_given_out_no_item_is_lost_to_it(manager: User) -> None:
    campaign = make_campaign(1, gold_every=0)
    with pytest.raises(ActionRefused) as refused:
        make_gold(manager, campaign.items.get(), {"overall": 1})
    assert refused.value.code == "no_gold"
    assert campaign.assignments.count() == campaign.raters_each


@pytest.mark.parametrize("expected", [{}, {"beauty": 3}, {"overall": 9}, {"overall": True}])
def test_what_is_expected_of_gold_must_be_an_answer(
    manager: User, expected: dict[str, int]
) -> None:
    campaign = make_campaign(1)
    with pytest.raises(ActionRefused) as refused:
        make_gold(manager, campaign.items.get(), expected)
    assert refused.value.code == "bad_expectation"
