"""The demo's campaign: something to rate in the first minute, made once."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command
from pytest_django.fixtures import Settings

from accounts.models import User
from accounts.roles import Role
from content.models import Listing
from evaluation import demo
from evaluation.actions.claiming import claim
from evaluation.models import Campaign
from tests.evaluation.rated import make_campaign, rate
from tests.factories import S24_TEXT, make_listing, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _folder(settings: Settings, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path


def load() -> None:
    call_command("demo", stdout=io.StringIO())


def test_the_demo_rater_has_something_to_rate_at_once() -> None:
    load()
    campaign = Campaign.objects.get()
    rater = User.objects.get(username="rater")
    written = Listing.objects.exclude(title="").count()
    assert campaign.takes_ratings
    assert campaign.items.count() == written
    rated = 0
    while claim(rater, campaign, 1):
        rate(rater, campaign)
        rated += 1
    assert rated == written, "the gold item comes too"


def test_the_flawed_listing_is_its_gold_item() -> None:
    load()
    gold = Campaign.objects.get().items.get(gold__isnull=False)
    assert gold.product == "Samsung Galaxy S24 Ultra"
    assert gold.gold == demo.EXPECTED


def test_a_second_time_makes_no_second_one() -> None:
    load()
    load()
    assert Campaign.objects.count() == 1


def test_only_demo_listings_are_shown_to_raters() -> None:
    make_listing(make_user(), S24_TEXT, sku="OWN-1")
    load()
    skus = Campaign.objects.get().items.values_list("revision__listing__product__sku", flat=True)
    assert all(sku.startswith("DEMO-") for sku in skus)


def test_where_people_have_campaigns_or_the_manager_is_none_there_is_no_demo() -> None:
    make_campaign(1)
    load()
    assert Campaign.objects.count() == 1
    Campaign.objects.all().delete()
    User.objects.get(username="manager").groups.set([Group.objects.get(name=Role.RATER)])
    assert demo.load() is None
    assert not Campaign.objects.exists()
