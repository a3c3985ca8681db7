"""People compare an experiment's texts, and all versions are ranked."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from accounts.models import User
from domain.rating import Choice
from evaluation.models import Campaign, Experiment, ExperimentResult, Item
from evaluation.queries.preferences import outscored, preferences, preferred
from models_registry.models import Version
from tests.evaluation.conftest import make_version
from tests.evaluation.experimented import answered, make_experiment, page_of

pytestmark = pytest.mark.django_db
ClientOf = Callable[[User | None], Client]


def test_people_are_asked_in_one_click(
    versions: tuple[Version, Version], client_of: ClientOf, manager: User
) -> None:
    row = make_experiment(*versions, 8, products=6)
    ExperimentResult.objects.filter(product="held-0000", arm="a").update(listing={})
    same = ExperimentResult.objects.get(product="held-0001", arm="a")
    ExperimentResult.objects.filter(product="held-0001", arm="b").update(listing=same.listing)
    for _click in range(2):
        assert client_of(manager).post(f"/experiments/{row.pk}/people/").status_code == 302
    campaign = Campaign.objects.get()
    row.refresh_from_db()
    assert (row.campaign, campaign.kind, campaign.status) == (campaign, "comparison", "draft")
    items = list(campaign.items.all())
    assert [item.product for item in items] == [f"held-{number:04}" for number in range(2, 6)]
    assert (items[0].version, items[0].other_version) == versions
    assert items[0].listing["title"] == "Başlık a 2"
    assert (items[0].other or {})["title"] == "Başlık b 2"
    assert items[0].product_facts().name == "Telefon 2"
    written_by = [part for version in versions for part in (version.number, version.family.name)]
    assert not [part for part in written_by if str(part) in campaign.name], "raters read it"
    assert str(campaign) in page_of(manager, client_of, f"/experiments/{row.pk}/")


def test_where_nothing_can_be_compared_that_is_said(
    versions: tuple[Version, Version], client_of: ClientOf, manager: User
) -> None:
    row = make_experiment(*versions, 8, products=6)
    ExperimentResult.objects.filter(arm="b").update(listing={})
    response = client_of(manager).post(f"/experiments/{row.pk}/people/", follow=True)
    assert "okunabilen iki farklı metni yok" in response.content.decode()
    assert not Campaign.objects.exists()


def test_what_people_prefer_is_told_with_its_interval(
    versions: tuple[Version, Version], client_of: ClientOf, manager: User
) -> None:
    row = make_experiment(*versions, 8, products=20)
    answered(row, manager, Choice.B, Choice.B, Choice.BOTH_GOOD)
    found = preferences(Experiment.objects.get())
    assert found is not None
    assert (found.count, found.pairs, found.answers["b"]) == (60, 20, 40)
    assert (found.rate.mean, found.rate.count) == (1.0, 20)
    assert found.rate.low == pytest.approx(0.839, abs=0.001)  # Wilson, 20 of 20
    assert found.strength.low > 0.5
    assert found.side.low < 0.5 < found.side.high
    page = page_of(manager, client_of, f"/experiments/{row.pk}/")
    assert "yerine walmart-gpt-basic:1.0.2 sürümünü tercih ediyor" in page


def test_raters_who_differ_decide_nothing(versions: tuple[Version, Version], manager: User) -> None:
    row = make_experiment(*versions, 8, products=20)
    answered(row, manager, Choice.A, Choice.B, Choice.BOTH_BAD)
    found = preferences(Experiment.objects.get())
    assert found is not None
    assert (found.rate.count, found.verdict, found.more) == (0, "no_evidence", None)
    assert found.strength.low < 0.5 < found.strength.high


def test_gold_items_are_no_answers(versions: tuple[Version, Version], manager: User) -> None:
    row = make_experiment(*versions, 8, products=6)
    answered(row, manager, Choice.B)
    Item.objects.filter(number__gt=2).update(gold={"choice": "a"})
    found = preferences(Experiment.objects.get())
    assert found is not None
    assert found.pairs == 2


def test_all_versions_are_ranked(
    versions: tuple[Version, Version], client_of: ClientOf, manager: User
) -> None:
    a, b = versions
    c = make_version(3)
    empty = page_of(manager, client_of, "/experiments/ranking/")
    assert "Henüz hiçbir şey karşılaştırılmadı" in empty
    first = make_experiment(a, b, 8)
    make_experiment(b, c, 8)
    answered(first, manager, Choice.A)
    scores, people = outscored(), preferred()
    assert scores is not None
    assert people is not None
    assert [version for version, _chance in scores.rows] == [c, b, a]
    assert [version for version, _chance in people.rows] == [a, b]
    for _version, chance in (*scores.rows, *people.rows):
        assert 0 < chance.low < chance.mean < chance.high < 1
    page = page_of(manager, client_of, "/experiments/ranking/")
    assert page.index("Genel puana göre") > page.index("İnsanların seçimine göre")
    assert "hiç karşılaştırılmadı" not in page


def test_versions_that_never_met_are_said_to_be_apart(
    versions: tuple[Version, Version], client_of: ClientOf, manager: User
) -> None:
    make_experiment(*versions, 8)
    make_experiment(make_version(3), make_version(4), 8)
    page = page_of(manager, client_of, "/experiments/ranking/")
    assert "başkaları üzerinden bile hiç karşılaştırılmadı" in page
