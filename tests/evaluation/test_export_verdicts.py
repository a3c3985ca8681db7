"""What experiments say as tables: every measure of each, with its verdict."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from accounts.models import User
from evaluation.exporting.verdicts import COLUMNS, done, rows
from tests.evaluation.experimented import make_experiment
from tests.evaluation.registry import make_version

pytestmark = pytest.mark.django_db
ClientOf = Callable[[User | None], Client]


@pytest.fixture
def experiments(db: None) -> list[int]:
    """One that found a difference, one that did not, one under way."""
    a, b = make_version("1.0.0"), make_version("1.1.0")
    found = [make_experiment(a, b, 12), make_experiment(a, b, 0)]
    make_experiment(a, b, status="running", done=4)
    return [each.pk for each in found]


def fetched(client: Client, form: str) -> str:
    response = client.get(f"/experiments/export.{form}")
    return b"".join(response.streaming_content).decode()  # type: ignore[attr-defined]


def test_each_measure_of_each_finished_experiment_is_a_row(
    experiments: list[int], author: User, client_of: ClientOf
) -> None:
    client = client_of(author)
    told = list(csv.DictReader(io.StringIO(fetched(client, "csv"))))
    assert [int(row["experiment"]) for row in told] == sorted(experiments * (len(told) // 2))
    assert list(told[0]) == list(COLUMNS)
    first = next(row for row in told if row["decides"] == "true")
    assert (first["measure"], first["verdict"]) == ("overall", "better")
    assert float(first["sequence_low"]) > 0
    assert float(first["mean_b"]) > float(first["mean_a"])
    listed = json.loads(fetched(client, "json"))
    assert [row["verdict"] for row in listed] == [row["verdict"] for row in told]
    assert listed == [json.loads(line) for line in fetched(client, "jsonl").splitlines()]


@pytest.mark.parametrize(("form", "mark", "point"), [("csv", ",", "."), ("excel", ";", ",")])
def test_a_loss_is_a_number_and_no_text(
    author: User, client_of: ClientOf, form: str, mark: str, point: str
) -> None:
    make_experiment(make_version("1.0.0"), make_version("1.1.0"), -12)
    text = fetched(client_of(author), form).removeprefix("\ufeff")
    told = next(csv.DictReader(io.StringIO(text), delimiter=mark))
    assert float(told["difference"].replace(point, ".")) < 0


def test_only_whoever_sees_models_sees_verdicts(
    experiments: list[int], outsider: User, author: User, client_of: ClientOf
) -> None:
    assert client_of(outsider).get("/experiments/export.csv").status_code == 403
    assert client_of(None).get("/experiments/export.csv").status_code == 302
    assert client_of(author).get("/experiments/export.kto-trl").status_code == 404
    assert "/experiments/export.csv" in client_of(author).get("/experiments/").content.decode()


def test_the_command_writes_them_too(experiments: list[int]) -> None:
    printed = io.StringIO()
    call_command("ratings", "export", "-", "--verdicts", stdout=printed)
    assert printed.getvalue().count("\r\n") == 1 + len(list(rows(done())))
    with pytest.raises(CommandError, match="tablo"):
        call_command("ratings", "export", "-", "--verdicts", "--form", "kto-trl")
