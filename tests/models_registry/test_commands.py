"""The commands of the registry, as they speak to people and to programs."""

from __future__ import annotations

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone
from pytest_django.fixtures import Settings

from domain.forms import to_json
from domain.modelfile import Modelfile, render
from domain.prompt import Style
from domain.versions import State
from engines.base import ModelChanged
from engines.scripted import ScriptedEngine
from models_registry.actions.building import build
from models_registry.actions.entering import enter
from models_registry.actions.pruning import leftovers, prune
from models_registry.actions.retiring import retire
from models_registry.models import Version
from tests.factories import S24_TEXT
from tests.models_registry.making import EXPERT, made, make_live, make_version, validate

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("scripted")]


def told(*words: str, **options: Any) -> str:
    out = StringIO()
    call_command(*words, stdout=out, stderr=StringIO(), messages="en", **options)
    return out.getvalue()


def test_versions_are_listed_with_state_and_score() -> None:
    first, second = make_live(make_version()), make_version()
    validate(second, 93.5)
    lines = told("versions").splitlines()
    assert lines[0].split() == [second.name, "Validated", "93.5"]
    assert lines[1].split() == ["*", first.name, "Live", "–"]


def test_versions_for_a_program() -> None:
    version = make_version(dataset={"hash": "abc"})
    found = json.loads(told("versions", "--json", "--family", EXPERT))
    assert [one["name"] for one in found] == [version.name]
    assert (found[0]["state"], found[0]["dataset"], found[0]["score"]) == ("built", "abc", None)


def test_a_family_that_is_not_there_is_answered_with_those_that_are() -> None:
    with pytest.raises(CommandError, match="walmart-gpt-basic"):
        told("versions", "--family", "walmart-gpt-genius")


def test_deploy_and_roll_back(scripted: ScriptedEngine) -> None:
    first, second = make_live(make_version()), make_version()
    validate(second)
    scripted.enqueue(to_json(S24_TEXT))
    assert told("deploy", second.name) == f"{second.name} is live.\n"
    assert told("rollback") == f"{first.name} is live.\n"
    assert told("rollback", second.name) == f"{second.name} is live.\n"
    assert told("rollback", EXPERT) == f"{first.name} is live.\n"


def test_a_deployment_that_fails_says_why_and_what_is_live(scripted: ScriptedEngine) -> None:
    first, second = make_live(make_version()), make_version()
    validate(second)
    scripted.enqueue_failures("verify", ModelChanged("nobody answers"))
    with pytest.raises(CommandError) as failed:
        told("deploy", second.name)
    assert "nobody answers" in str(failed.value)
    assert f"{first.name} is live again" in str(failed.value)


def test_the_gate_s_refusal_is_one_line_with_every_reason() -> None:
    version = make_version()
    validate(version, 80, passed=False)
    with pytest.raises(CommandError, match="80") as refused:
        told("deploy", version.name)
    assert "\n" not in str(refused.value)
    assert "90 is asked" in str(refused.value)


@pytest.mark.parametrize("name", ["walmart-gpt-expert:9.9.9", "x", "a:b", "", "’:1.0.0"])
def test_a_version_that_is_not_there_is_told_with_the_newest(name: str) -> None:
    version = make_version()
    with pytest.raises(CommandError, match=version.name):
        told("deploy", name)


def test_history_and_what_was_live_at_a_time() -> None:
    version = make_live(make_version())
    assert f"{version.name}" in told("model-history")
    lines = json.loads(told("model-history", EXPERT, "--json"))
    assert [line["to"] for line in lines] == ["building", "built", "live"]
    assert told("model-history", EXPERT, "--at", "2200-01-01").split() == [EXPERT, version.name]
    assert told("model-history", EXPERT, "--at", "2020-01-01T10:00").split() == [EXPERT, "–"]


def test_a_day_is_asked_for_at_its_end() -> None:
    version = make_live(make_version())
    today = timezone.localdate().isoformat()
    assert told("model-history", EXPERT, "--at", today).split() == [EXPERT, version.name]


@pytest.mark.parametrize("time", ["yesterday", "2026-13-45", "2026-02-30T10:00", "12"])
def test_what_is_no_time_is_refused_with_an_example(time: str) -> None:
    with pytest.raises(CommandError, match="2026-11-24T09:30"):
        told("model-history", "--at", time)


def test_a_trial_begins_and_ends() -> None:
    make_live(make_version())
    version = make_version()
    validate(version)
    assert told("canary", version.name, "--share", "5").startswith(f"{version.name} writes for 5")
    assert told("canary", EXPERT, "--stop") == f"The trial of {EXPERT} has ended.\n"
    with pytest.raises(CommandError, match="being tried"):
        told("canary", EXPERT, "--stop")
    with pytest.raises(CommandError, match="from 1 to 50"):
        told("canary", version.name, "--share", "90")


@pytest.fixture
def retired(settings: Settings, tmp_path: Path) -> Version:
    """A trained version that was put away, with its file."""
    settings.DATA_DIR = tmp_path
    path = tmp_path / "adapter.gguf"
    path.write_bytes(b"GGUF" * 300_000)
    version = enter(
        made(
            style=Style.TUNED,
            modelfile=render(Modelfile("scripted", adapter="./adapter.gguf")),
            files={"adapter": path},
        )
    )
    assert build(version)
    retire(None, version)
    return version


def test_pruning_tells_first_and_then_takes_away(retired: Version, tmp_path: Path) -> None:
    assert "1.1 MiB would go" in told("prune_models", "--dry-run", "--days", "0")
    assert (tmp_path / "adapter.gguf").exists()
    assert "1.1 MiB are free again" in told("prune_models", "--days", "0")
    assert not (tmp_path / "adapter.gguf").exists()
    assert told("prune_models", "--days", "0") == "0.0 MiB are free again.\n"


def test_what_is_of_use_again_by_now_is_not_pruned(retired: Version, tmp_path: Path) -> None:
    found = list(leftovers(0))
    Version.objects.filter(pk=retired.pk).update(state=State.BUILT)
    for one in found:
        prune(None, one)
    assert found
    assert (tmp_path / "adapter.gguf").exists()


def test_what_was_put_away_lately_stays(retired: Version, tmp_path: Path) -> None:
    told("prune_models")
    assert (tmp_path / "adapter.gguf").exists()


def test_what_is_in_use_is_never_pruned(settings: Settings, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path
    make_live(make_version())
    assert told("prune_models", "--days", "0") == "0.0 MiB are free again.\n"
    assert Version.objects.get().state == State.LIVE
