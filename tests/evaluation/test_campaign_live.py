"""What happens to open campaigns by themselves: new drafts come in, deadlines end them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.conf import settings
from django.utils import timezone

from accounts.errors import ActionRefused
from accounts.models import User
from content.models import Revision
from evaluation import tasks
from evaluation.actions.campaigns import (
    Plan,
    change_deadline,
    close_campaign,
    create_campaign,
    open_campaign,
)
from evaluation.actions.tending import close_overdue, take_in_new_drafts
from evaluation.models import Campaign
from evaluation.selecting import SETTLING, Selection
from models_registry.models import Version
from tests.evaluation.rated import make_campaign, make_draft
from tests.evaluation.registry import make_version
from tests.factories import make_listing

pytestmark = pytest.mark.django_db


@pytest.fixture
def version(db: None) -> Version:
    return make_version()


def live(manager: User, **selection: object) -> Campaign:
    """An open campaign that takes in what is written from now on."""
    plan = Plan("Canlı", Selection(**selection), is_live=True)  # type: ignore[arg-type]
    return open_campaign(manager, create_campaign(manager, plan))


def test_new_drafts_come_in_and_each_once(manager: User, author: User, version: Version) -> None:
    campaign = live(manager)
    assert campaign.items.count() == 0
    first = make_draft(make_listing(author), version)
    assert take_in_new_drafts() == 1
    assert take_in_new_drafts() == 0
    second = make_draft(make_listing(author), version)
    assert take_in_new_drafts() == 1
    assert list(campaign.items.values_list("revision", flat=True)) == [first.pk, second.pk]
    assert campaign.assignments.count() == 2 * campaign.raters_each


def test_what_a_slower_transaction_brings_later_is_not_missed(
    manager: User, author: User, version: Version
) -> None:
    campaign = live(manager)
    early = make_draft(make_listing(author), version)
    # Its number was given before the next one's, but it is seen only after it.
    kept = Revision.objects.filter(pk=early.pk)
    row = kept.get()
    kept.delete()
    make_draft(make_listing(author), version)
    assert take_in_new_drafts() == 1
    row.pk = early.pk
    row.save(force_insert=True)
    make_draft(make_listing(author), version)
    assert take_in_new_drafts() == 2
    assert early.pk in campaign.items.values_list("revision", flat=True)


def test_what_has_settled_is_not_looked_at_again(
    manager: User, author: User, version: Version
) -> None:
    campaign = live(manager)
    draft = make_draft(make_listing(author), version)
    Revision.objects.update(created_at=timezone.now() - 2 * SETTLING)
    take_in_new_drafts()
    campaign.refresh_from_db()
    assert campaign.last_revision == draft.pk


def test_only_what_was_chosen_comes_in(manager: User, author: User, version: Version) -> None:
    other = make_version("1.1.0")
    campaign = live(manager, versions=(other.pk,), categories=("electronics",))
    make_draft(make_listing(author), version)
    make_draft(make_listing(author), other)
    assert take_in_new_drafts() == 1
    assert campaign.items.get().version == other


def test_a_sample_is_the_most_that_a_campaign_takes(
    manager: User, author: User, version: Version
) -> None:
    campaign = live(manager, sample=2)
    for _ in range(3):
        make_draft(make_listing(author), version)
    assert take_in_new_drafts() == 2
    make_draft(make_listing(author), version)
    assert take_in_new_drafts() == 0
    assert campaign.items.count() == 2


def test_a_closed_campaign_takes_nothing_in(manager: User, author: User, version: Version) -> None:
    campaign = live(manager)
    close_campaign(manager, campaign)
    make_draft(make_listing(author), version)
    assert take_in_new_drafts() == 0
    open_campaign(manager, campaign)
    assert take_in_new_drafts() == 1, "what was written meanwhile comes in afterwards"


def test_a_deadline_closes_and_the_history_says_so(manager: User) -> None:
    campaign = make_campaign(by=manager)
    other = make_campaign(by=manager)
    Campaign.objects.filter(pk=campaign.pk).update(deadline=timezone.now() - timedelta(seconds=1))
    assert close_overdue() == 1
    assert close_overdue() == 0
    campaign.refresh_from_db()
    other.refresh_from_db()
    assert (campaign.status, other.status) == ("closed", "open")
    assert campaign.closed_at is not None
    kinds = list(campaign.events.values_list("kind", "by"))
    assert kinds == [("expired", None), ("opened", manager.pk), ("created", manager.pk)]


def test_a_closed_campaign_needs_a_later_deadline_to_go_on(manager: User) -> None:
    campaign = make_campaign(by=manager)
    Campaign.objects.update(deadline=timezone.now() - timedelta(seconds=1))
    close_overdue()
    with pytest.raises(ActionRefused) as refused:
        open_campaign(manager, campaign)
    assert refused.value.code == "deadline_passed"
    with pytest.raises(ActionRefused) as refused:
        change_deadline(manager, campaign, timezone.now() - timedelta(minutes=1))
    assert refused.value.code == "deadline_passed"
    change_deadline(manager, campaign, timezone.now() + timedelta(days=1))
    assert open_campaign(manager, campaign).takes_ratings


def test_beat_tends_campaigns_every_minute(manager: User, author: User, version: Version) -> None:
    entry = settings.CELERY_BEAT_SCHEDULE["campaigns"]
    assert (entry["task"], entry["schedule"]) == (tasks.tend_campaigns.name, 60.0)
    live(manager)
    make_draft(make_listing(author), version)
    overdue = make_campaign(by=manager)
    Campaign.objects.filter(pk=overdue.pk).update(deadline=timezone.now() - timedelta(seconds=1))
    assert tasks.tend_campaigns() == 1
    overdue.refresh_from_db()
    assert overdue.status == Campaign.Status.CLOSED
