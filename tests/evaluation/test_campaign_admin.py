"""Campaigns in the administration: to look at, for managers, with the ways to their own pages."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from accounts.roles import Role
from evaluation.actions.campaigns import make_gold
from evaluation.actions.claiming import claim
from evaluation.actions.rating import flag
from evaluation.models import Campaign
from tests.evaluation.rated import make_campaign, rate
from tests.evaluation.registry import make_version
from tests.factories import make_user

pytestmark = pytest.mark.django_db
ClientOf = Callable[[User | None], Client]
MODELS = ("campaign", "item", "assignment", "remark", "campaignevent")


def address(model: str, row: int | None = None) -> str:
    if row is None:
        return reverse(f"admin:evaluation_{model}_changelist")
    return reverse(f"admin:evaluation_{model}_change", args=[row])


@pytest.fixture
def campaign(manager: User) -> Campaign:
    """One with a rating, a gold item and a remark."""
    made = make_campaign(3, by=manager, version=make_version(), name="Sonbahar", gold_every=50)
    make_gold(manager, made.items.get(number=3), {"overall": 2})
    rater = make_user(Role.RATER)
    rate(rater, made)
    flag(rater, made, claim(rater, made)[0].token or "", "Başka bir ürün")
    return made


def test_managers_see_every_row_and_change_none(
    manager: User, author: User, campaign: Campaign, client_of: ClientOf
) -> None:
    rows = {
        "campaign": campaign.pk,
        "item": campaign.items.get(number=3).pk,
        "assignment": campaign.assignments.get(state="rated").pk,
        "remark": campaign.remarks.get().pk,
        "campaignevent": campaign.events.latest("pk").pk,
    }
    client = client_of(manager)
    for model, row in rows.items():
        assert client.get(address(model)).status_code == 200
        page = client.get(address(model, row))
        assert page.status_code == 200
        assert 'name="_save"' not in page.content.decode()
        assert client.post(address(model, row), {"name": "x"}).status_code == 403
        assert client_of(author).get(address(model)).status_code in {302, 403}


def test_a_rows_actions_lead_to_its_pages(
    manager: User, campaign: Campaign, client_of: ClientOf
) -> None:
    client = client_of(manager)
    base = address("campaign")
    page = client.get(base).content.decode()
    for action, leads in (("manage", ""), ("raters", "raters/")):
        way = reverse(f"admin:evaluation_campaign_{action}", args=[campaign.pk])
        assert way in page
        assert client.get(way).headers["Location"] == f"/campaigns/{campaign.pk}/{leads}"
    assert (
        f"/campaigns/{campaign.pk}/"
        in client.get(address("campaign", campaign.pk)).content.decode()
    )


@pytest.mark.parametrize("model", MODELS)
def test_more_rows_cost_no_more_queries(model: str, manager: User, client_of: ClientOf) -> None:
    client = client_of(manager)
    counts = []
    for number in range(2):
        version = make_version(f"1.{number}.0")
        made = make_campaign(5 * (number + 1), by=manager, version=version)
        rater = make_user(Role.RATER)
        for given in claim(rater, made, 3):
            flag(rater, made, given.token or "", "x")
        client.get(address(model))
        with CaptureQueriesContext(connection) as asked:
            assert client.get(address(model)).status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[1]
