"""Planning an experiment: what the plan says, what is refused, and what begins."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from evaluation.models import Experiment
from models_registry.models import Version
from tests.evaluation.conftest import COUNT
from tests.evaluation.experimented import make_experiment
from tests.factories import make_listing

pytestmark = pytest.mark.django_db
ClientOf = Callable[[User | None], Client]


def filled(a: Version, b: Version, **fields: Any) -> dict[str, Any]:
    """The form as a manager sends it."""
    given = {"a": a.name, "b": b.name, "margin": "3,0", "seeds": "1", "source": "held_out"}
    return {**given, "count": str(COUNT), **fields}


def test_the_plan_says_how_many_products_it_takes(
    versions: tuple[Version, Version], client_of: ClientOf, manager: User
) -> None:
    plan = client_of(manager).post("/experiments/plan/", filled(*versions)).content.decode()
    assert "171 ürün gerekiyor" in plan
    assert "88 ürün yeterdi" in plan
    assert f"{COUNT} ürün seçtiniz" in plan
    smaller = filled(*versions, margin="10")
    plan = client_of(manager).post("/experiments/plan/", smaller).content.decode()
    assert "19 ürün gerekiyor" in plan
    unfinished = client_of(manager).post("/experiments/plan/", {"a": versions[0].name})
    assert "plan siz seçtikçe hesaplanır" in unfinished.content.decode()


def test_the_plan_learns_from_what_was_measured(
    versions: tuple[Version, Version], client_of: ClientOf, manager: User
) -> None:
    make_experiment(*versions, 1, products=30)
    plan = client_of(manager).post("/experiments/plan/", filled(*versions)).content.decode()
    assert "son deneylerinde ölçüldü" in plan
    assert "171 ürün" not in plan


def test_without_scripts_the_plan_comes_with_the_form(
    versions: tuple[Version, Version], client_of: ClientOf, manager: User
) -> None:
    response = client_of(manager).post("/experiments/new/", filled(*versions, plan="1"))
    assert response.status_code == 200
    assert "171 ürün gerekiyor" in response.content.decode()
    assert not Experiment.objects.exists()


def test_an_experiment_begins_with_what_was_chosen(
    versions: tuple[Version, Version], client_of: ClientOf, manager: User
) -> None:
    said = filled(*versions, margin="4,5", seeds="2", stops_early="on", count="5")
    response = client_of(manager).post("/experiments/new/", said)
    row = Experiment.objects.get()
    assert response["Location"] == f"/experiments/{row.pk}/"
    assert (row.a, row.b, row.requested_by) == (*versions, manager)
    assert (row.margin, row.seeds, row.stops_early, len(row.products)) == (4.5, [7, 8], True, 5)
    assert (row.status, row.pairs) == ("queued", 10)


def test_the_teams_own_products_are_chosen_one_by_one(
    versions: tuple[Version, Version], client_of: ClientOf, manager: User, author: User
) -> None:
    listings = [make_listing(author, sku=f"S-{number}") for number in range(6)]
    keys = [str(listing.product_id) for listing in listings[:5]]
    client = client_of(manager)
    few = client.post("/experiments/new/", filled(*versions, source="own", own=keys[:4]))
    assert "En az 5 ürün seçin" in few.content.decode()
    client.post("/experiments/new/", filled(*versions, source="own", own=keys))
    row = Experiment.objects.get()
    assert row.source == Experiment.Source.OWN
    assert [key for key, _facts in row.products] == [f"product-{key}" for key in keys]


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"b": "walmart-gpt-basic:1.0.1"}, "A’dan başka bir sürüm"),
        ({"b": "walmart-gpt-basic:9.9.9"}, "errorlist"),
        ({"margin": "çok"}, "errorlist"),
        ({"margin": "0"}, "errorlist"),
        ({"seeds": "11"}, "errorlist"),
        ({"count": "4"}, "errorlist"),
        ({"count": "7"}, "errorlist"),
        ({"source": "elsewhere"}, "errorlist"),
    ],
)
def test_what_cannot_be_asked_is_said_beside_its_field(
    fields: dict[str, str],
    said: str,
    versions: tuple[Version, Version],
    client_of: ClientOf,
    manager: User,
) -> None:
    response = client_of(manager).post("/experiments/new/", filled(*versions) | fields)
    assert response.status_code == 200
    assert said in response.content.decode()
    assert not Experiment.objects.exists()


def test_a_refusal_comes_back_with_what_was_typed(
    versions: tuple[Version, Version], client_of: ClientOf, manager: User
) -> None:
    make_experiment(*versions, status="running", done=0)
    response = client_of(manager).post("/experiments/new/", filled(*versions, margin="4,5"))
    page = response.content.decode()
    assert response.status_code == 409
    assert "zaten karşılaştırılıyor" in page
    assert 'value="4,5"' in page
