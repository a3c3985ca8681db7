"""The pages of experiments: who sees what, what they say, and what they cost."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.test import Client

from accounts.models import User
from accounts.roles import Role
from domain.rating import Choice
from evaluation.actions.sidebyside import ask_people
from evaluation.models import Assignment, Experiment, ExperimentResult
from models_registry.models import Version
from tests.evaluation.conftest import make_version
from tests.evaluation.experimented import answered, make_experiment, page_of
from tests.evaluation.test_experiment_form import filled
from tests.evaluation.test_models_page import queries_of
from tests.factories import make_user

pytestmark = pytest.mark.django_db
ClientOf = Callable[[User | None], Client]
HOSTILE = "</div><script>alert(1)</script>"


@pytest.mark.parametrize("path", ["/experiments/", "/experiments/{pk}/", "/experiments/ranking/"])
def test_whoever_sees_models_sees_experiments(
    path: str,
    versions: tuple[Version, Version],
    client_of: ClientOf,
    author: User,
    manager: User,
    outsider: User,
) -> None:
    path = path.format(pk=make_experiment(*versions, 8).pk)
    for person, status in ((author, 200), (manager, 200), (outsider, 403), (None, 302)):
        assert client_of(person).get(path).status_code == status


@pytest.mark.parametrize("action", ["new/", "plan/", "{pk}/cancel/", "{pk}/people/"])
def test_only_managers_start_and_stop(
    action: str,
    versions: tuple[Version, Version],
    client_of: ClientOf,
    author: User,
    manager: User,
    outsider: User,
) -> None:
    running = make_experiment(*versions, 8, status="running", done=3)
    path = "/experiments/" + action.format(pk=running.pk)
    for person, status in ((author, 403), (outsider, 403), (None, 302)):
        assert client_of(person).post(path, filled(*versions)).status_code == status
    running.refresh_from_db()
    assert (running.cancel_requested, running.campaign) == (False, None)
    assert Experiment.objects.count() == 1


def test_the_navigation_leads_managers_there(
    client_of: ClientOf, author: User, manager: User
) -> None:
    assert 'href="/experiments/"' in page_of(manager, client_of, "/")
    assert 'href="/experiments/"' not in page_of(author, client_of, "/")


def test_a_finished_one_says_which_is_better_and_how_sure_that_is(
    versions: tuple[Version, Version], client_of: ClientOf, author: User
) -> None:
    a, b = versions
    page = page_of(author, client_of, f"/experiments/{make_experiment(a, b, 12).pk}/")
    assert f"{b}, {a} sürümünden daha iyi" in page
    assert "+12," in page
    for words in ("Kurallara uyum", "Dayanak", "Yanıt süresi", "p (Holm)", "Telefon 0"):
        assert words in page
    assert 'hx-trigger="every 2s"' not in page
    assert "<form" not in page.partition("<main")[2].partition("</main>")[0]  # an author only reads


@pytest.mark.parametrize(
    ("gain", "said"),
    [
        (-12, "daha kötü"),
        (0.0, "henüz kanıt yok"),
        (2.0, "henüz kanıt yok"),
    ],
)
def test_every_verdict_is_told_in_words(
    gain: float,
    said: str,
    versions: tuple[Version, Version],
    client_of: ClientOf,
    author: User,
) -> None:
    row = make_experiment(*versions, gain)
    assert said in page_of(author, client_of, f"/experiments/{row.pk}/")


def test_two_that_lie_within_the_margin_are_equally_good(
    versions: tuple[Version, Version], client_of: ClientOf, author: User
) -> None:
    row = make_experiment(*versions, 0, products=100)
    assert "eşit derecede iyi" in page_of(author, client_of, f"/experiments/{row.pk}/")


def test_no_evidence_says_how_many_more_products_it_takes(
    versions: tuple[Version, Version], client_of: ClientOf, author: User
) -> None:
    row = make_experiment(*versions, 2, products=15)
    page = page_of(author, client_of, f"/experiments/{row.pk}/")
    more = row.summary["measures"]["overall"]["more"]
    assert more > 0
    assert f"yaklaşık {more} ürün daha" in page


def test_a_running_one_is_looked_at_while_it_writes(
    versions: tuple[Version, Version], client_of: ClientOf, manager: User
) -> None:
    row = make_experiment(*versions, 12, status="running", done=14)
    page = page_of(manager, client_of, f"/experiments/{row.pk}/")
    assert "28" in page
    assert "Şimdiye kadarki sonuç" in page
    assert f'hx-get="/experiments/{row.pk}/"' in page
    part = client_of(manager).get(f"/experiments/{row.pk}/", headers={"hx-request": "true"})
    assert "<html" not in part.content.decode()
    assert "HX-Refresh" not in part
    Experiment.objects.update(status="cancelled")
    ended = client_of(manager).get(f"/experiments/{row.pk}/", headers={"hx-request": "true"})
    assert ended["HX-Refresh"] == "true"


def test_one_without_any_result_yet_is_shown(
    versions: tuple[Version, Version], client_of: ClientOf, manager: User
) -> None:
    row = make_experiment(*versions, status="queued", done=0)
    page = page_of(manager, client_of, f"/experiments/{row.pk}/")
    assert "Henüz bir şey söylenemiyor" in page
    assert f'action="/experiments/{row.pk}/people/"' not in page
    assert page_of(manager, client_of, "/experiments/")


def test_a_manager_stops_it(
    versions: tuple[Version, Version], client_of: ClientOf, manager: User
) -> None:
    row = make_experiment(*versions, status="queued", done=0)
    assert client_of(manager).post(f"/experiments/{row.pk}/cancel/").status_code == 302
    row.refresh_from_db()
    assert (row.status, row.cancel_requested_by) == ("cancelled", manager)


def test_what_models_wrote_is_no_markup(
    versions: tuple[Version, Version], client_of: ClientOf, author: User
) -> None:
    row = make_experiment(*versions, 8)
    ExperimentResult.objects.update(
        listing={"title": HOSTILE, "features": [HOSTILE], "description": f"<p>{HOSTILE}</p>"}
    )
    for kept in row.products:
        kept[1]["name"] = HOSTILE
    row.save()
    page = page_of(author, client_of, f"/experiments/{row.pk}/")
    assert "<script>alert" not in page
    assert "&lt;script&gt;" in page


def test_no_number_of_a_drawing_is_written_in_the_readers_language(
    versions: tuple[Version, Version], client_of: ClientOf, author: User
) -> None:
    page = page_of(author, client_of, f"/experiments/{make_experiment(*versions, 8).pk}/")
    drawn = re.findall(r'(?:x|y|width|height)="([^"]*)"', page.partition("<main")[2])
    assert drawn
    assert not [number for number in drawn if "," in number]


def test_the_number_of_queries_does_not_grow(
    versions: tuple[Version, Version], client_of: ClientOf, manager: User
) -> None:
    row = make_experiment(*versions, 8, products=10)
    answered(row, manager, Choice.B)
    pages = ["/experiments/", f"/experiments/{row.pk}/", "/experiments/ranking/"]
    few = [queries_of(manager, client_of, page) for page in pages]
    for patch in range(3, 8):
        make_experiment(versions[0], make_version(patch), 5, products=12)
    large = make_experiment(versions[1], make_version(20), 8, products=120)
    places = Assignment.objects.filter(campaign=ask_people(manager, large), slot=1)
    places.update(state="rated", rater=make_user(Role.RATER), choice=Choice.A)
    pages[1] = f"/experiments/{large.pk}/"
    assert [queries_of(manager, client_of, page) for page in pages] == few
