"""`manage.py train`: the whole way in one process."""

from __future__ import annotations

import io
import json
import os
import signal
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils.translation import override

from accounts.errors import ActionRefused
from tests.training.conftest import TRAINED, Script, step
from training.actions import request_training
from training.models import TrainingRun
from training.presentation.telling import duration

pytestmark = pytest.mark.django_db


def train(*words: str) -> tuple[str, str]:
    """What it prints, and what it says meanwhile."""
    printed, said = io.StringIO(), io.StringIO()
    call_command("train", *words, stdout=printed, stderr=said)
    return printed.getvalue(), said.getvalue()


def test_the_summary_names_dataset_losses_and_files(in_reach: None, standin: Script) -> None:
    printed, said = train("basic", "--json")
    told: dict[str, Any] = json.loads(printed)
    assert (told["name"], told["strategy"]) == ("walmart-gpt-basic", "lora")
    assert told["trial"] is False
    assert len(told["dataset"]["hash"]) == 64
    assert told["dataset"]["training"] + told["dataset"]["validation"] == 5
    assert told["dataset"]["excluded"] == 0
    assert told["losses"]["validation_best"] == 1.0
    assert {one["kind"] for one in told["artefacts"]} == {"peft", "adapter", "modelfile"}
    assert all(len(one["sha256"]) == 64 for one in told["artefacts"])
    assert told["seconds"] >= 0
    assert said.count("\n") >= 3


def test_without_json_it_speaks_to_a_person(in_reach: None, standin: Script) -> None:
    printed, _said = train("expert", "--strategy", "prompt")
    assert printed.startswith("walmart-gpt-expert")
    assert "modelfile" in printed


def test_it_speaks_the_language_that_is_asked_for(in_reach: None, standin: Script) -> None:
    assert "4 to learn from" in train("expert", "--strategy", "prompt", "--messages", "en")[0]
    assert "öğrenmek için 4" in train("expert", "--strategy", "prompt", "--messages", "tr")[0]


def test_a_trial_is_called_one(gold: Path, standin: Script) -> None:
    assert json.loads(train("expert", "--limit", "2", "--json")[0])["trial"] is True


def test_too_few_examples_are_refused_in_one_line(gold: Path) -> None:
    with pytest.raises(CommandError, match="45"):
        train("basic")
    with pytest.raises(CommandError):
        train("basic", "--no-starter", "--limit", "2")


def test_what_went_wrong_is_one_sentence(in_reach: None, standin: Script) -> None:
    standin({"event": "failed", "code": "packages_missing", "detail": "torch"})
    with pytest.raises(CommandError, match="make train-setup"):
        train("basic")


def test_ctrl_c_stops_it_and_the_next_one_goes_on(in_reach: None, standin: Script) -> None:
    standin({"event": "stage", "name": "training"}, step(1, 2, 3.0), 30.0)

    class Interrupting(io.StringIO):
        def write(self, text: str) -> int:
            if "3.000" in text:
                os.kill(os.getpid(), signal.SIGINT)
            return super().write(text)

    with pytest.raises(CommandError) as stopped:
        call_command("train", "basic", stderr=Interrupting())
    assert stopped.value.returncode == 130
    run = TrainingRun.objects.get()
    assert (run.status, run.cancel_requested_by) == ("cancelled", None)
    assert (run.folder / "checkpoint.safetensors").read_text() == "1"
    standin(*TRAINED)
    train("basic")
    following = TrainingRun.objects.latest("pk")
    assert following.status == "done"
    assert "from 1" in (following.folder / "starts").read_text()


def test_a_process_that_somebody_else_stopped_waits_for_another_try(
    in_reach: None, standin: Script
) -> None:
    standin({"event": "cancelled"})
    with pytest.raises(CommandError):
        train("basic")
    assert TrainingRun.objects.get().status == "queued"


def test_a_model_that_is_being_made_is_not_made_twice(in_reach: None) -> None:
    request_training(None, "basic")
    with pytest.raises(CommandError, match="walmart-gpt-basic"):
        train("basic")
    with pytest.raises(ActionRefused):
        request_training(None, "basic")


@pytest.mark.parametrize(
    ("seconds", "said"), [(3.2, "3 sn"), (150, "2 dk"), (3600, "1 sa 0 dk"), (8100, "2 sa 15 dk")]
)
def test_durations_are_said_as_people_say_them(seconds: float, said: str) -> None:
    with override("tr"):
        assert duration(seconds) == said
