"""The corrections of a retraining on their page: who sees it, and what it says."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.html import escape
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from domain.quality import judge
from learning.corrections.examples import example_of
from learning.corrections.making import Text
from learning.models import Correction, Feedback, Retraining
from learning.views.corrections import PAGE
from tests.evaluation.registry import make_version
from tests.factories import make_listing
from tests.learning.learnt import phone, said_of, wrong
from tests.learning.making import make_policy, make_retraining

pytestmark = pytest.mark.django_db
ClientOf = Callable[[User | None], Client]
Origin, Outcome = Correction.Origin, Correction.Outcome


def address(row: Retraining, query: str = "") -> str:
    return reverse("learning:corrections", args=[row.pk]) + query


def learnt(row: Retraining, number: int = 24, **fields: Any) -> Correction:
    """A correction whose text differs from what was written in one feature."""
    product, text = phone(number)
    feedback = said_of(row.policy, product, wrong(text), rating=1, **fields)
    made = example_of(feedback, Origin.FRESH, Text(text, judge(product, text)), writer="m")
    return Correction.objects.create(
        retraining=row,
        feedback=feedback,
        origin=Origin.FRESH,
        outcome=Outcome.KEPT,
        document=made,
        before=54,
        after=98,
        drafts=3,
    )


def left(row: Retraining, outcome: str, number: int = 24) -> Correction:
    product, text = phone(number)
    feedback = said_of(row.policy, product, text, rating=1)
    return Correction.objects.create(retraining=row, feedback=feedback, outcome=outcome, before=98)


@pytest.fixture
def row(db: None) -> Retraining:
    return make_retraining(make_policy())


def test_only_who_trains_models_sees_it(
    row: Retraining,
    client_of: ClientOf,
    author: User,
    colleague: User,
    outsider: User,
    manager: User,
) -> None:
    for person in (author, colleague, outsider):
        assert client_of(person).get(address(row)).status_code == 403
    assert client_of(None).get(address(row)).status_code == 302
    assert client_of(manager).get(address(row)).status_code == 200
    assert client_of(manager).post(address(row)).status_code == 405
    assert client_of(manager).get("/learning/retrainings/999/corrections/").status_code == 404


def test_it_shows_what_was_written_what_is_learnt_and_why(
    row: Retraining, client_of: ClientOf, manager: User
) -> None:
    listing = make_listing(manager)
    version = make_version()
    learnt(row, comment="<b>Uydurma</b> bir kamera.", listing=listing, version=version)
    page = client_of(manager).get(address(row)).content.decode()
    assert "<del>300MP kamera</del>" in page
    assert escape("<b>Uydurma</b> bir kamera.") in page
    assert reverse("content:listing", args=[listing.pk]) in page
    assert reverse("version", args=[version.family.name, version.number]) in page
    for said in ("54", "98", str(Origin.FRESH.label), str(Outcome.KEPT.label)):
        assert said in page


def test_what_comes_of_nothing_says_so(row: Retraining, client_of: ClientOf, manager: User) -> None:
    for place, outcome in enumerate(one for one in Outcome if one != Outcome.KEPT):
        left(row, outcome, 30 + place)
    client = client_of(manager)
    client.cookies["django_language"] = "en"
    page = client.get(address(row), headers={"accept-language": "en"})
    assert page.content.decode().count('class="card versus correction"') == len(Outcome) - 1
    lines = page.context["lines"]
    assert all(line.difference is None for line in lines)


def test_it_can_be_narrowed_to_an_outcome_and_is_shown_in_pages(
    row: Retraining, client_of: ClientOf, manager: User
) -> None:
    for number in range(PAGE + 2):
        left(row, Outcome.DUPLICATE, 30 + number)
    learnt(row)
    client = client_of(manager)
    everything = client.get(address(row)).context
    assert (len(everything["lines"]), everything["all"], everything["learnt"]) == (PAGE, 23, 1)
    assert [(one.value, one.count) for one in everything["choices"]] == [
        ("kept", 1),
        ("duplicate", PAGE + 2),
    ]
    kept = client.get(address(row, "?outcome=kept")).context
    assert [line.row.outcome for line in kept["lines"]] == ["kept"]
    second = client.get(address(row, "?outcome=duplicate&page=2"))
    assert len(second.context["lines"]) == 2
    assert "outcome=duplicate&amp;page=1" in second.content.decode()
    assert len(client.get(address(row, "?outcome=nonsense&page=x")).context["lines"]) == PAGE


def test_a_retraining_without_any_yet_says_that_they_come(
    row: Retraining, client_of: ClientOf, manager: User
) -> None:
    page = client_of(manager).get(address(row))
    assert page.status_code == 200
    assert page.context["all"] == 0


def test_another_retrainings_corrections_are_not_shown(
    row: Retraining, client_of: ClientOf, manager: User
) -> None:
    Retraining.objects.filter(pk=row.pk).update(status="done")
    other = make_retraining(row.policy)
    learnt(other)
    assert client_of(manager).get(address(row)).context["all"] == 0


def test_as_many_queries_for_many_as_for_one(
    row: Retraining,
    client_of: ClientOf,
    manager: User,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    version = make_version()
    for number in range(12):
        learnt(row, 30 + number, version=version)
    client = client_of(manager)
    client.get(address(row))
    with django_assert_max_num_queries(10):
        client.get(address(row))


def test_a_product_that_no_longer_has_a_market_is_named_all_the_same(
    row: Retraining, client_of: ClientOf, manager: User
) -> None:
    one = learnt(row)
    one.document["input"]["market"] = "walmart.xx"
    one.save()
    Feedback.objects.filter(pk=one.feedback_id).update(listing=None)
    page = client_of(manager).get(address(row))
    assert page.status_code == 200
    assert page.context["lines"][0].difference is None
