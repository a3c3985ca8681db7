"""Whatever stands in an address of the administration, the answer is a page or a refusal."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.contrib import admin
from django.test import Client
from django.urls import reverse

from accounts.models import User
from tests.factories import make_listing

pytestmark = pytest.mark.django_db(transaction=True)
ClientOf = Callable[[User | None], Client]
BEYOND = "9" * 25
QUESTIONS = (
    *("id__in=", "id__in=a", f"id__in={BEYOND}", f"id={BEYOND}", f"id=-{BEYOND}", "id=abc"),
    *("id=%00", f"pk={BEYOND}", f"id__gt={BEYOND}", "id__range=1", f"id__range=1,{BEYOND}"),
    *("id__isnull=x", "id__regex=(", "id__id=1", "__=1", "%00=1", "id=1&id=2"),
    *("q=%00", "q=" + "a" * 5000, "e=1", "p=999999", "p=-1", "p=abc", f"p={BEYOND}"),
    *("o=abc", "o=1.2.3", "o=-99", f"o={BEYOND}", "o=", "all=", "_popup=1", "_facets="),
)
OF_LISTINGS = (
    *(f"owner={BEYOND}", f"owner__id__in={BEYOND}", "owner__password__startswith=a"),
    *("title__regex=(", "title__iregex=%5B", "search__regex=(a*)*b", "status=xx", "status=%00"),
    *("created_at__gte=x", f"created_at__year={BEYOND}", f"overall__gt={BEYOND}"),
)
LISTINGS = reverse("admin:content_listing_changelist")
LISTS = [
    reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
    for model in admin.site._registry
]


@pytest.fixture
def client(manager: User, client_of: ClientOf) -> Client:
    """A manager's, with a listing to be found."""
    make_listing(manager)
    return client_of(manager)


@pytest.mark.parametrize("address", LISTS)
def test_a_list_answers_every_question(address: str, client: Client) -> None:
    for question in (*QUESTIONS, *(OF_LISTINGS if address == LISTINGS else ())):
        answer = client.get(f"{address}?{question}", follow=True)
        assert answer.status_code in {200, 400}, question


@pytest.mark.parametrize("question", [f"id__in={BEYOND}", "id__range=1", f"owner={BEYOND}"])
def test_what_cannot_be_found_is_an_empty_list_or_leads_back(question: str, client: Client) -> None:
    answer = client.get(f"{LISTINGS}?{question}")
    if answer.status_code == 200:  # PostgreSQL compares numbers of any size, and finds none
        assert answer.context["cl"].result_count == 0
    else:
        assert answer.headers["Location"] == f"{LISTINGS}?e=1"


@pytest.mark.parametrize("field", ["title", "search", "id"])
@pytest.mark.parametrize("kind", ["regex", "iregex"])
def test_no_pattern_reaches_the_database(field: str, kind: str, client: Client) -> None:
    assert client.get(f"{LISTINGS}?{field}__{kind}=a").status_code == 400


@pytest.mark.parametrize("address", LISTS)
def test_a_row_that_is_not_there_is_not_found(address: str, client: Client) -> None:
    for row in (BEYOND, "abc", "%00", "1_5F", "-1", "0"):
        for page in ("change/", "history/", "delete/", "password/", ""):
            answer = client.get(f"{address}{row}/{page}", follow=True)
            assert answer.status_code in {200, 403, 404}, (row, page)
