"""What raters answer becomes feedback, and changes with the answer."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest
from celery import current_app
from django.db import transaction

from accounts.models import User
from accounts.roles import Role
from domain.rating import Choice
from evaluation.actions.claiming import claim
from evaluation.actions.rating import Answer, submit, take_back
from evaluation.models import Assignment, Campaign
from evaluation.selecting import of_revision
from evaluation.signals import answered
from learning.actions import noticing
from learning.models import Feedback, Policy, Retraining
from models_registry.models import Version
from tests.evaluation.rated import make_campaign, make_draft, make_item, make_pair, rate, scores
from tests.evaluation.registry import make_version
from tests.factories import S24, S24_TEXT, make_listing, make_user

pytestmark = pytest.mark.django_db
Capture = Callable[..., AbstractContextManager[Any]]


@pytest.fixture
def version(db: None) -> Version:
    return make_version()


@pytest.fixture
def rater(db: None) -> User:
    return make_user(Role.RATER)


def choose(rater: User, campaign: Campaign, choice: str, comment: str = "") -> Assignment:
    """The rater's next pair, decided."""
    given = claim(rater, campaign)[0]
    assert given.token
    return submit(rater, campaign, given.token, Answer(choice=choice, comment=comment))


def pairs(*versions: Version) -> Campaign:
    """A campaign of one pair."""
    item = make_pair(1, version=versions[0], other_version=versions[1])
    return make_campaign(kind=Campaign.Kind.COMPARISON, items=[item])


def take() -> None:
    """A retraining takes all that there is."""
    row = Feedback.objects.get()
    assert row.policy
    Feedback.objects.update(taken_by=Retraining.objects.create(policy=row.policy))


def test_a_rating_is_kept_with_its_scores(rater: User, version: Version) -> None:
    campaign = make_campaign(1, version=version)
    given = claim(rater, campaign)[0]
    assert given.token
    said = Answer(scores(2, clarity=5), comment="Fazla genel")
    place = submit(rater, campaign, given.token, said)
    row = Feedback.objects.get()
    assert (row.key, row.source) == (f"rating:{place.pk}", "rating")
    assert (row.person, row.subject, row.campaign) == (rater, f"item:{place.item_id}", campaign)
    assert (row.rating, row.scores["clarity"], row.comment) == (2, 5, "Fazla genel")
    assert (row.version, row.category, row.is_negative) == (version, "electronics", True)
    assert row.product() == S24
    assert row.written().title == f"{S24_TEXT.title} 1"
    assert row.policy == Policy.objects.get(family=version.family)
    assert row.findings


def test_an_item_of_a_listing_leads_to_it(author: User, rater: User, version: Version) -> None:
    listing = make_listing(author)
    item = of_revision(make_draft(listing, version))
    rate(rater, make_campaign(items=[item]), 1)
    row = Feedback.objects.get()
    assert (row.listing, row.subject) == (listing, f"listing:{listing.pk}"), "as stars on its page"


def test_a_changed_answer_changes_it(rater: User, version: Version) -> None:
    campaign = make_campaign(1, version=version)
    token = claim(rater, campaign)[0].token or ""
    for value in (1, 1, 5):
        submit(rater, campaign, token, Answer(scores(value)))
    row = Feedback.objects.get()
    assert (row.rating, row.is_negative) == (5, False)


def test_an_answer_taken_back_is_none(rater: User, version: Version) -> None:
    campaign = make_campaign(1, version=version)
    rate(rater, campaign, 1)
    take_back(rater, campaign)
    assert not Feedback.objects.exists()
    rate(rater, campaign, 5)
    assert Feedback.objects.get().rating == 5


def test_what_a_retraining_has_taken_stays(rater: User, version: Version) -> None:
    campaign = make_campaign(1, version=version)
    token = claim(rater, campaign)[0].token or ""
    submit(rater, campaign, token, Answer(scores(1)))
    take()
    submit(rater, campaign, token, Answer(scores(5)))
    assert Feedback.objects.get().rating == 1
    take_back(rater, campaign)
    assert Feedback.objects.get().rating == 1


@pytest.mark.parametrize("choice", [Choice.A, Choice.B])
def test_the_loser_is_spoken_of_and_the_winner_is_better(rater: User, choice: Choice) -> None:
    a, b = make_version("1.0.0"), make_version("1.1.0")
    place = choose(rater, pairs(a, b), choice, "Daha sade")
    row = Feedback.objects.get()
    lost, won = (b, "") if choice == Choice.A else (a, "B ")
    assert (row.key, row.source, row.version) == (f"comparison:{place.pk}", "comparison", lost)
    assert (row.rating, row.is_negative, row.comment) == (None, True, "Daha sade")
    wished = row.wished()
    assert wished is not None
    assert wished.title == f"{won}{S24_TEXT.title} 1"
    assert row.written().title != wished.title


def test_nobody_loses_a_tie(rater: User) -> None:
    campaign = pairs(make_version("1.0.0"), make_version("1.1.0"))
    token = claim(rater, campaign)[0].token or ""
    said = (Choice.BOTH_GOOD, Choice.BOTH_BAD, Choice.A, Choice.BOTH_BAD)
    counts = []
    for choice in said:
        submit(rater, campaign, token, Answer(choice=choice))
        counts.append(Feedback.objects.count())
    assert counts == [0, 0, 1, 0]


def test_a_changed_choice_speaks_of_the_other(rater: User) -> None:
    a, b = make_version("1.0.0"), make_version("1.1.0")
    campaign = pairs(a, b)
    token = claim(rater, campaign)[0].token or ""
    submit(rater, campaign, token, Answer(choice=Choice.A))
    submit(rater, campaign, token, Answer(choice=Choice.B))
    assert Feedback.objects.get().version == a
    take_back(rater, campaign)
    assert not Feedback.objects.exists()


def test_gold_is_about_the_rater(rater: User, version: Version) -> None:
    item = make_item(1, version=version, gold={"overall": 1})
    campaign = make_campaign(items=[item], gold_every=1)
    rate(rater, campaign, 1)
    assert Assignment.objects.filter(state="rated").count() == 1
    assert not Feedback.objects.exists()


def test_what_a_person_wrote_teaches_nobody(rater: User) -> None:
    rate(rater, make_campaign(1), 1)
    row = Feedback.objects.get()
    assert (row.version, row.policy) == (None, None)


def test_held_out_products_are_feedback_too(rater: User, version: Version) -> None:
    item = make_item(1, version=version, product="heldout-tr-electronics-01")
    rate(rater, make_campaign(items=[item]), 1)
    assert Feedback.objects.get().is_negative


def test_an_answer_and_its_feedback_are_kept_together_or_not_at_all(
    rater: User, version: Version
) -> None:
    campaign = make_campaign(1, version=version)

    def breaks(**_rest: object) -> None:
        raise RuntimeError("later receiver")

    answered.connect(breaks)
    try:
        with pytest.raises(RuntimeError), transaction.atomic():
            rate(rater, campaign, 1)
    finally:
        answered.disconnect(breaks)
    assert not Feedback.objects.exists()
    assert not Assignment.objects.filter(state="rated").exists()


def test_the_workers_are_told_once_it_is_kept(
    rater: User,
    version: Version,
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: Capture,
) -> None:
    told: list[object] = []
    monkeypatch.setattr(
        current_app, "send_task", lambda name, args, **_more: told.append((name, *args))
    )
    noticing.BROKER.listen()
    with django_capture_on_commit_callbacks(execute=True):
        rate(rater, make_campaign(1, version=version), 1)
        assert not told
    assert told == [("learning.tasks.consider", Policy.objects.get().pk)]


def test_a_broker_that_is_away_is_asked_once_and_loses_nothing(
    rater: User,
    version: Version,
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: Capture,
) -> None:
    asked: list[object] = []

    def away(*args: object, **_more: object) -> None:
        asked.append(args)
        raise OSError("no route")

    monkeypatch.setattr(current_app, "send_task", away)
    noticing.BROKER.listen()
    campaign = make_campaign(3, version=version)
    for _ in range(3):
        with django_capture_on_commit_callbacks(execute=True):
            rate(rater, campaign, 1)
    assert len(asked) == 1
    assert Feedback.objects.filter(taken_by=None).count() == 3
    noticing.BROKER.listen()
    assert not noticing.BROKER.tell(1)
    assert len(asked) == 2
    noticing.BROKER.listen()


def test_an_answer_about_a_market_that_is_gone_is_kept(rater: User, version: Version) -> None:
    item = make_item(1, version=version)
    item.facts = {**item.facts, "market": "walmart.xx"}
    rate(rater, make_campaign(items=[item]), 1)
    row = Feedback.objects.get()
    assert (row.rating, row.is_negative, row.findings) == (1, True, [])
