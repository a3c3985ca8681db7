"""The page of the models: what writes, how good it is, and who may see it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import User
from domain.versions import State
from engines.scripted import ScriptedEngine
from evaluation.presentation.curve import HEIGHT, curve_of
from models_registry.models import Family, Version
from models_registry.queries.lists import listed_versions
from tests.evaluation.registry import EXPERT, family_of, make_version, validate, was_live

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("scripted")]
ClientOf = Callable[[User | None], Client]
PAGE = "/models/"


def page_of(person: User, client_of: ClientOf, path: str = PAGE) -> str:
    response = client_of(person).get(path)
    assert response.status_code == 200
    return response.content.decode()


def live(said: str = "1.2.0", family: str = EXPERT, **fields: Any) -> Version:
    return make_version(
        said, State.LIVE, family, **{"live_since": timezone.now() - timedelta(days=3)} | fields
    )


def test_readers_and_managers_come_in_and_nobody_else(
    author: User, manager: User, outsider: User, client_of: ClientOf
) -> None:
    live()
    paths = (PAGE, f"{PAGE}compare/", f"{PAGE}{EXPERT}/1.2.0/")
    for path in paths:
        assert client_of(author).get(path).status_code == 200
        assert client_of(manager).get(path).status_code == 200
        assert client_of(outsider).get(path).status_code == 403
        assert client_of(None).get(path).headers["Location"].startswith("/sign-in/")
        assert client_of(manager).post(path).status_code == 405


def test_the_way_there_is_shown_to_who_may_go(
    author: User, manager: User, outsider: User, client_of: ClientOf
) -> None:
    for person in (author, manager):
        assert f'href="{PAGE}"' in page_of(person, client_of, "/")
    assert f'href="{PAGE}"' not in page_of(outsider, client_of, "/")


def test_one_sentence_says_what_writes(author: User, client_of: ClientOf) -> None:
    version = live()
    page = page_of(author, client_of)
    assert f'Şu anda <a href="{PAGE}{EXPERT}/1.2.0/">{version}</a> yazıyor.' in page
    assert "tarihinden beri yayında (3\xa0gün)" in page


def test_without_a_registered_version_the_engines_model_writes(
    author: User, client_of: ClientOf, scripted: ScriptedEngine
) -> None:
    page = page_of(author, client_of)
    assert f"Şu anda {scripted.default_model} yazıyor." in page


def test_a_category_with_a_model_of_its_own_is_named(author: User, client_of: ClientOf) -> None:
    live()
    live("1.0.0", "walmart-gpt-clothing")
    page = page_of(author, client_of)
    assert "Giyim: walmart-gpt-clothing:1.0.0" in page
    assert page.count("</svg>Yazıyor") == 2


def test_families_that_write_come_first(author: User, client_of: ClientOf) -> None:
    live("1.0.0", "base")
    live("1.0.0", "walmart-gpt-advanced")
    make_version("1.0.0", family="walmart-gpt-basic")
    live()
    page = page_of(author, client_of)
    headings = [page.index(f">{name}</h2>") for name in
                (EXPERT, "walmart-gpt-advanced", "base", "walmart-gpt-basic")]  # fmt: skip
    assert headings == sorted(headings)
    assert page.index("Henüz eğitilmedi") > headings[-1]


def test_a_family_tells_what_it_is_for_and_how_good_it_is(
    author: User, client_of: ClientOf
) -> None:
    version = live()
    assert "Henüz doğrulanmadı" in page_of(author, client_of)
    validate(version, 93.1)
    page = page_of(author, client_of)
    for words in ("Satışa dönüşüm", "Puanı en az 90 olan 500 örnek", "Genel puan en az 90"):
        assert words in page
    assert "<strong>93,1</strong>" in page
    assert "%95 güven aralığı: 89,3–96,9" in page
    assert "Kurallara uyum 93,1" in page


def test_only_managers_are_offered_actions(
    author: User, manager: User, client_of: ClientOf
) -> None:
    live()
    was_live(make_version("1.1.0", State.VALIDATED))
    make_version("1.3.0", State.FAILED)
    offered = [f"{EXPERT}/1.1.0/deploy/", f"{EXPERT}/1.3.0/rebuild/", f"{EXPERT}/rollback/"]
    page = page_of(manager, client_of)
    assert all(f'href="{PAGE}{address}"' in page for address in offered)
    page = page_of(author, client_of)
    assert not any(address in page for address in offered)


def test_the_curve_has_whiskers_and_marks_the_live_one() -> None:
    validate(make_version("1.0.0"), 84)
    validate(live("1.1.0"), 92)
    make_version("1.2.0")
    curve = curve_of(list(listed_versions(EXPERT)), 90)
    assert curve is not None
    assert [str(point.version.number) for point in curve.points] == ["1.0.0", "1.1.0"]
    first, second = curve.points
    height = float(first.dot.split()[1].removesuffix("h.01"))
    top, bottom = (float(end) for end in first.whisker.split()[1].split("V"))
    assert 0 <= top < height < bottom <= HEIGHT
    assert float(second.dot.split()[1].removesuffix("h.01")) < height
    assert curve.lowest == 70


def test_a_family_without_a_validation_has_no_curve() -> None:
    make_version("1.0.0")
    assert curve_of(list(listed_versions(EXPERT)), 90) is None


def test_a_score_without_an_interval_has_no_whisker() -> None:
    version = make_version("1.0.0")
    validate(version, 84, summary={"overall": {"mean": 84, "low": None, "high": None, "count": 1}})
    curve = curve_of(list(listed_versions(EXPERT)), 90)
    assert curve is not None
    assert [point.whisker for point in curve.points] == [""]


def test_the_same_figures_stand_in_a_table(author: User, client_of: ClientOf) -> None:
    validate(live(), 93.1)
    page = page_of(author, client_of)
    table = page.split("Tablo olarak")[1].split("</table>")[0]
    assert "93,1" in table
    assert "89,3–96,9" in table
    assert 'class="curve-live"' in page


def test_the_number_of_queries_does_not_grow(manager: User, client_of: ClientOf) -> None:
    validate(live(), 93)
    was_live(make_version("1.1.0", State.VALIDATED))
    for patch in range(3):
        make_version(f"1.0.{patch}")
    few = queries_of(manager, client_of)
    Version.objects.bulk_create(
        Version(
            family=family_of(),
            major=0,
            minor=0,
            patch=patch,
            state=State.BUILT,
            engine_name="scripted",
            served_as="x",
        )
        for patch in range(495)
    )
    assert queries_of(manager, client_of) == few
    assert few <= 24


def queries_of(person: User, client_of: ClientOf, path: str = PAGE) -> int:
    client = client_of(person)
    client.get(path)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(path).status_code == 200
    return len(queries)


def test_the_english_page_says_the_same(author: User, client_of: ClientOf) -> None:
    live()
    client = client_of(author)
    client.cookies["django_language"] = "en"
    page = client.get(PAGE).content.decode()
    assert "is writing now." in page
    assert "for 3\xa0days" in page
    assert Family.objects.count() == 9
