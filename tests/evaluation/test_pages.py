"""The comparison for whoever reads listings, and a validation for managers."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from domain.forms import to_json
from domain.listing import Listing
from domain.versions import State
from engines.base import ModelMissing
from engines.scripted import ScriptedEngine
from evaluation.actions.validating import request_validation, run
from models_registry.models import Family, ValidationRun
from tests.evaluation.conftest import COUNT, FLAWED, GOOD, NONSENSE, make_version, validated

pytestmark = pytest.mark.django_db(transaction=True)
ClientOf = Callable[[User | None], Client]
HTMX = {"hx-request": "true"}
BENCHMARK = "/models/benchmark/"
FILES = ("/models/benchmark.md", "/models/benchmark.csv")


def page_of(person: User, client_of: ClientOf, path: str) -> str:
    response = client_of(person).get(path)
    assert response.status_code == 200
    return response.content.decode()


def path_of(row: ValidationRun) -> str:
    return f"/models/validations/{row.pk}/"


def test_who_reads_listings_may_compare_and_who_manages_models_may_look_inside(
    engine: ScriptedEngine, author: User, outsider: User, manager: User, client_of: ClientOf
) -> None:
    done = validated(make_version(), GOOD)
    for path in (BENCHMARK, *FILES):
        for person, status in [(author, 200), (manager, 200), (outsider, 403), (None, 302)]:
            assert client_of(person).get(path).status_code == status
            assert client_of(person).post(path).status_code in (405, 302)
    for person, status in [(author, 403), (manager, 200), (outsider, 403), (None, 302)]:
        assert client_of(person).get(path_of(done)).status_code == status
    cancel = f"{path_of(done)}cancel/"
    for person, status in [(author, 403), (manager, 302), (outsider, 403), (None, 302)]:
        assert client_of(person).post(cancel).status_code == status
    assert client_of(manager).get(cancel).status_code == 405
    assert client_of(manager).get("/models/validations/999/").status_code == 404
    assert client_of(manager).get("/models/benchmark.exe").status_code == 404
    assert f'href="{path_of(done)}"' in page_of(manager, client_of, BENCHMARK)
    assert path_of(done) not in page_of(author, client_of, BENCHMARK)


def test_without_a_result_the_page_says_how_to_get_one(author: User, client_of: ClientOf) -> None:
    page = page_of(author, client_of, BENCHMARK)
    assert "manage.py benchmark --measure" in page
    assert "<table" not in page


def test_versions_stand_side_by_side_with_intervals(
    engine: ScriptedEngine, author: User, client_of: ClientOf
) -> None:
    validated(make_version(1, State.LIVE), GOOD, FLAWED, GOOD)
    validated(make_version(2), FLAWED)
    page = page_of(author, client_of, BENCHMARK)
    for figure in ("walmart-gpt-basic:1.0.1", "walmart-gpt-basic:1.0.2", "henüz puan yok"):
        assert figure in page
    assert 'class="whisker"' in page
    assert page.count("Tablo olarak") == 3
    assert " style=" not in page
    assert "Yayında" in page


def test_other_products_are_pointed_out(
    engine: ScriptedEngine, author: User, client_of: ClientOf
) -> None:
    validated(make_version(1), GOOD)
    assert "note-warning" not in page_of(author, client_of, BENCHMARK)
    validated(make_version(2), GOOD, products=5)
    assert "note-warning" in page_of(author, client_of, BENCHMARK)


def test_the_files_hold_the_same_and_nothing_that_a_spreadsheet_runs(
    engine: ScriptedEngine, author: User, client_of: ClientOf
) -> None:
    validated(make_version(1), GOOD)
    Family.objects.update(name='=HYPERLINK("http://evil|x")')
    markdown, table = (client_of(author).get(path) for path in FILES)
    assert markdown["Content-Type"] == "text/markdown; charset=utf-8"
    assert 'evil\\|x")' in markdown.content.decode()
    assert table["Content-Disposition"] == 'attachment; filename="walmartgpt-benchmark.csv"'
    (row,) = csv.DictReader(io.StringIO(table.content.decode()))
    assert row["name"] == '\'=HYPERLINK("http://evil|x"):1.0.1'
    assert row["response_mean"]


def test_progress_is_polled_until_it_is_over(
    engine: ScriptedEngine, manager: User, client_of: ClientOf
) -> None:
    asked = request_validation(manager, make_version(), queue=False)
    client, seen = client_of(manager), []
    assert "Sırasını bekliyor" in client.get(path_of(asked)).content.decode()

    def look(row: ValidationRun, _result: object) -> None:
        if row.done == 2:
            response = client.get(path_of(row), headers=HTMX)
            assert "HX-Refresh" not in response
            seen.append(response.content.decode())

    engine.enqueue(*[GOOD] * COUNT)
    run(asked.pk, look)
    assert "every 2s" in seen[0]
    assert "<html" not in seen[0]
    assert f"{COUNT} üründen 2 tanesi" in seen[0]
    assert client.get(path_of(asked), headers=HTMX)["HX-Refresh"] == "true"
    assert "every 2s" not in client.get(path_of(asked)).content.decode()


def test_a_result_tells_scores_reasons_and_the_worst_product_first(
    engine: ScriptedEngine, manager: User, client_of: ClientOf
) -> None:
    live = validated(make_version(1, State.LIVE), GOOD)
    done = validated(make_version(2), GOOD, FLAWED, NONSENSE, FLAWED)
    page = page_of(manager, client_of, path_of(done))
    assert page.count("<li>") >= len(done.refusals) > 1
    assert f'href="{path_of(live)}"' in page
    assert "Spor" in page
    assert "İngilizce" in page
    order = [page.index(text) for text in ("yanıt okunamadı", "300MP", "200MP ana kamera ile")]
    assert order == sorted(order)
    assert "title.too_short" in page
    assert " style=" not in page


def test_what_a_model_wrote_is_shown_and_not_run(
    engine: ScriptedEngine, manager: User, client_of: ClientOf
) -> None:
    bad = "<script>alert(1)</script>"
    wild = Listing(f"Kamera {bad}", (f"Pil {bad}",), f"<p onclick='x()'>Metin {bad}</p>")
    page = page_of(manager, client_of, path_of(validated(make_version(), to_json(wild))))
    assert "alert(1)</script>" not in page
    assert "onclick" not in page
    assert "&lt;script&gt;" in page


def test_a_failure_is_one_sentence_with_its_details_folded(
    engine: ScriptedEngine, manager: User, client_of: ClientOf
) -> None:
    asked = request_validation(manager, make_version(), queue=False)
    engine.enqueue(GOOD, ModelMissing("no <b>model</b>"))
    run(asked.pk)
    page = page_of(manager, client_of, path_of(asked))
    assert "served-0" in page
    assert "no &lt;b&gt;model" in page
    assert "200MP ana kamera ile" in page


def test_stopping_says_who_did(engine: ScriptedEngine, manager: User, client_of: ClientOf) -> None:
    asked = request_validation(manager, make_version(), queue=False)
    response = client_of(manager).post(f"{path_of(asked)}cancel/", follow=True)
    assert "manager tarafından durduruldu" in response.content.decode()
    asked.refresh_from_db()
    assert asked.status == "cancelled"


def test_the_number_of_queries_does_not_grow(
    engine: ScriptedEngine, manager: User, client_of: ClientOf
) -> None:
    client = client_of(manager)
    few = validated(make_version(1, State.LIVE), GOOD, products=5)
    many = validated(make_version(2), FLAWED)
    counts = []
    for path in (path_of(few), path_of(many), path_of(many)):
        with CaptureQueriesContext(connection) as queries:
            client.get(path)
        counts.append(len(queries))
    assert counts[1] == counts[2] == counts[0]
    with CaptureQueriesContext(connection) as two:
        client.get(BENCHMARK)
    for patch in (3, 4, 5):
        validated(make_version(patch), GOOD, products=5)
    with CaptureQueriesContext(connection) as five:
        client.get(BENCHMARK)
    assert len(five) == len(two)
