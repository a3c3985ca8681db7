"""`manage.py validate` and `manage.py benchmark`: the whole way in one process."""

from __future__ import annotations

import csv
import io
import json
from datetime import timedelta
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from domain.versions import State
from engines.base import EngineUnavailable
from engines.scripted import ScriptedEngine
from evaluation.actions.validating import request_validation
from evaluation.jobs import JOBS
from models_registry.models import ValidationRun, Version
from tests.evaluation.conftest import COUNT, FLAWED, GOOD, make_version, validated

pytestmark = pytest.mark.django_db(transaction=True)
NAME = "walmart-gpt-basic:1.0.0"


def called(*words: str) -> tuple[str, str]:
    """What a command prints, and what it says meanwhile."""
    printed, said = io.StringIO(), io.StringIO()
    call_command(*words, stdout=printed, stderr=said)
    return printed.getvalue(), said.getvalue()


def test_a_line_a_product_and_the_scores_with_their_intervals(engine: ScriptedEngine) -> None:
    make_version()
    engine.enqueue(*[GOOD] * COUNT)
    printed, said = called("validate", NAME, "--threshold", "0")
    assert said.count("\n") == COUNT
    assert f"1/{COUNT}" in said
    assert "Genel: " in printed
    assert "geçti" in printed
    assert Version.objects.get().state == State.VALIDATED


def test_as_json_it_tells_everything(engine: ScriptedEngine) -> None:
    make_version()
    engine.enqueue(*[GOOD] * 5)
    printed, _said = called("validate", NAME, "--products", "5", "--threshold", "0", "--json")
    told: dict[str, Any] = json.loads(printed)
    assert (told["name"], told["version"]) == ("walmart-gpt-basic", "1.0.0")
    assert (told["products"], told["passed"], told["refusals"]) == (5, True, [])
    assert told["summary"]["overall"]["count"] == 5
    assert told["seconds"] >= 0


def test_what_did_not_pass_ends_with_every_reason_in_one_line(engine: ScriptedEngine) -> None:
    validated(make_version(1, State.LIVE), GOOD)
    make_version()
    engine.enqueue(*[FLAWED] * COUNT)
    printed = io.StringIO()
    with pytest.raises(CommandError) as failed:
        call_command("validate", NAME, "--json", "--messages", "en", stdout=printed)
    assert failed.value.returncode == 1
    assert "\n" not in str(failed.value)
    assert "90 is asked" in str(failed.value)
    assert "against the live version" in str(failed.value)
    told = json.loads(printed.getvalue())
    assert told["against"] == "walmart-gpt-basic:1.0.1"
    assert len(told["refusals"]) >= 2
    assert all(one["sentence"] for one in told["refusals"])


def test_a_name_that_is_not_known_is_told_with_those_there_are(engine: ScriptedEngine) -> None:
    make_version()
    for command in ("validate", "benchmark"):
        with pytest.raises(CommandError, match=NAME):
            called(command, "walmart-gpt-expert:9.9.9")


def test_a_family_means_its_live_version(engine: ScriptedEngine) -> None:
    make_version(1, State.LIVE)
    engine.enqueue(*[GOOD] * COUNT)
    printed, _said = called("validate", "walmart-gpt-basic", "--threshold", "0")
    assert "walmart-gpt-basic:1.0.1" in printed


@pytest.mark.parametrize("words", [["--products", "4"], ["--threshold", "101"]])
def test_a_refusal_is_one_line(engine: ScriptedEngine, words: list[str]) -> None:
    make_version()
    with pytest.raises(CommandError):
        called("validate", NAME, *words)
    assert not ValidationRun.objects.exists()


def test_an_engine_that_is_away_is_said_and_the_same_command_goes_on(
    engine: ScriptedEngine,
) -> None:
    make_version()
    engine.enqueue(GOOD, GOOD, EngineUnavailable("nobody there"))
    with pytest.raises(CommandError, match="nobody there"):
        called("validate", NAME, "--threshold", "0")
    engine.enqueue(*[GOOD] * (COUNT - 2))
    _printed, said = called("validate", NAME, "--threshold", "0")
    assert ValidationRun.objects.get().status == "done"
    assert f"{COUNT}/{COUNT}" in said
    assert f"1/{COUNT}" not in said


def test_what_a_killed_command_left_is_gone_on_with(engine: ScriptedEngine) -> None:
    left = request_validation(None, make_version(), threshold=0, queue=False)
    assert JOBS.claim(left.pk)
    with pytest.raises(CommandError):
        called("validate", NAME)
    ValidationRun.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    engine.enqueue(*[GOOD] * COUNT)
    called("validate", NAME)
    assert ValidationRun.objects.get().status == "done"


def test_what_waits_with_other_figures_is_not_taken_for_the_same(engine: ScriptedEngine) -> None:
    request_validation(None, make_version(), threshold=0, queue=False)
    with pytest.raises(CommandError):
        called("validate", NAME, "--products", "5")
    assert engine.requests == []


def test_the_comparison_in_every_form(engine: ScriptedEngine) -> None:
    validated(make_version(1), GOOD)
    validated(make_version(2), FLAWED, products=5)
    printed, said = called("benchmark")
    assert printed.index(".0.1") < printed.index(".0.2")
    assert "henüz puan yok" in printed
    assert "aynı ürünler" in said
    markdown = called("benchmark", "--markdown")[0].splitlines()
    assert len(markdown) == 4
    assert {line.count("|") for line in markdown} == {15}
    told = json.loads(called("benchmark", "walmart-gpt-basic:1.0.2", "--json")[0])
    assert [one["name"] for one in told] == ["walmart-gpt-basic:1.0.2"]
    assert told[0]["satisfaction"] == {"mean": None, "low": None, "high": None, "count": 0}
    assert set(told[0]["times"]) == {"queue", "load", "prompt", "generation"}
    table = list(csv.DictReader(io.StringIO(called("benchmark", "--csv")[0])))
    assert [float(row["quality_mean"]) for row in table] == sorted(
        (float(row["quality_mean"]) for row in table), reverse=True
    )
    assert table[0]["satisfaction_count"] == "0"


def test_what_was_never_validated_is_measured_on_request(engine: ScriptedEngine) -> None:
    validated(make_version(1), GOOD)
    make_version(2)
    make_version(3, State.RETIRED)
    make_version(4, State.LIVE)
    asked = len(engine.requests)
    engine.enqueue(*[FLAWED] * 10)
    told = json.loads(called("benchmark", "--measure", "--products", "5", "--json")[0])
    assert [one["name"][-1] for one in told] == ["1", "2", "4"]
    assert len(engine.requests) == asked + 10


def test_what_could_not_be_measured_is_told_after_the_others(engine: ScriptedEngine) -> None:
    validated(make_version(1), GOOD)
    make_version(2, engine="gone")
    printed = io.StringIO()
    with pytest.raises(CommandError, match=r"walmart-gpt-basic:1\.0\.2: "):
        call_command("benchmark", "--measure", stdout=printed)
    assert "walmart-gpt-basic:1.0.1" in printed.getvalue()


def test_nothing_to_compare_is_said(engine: ScriptedEngine) -> None:
    make_version()
    with pytest.raises(CommandError, match="--measure"):
        called("benchmark")
    with pytest.raises(CommandError, match="--products"):
        called("benchmark", "--products", "5")
