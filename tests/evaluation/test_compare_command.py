"""`manage.py compare`: the whole way in one process."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from engines.base import EngineUnavailable
from engines.scripted import ScriptedEngine
from evaluation.actions.experiments import ExperimentPlan, request_experiment
from evaluation.jobs import EXPERIMENTS
from evaluation.models import Experiment
from evaluation.suite import chosen
from models_registry.models import Version
from tests.evaluation.conftest import COUNT, GOOD, NONSENSE, item
from tests.evaluation.test_commands import called
from tests.evaluation.test_experiments import answering, counted

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("versions")]
A, B = "walmart-gpt-basic:1.0.1", "walmart-gpt-basic:1.0.2"


def test_a_line_a_listing_a_table_and_the_verdict(engine: ScriptedEngine) -> None:
    answering(engine, NONSENSE, GOOD)
    printed, said = called("compare", A, B)
    assert said.count("\n") == 2 * COUNT
    assert f"1/{2 * COUNT}" in said
    assert f"{B}, {A} sürümünden daha iyi" in printed
    for words in (f"A  {A}", f"B  {B}", "Genel", "Kurallara uyum", "Dayanak", "Fark"):
        assert words in printed


def test_as_json_it_tells_everything(engine: ScriptedEngine) -> None:
    answering(engine, NONSENSE, GOOD)
    printed, _said = called("compare", A, B, "--json", "--seeds", "2", "--margin", "5")
    told: dict[str, Any] = json.loads(printed)
    assert (told["a"], told["b"], told["verdict"]) == (A, B, "better")
    assert (told["products"], told["planned"], told["seeds"]) == (COUNT, COUNT, [7, 8])
    assert (told["margin"], told["ended_early"]) == (5, False)
    assert told["needed"] > 0
    assert told["more"] == 0
    overall = told["measures"]["overall"]
    assert overall["difference"]["low"] <= overall["difference"]["mean"]
    assert overall["p"] <= overall["adjusted"]
    assert told["seconds"] >= 0


def test_in_english_on_request(engine: ScriptedEngine) -> None:
    answering(engine, GOOD, GOOD)
    printed, _said = called("compare", A, B, "--messages", "en", "--limit", "5")
    assert "There is no evidence yet" in printed
    assert "more product" in printed


def test_products_of_ones_own_need_no_listing(engine: ScriptedEngine, tmp_path: Path) -> None:
    own = [item(number) for number in range(1, 6)]
    for one in own[:2]:
        del one["id"]
    own[2]["output"] = {"title": "Eski", "features_formatted": [], "description": ""}
    file = tmp_path / "own.json"
    file.write_text(json.dumps(own), encoding="utf-8")
    answering(engine, GOOD, GOOD)
    called("compare", A, B, "--products", str(file))
    row = Experiment.objects.get()
    assert row.source == Experiment.Source.OWN
    assert [key for key, _facts in row.products] == ["#1", "#2", "held-3", "held-4", "held-5"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[", "geçerli bir JSON değil"),
        ("[]", "hiç ürün yok"),
        ('[{"input": {"features": []}}]', "input.product_name"),
        ('[{"id": "x"}]', "input"),
    ],
)
def test_a_file_that_cannot_be_read_is_told_in_one_line(
    engine: ScriptedEngine, tmp_path: Path, text: str, said: str
) -> None:
    file = tmp_path / "own.json"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(CommandError, match=said) as refused:
        called("compare", A, B, "--products", str(file))
    assert refused.value.returncode == 1
    assert "\n" not in str(refused.value)
    assert not Experiment.objects.exists()


@pytest.mark.parametrize(
    "words",
    [
        [A, A],
        [A, "walmart-gpt-basic:9.9.9"],
        [A, B, "--seeds", "0"],
        [A, B, "--margin", "0"],
        [A, B, "--limit", "4"],
        [A, B, "--limit", "-1"],
        [A, B, "--products", "nowhere.json"],
    ],
)
def test_a_refusal_is_one_line(engine: ScriptedEngine, words: list[str]) -> None:
    with pytest.raises(CommandError) as refused:
        called("compare", *words)
    assert refused.value.returncode == 1
    assert "\n" not in str(refused.value)
    assert engine.requests == []


def test_an_engine_that_is_away_is_said_and_the_same_command_goes_on(
    engine: ScriptedEngine,
) -> None:
    engine.enqueue(GOOD, GOOD, GOOD, EngineUnavailable("nobody there"))
    with pytest.raises(CommandError, match="nobody there"):
        called("compare", A, B)
    answering(engine, GOOD, GOOD)
    _printed, said = called("compare", A, B)
    assert Experiment.objects.get().status == "done"
    assert f"2/{2 * COUNT}" in said
    assert len(counted(engine)) == 2 * COUNT + 1  # what was not answered is asked again


def test_what_a_killed_command_left_is_gone_on_with(
    engine: ScriptedEngine, versions: tuple[Version, Version]
) -> None:
    left = request_experiment(None, *versions, ExperimentPlan(chosen()), queue=False)
    assert EXPERIMENTS.claim(left.pk)
    answering(engine, GOOD, GOOD)
    with pytest.raises(CommandError):
        called("compare", A, B)
    Experiment.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    called("compare", A, B)
    assert Experiment.objects.get().status == "done"


def test_what_waits_with_another_plan_is_not_taken_for_the_same(
    engine: ScriptedEngine, versions: tuple[Version, Version]
) -> None:
    request_experiment(None, *versions, ExperimentPlan(chosen()), queue=False)
    for words in (["--limit", "5"], ["--margin", "4"], ["--seeds", "2"], ["--early"]):
        with pytest.raises(CommandError):
            called("compare", A, B, *words)
    assert engine.requests == []


def test_ctrl_c_stops_the_model_and_says_so(
    engine: ScriptedEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("evaluation.management.commands.compare.interruptible", _asked_at_once)
    with pytest.raises(CommandError) as stopped:
        call_command("compare", A, B)
    assert stopped.value.returncode == 130
    assert Experiment.objects.get().status == "cancelled"


class _asked_at_once:  # noqa: N801 - stands for a context manager
    def __enter__(self) -> _asked_at_once:
        return self

    def __exit__(self, *_error: object) -> None: ...

    def is_set(self) -> bool:
        return True
