"""The embedded model learns two steps, and what it learnt is exported and checked."""

from __future__ import annotations

import importlib.util
import io
import json
import os
from pathlib import Path

import pytest
from django.core.management import call_command
from pytest_django.fixtures import Settings

from domain.modelfile import parse
from training.models import TrainingRun
from training.running.folder import measured

pytestmark = [
    pytest.mark.real,
    pytest.mark.timeout(900),
    pytest.mark.django_db,
    pytest.mark.skipif(
        importlib.util.find_spec("torch") is None, reason="make train-setup installs torch"
    ),
]


@pytest.fixture
def embedded(gold: Path, data_dir: Path, settings: Settings) -> None:
    """The embedded model as the base; unpacked once for all tests, which takes a minute."""
    settings.TRAIN_BASE = ""
    shared = Path(os.environ["WALMARTGPT_DATA"])
    (data_dir / "training").mkdir(exist_ok=True)
    for name in ("models", "training/base"):
        (shared / name).mkdir(parents=True, exist_ok=True)
        (data_dir / name).symlink_to(shared / name)


def test_two_steps_and_an_adapter_that_says_the_same_in_the_engine(embedded: None) -> None:
    printed = io.StringIO()
    call_command("train", "basic", "--limit=4", "--epochs=1", "--json", stdout=printed)
    told = json.loads(printed.getvalue())
    assert told["status"] == "done"
    assert told["losses"]["validation_best"] < told["losses"]["validation_before"]
    run = TrainingRun.objects.get()
    assert (run.step, run.steps) == (2, 2)
    assert run.result["export"]["adapter_check"]["difference"] < 0.15
    files = {artefact.kind: artefact for artefact in run.artefacts.all()}
    assert set(files) == {"peft", "adapter", "modelfile"}
    for artefact in files.values():
        assert measured(artefact.file) == (artefact.bytes, artefact.sha256)
    assert files["adapter"].bytes < 10_000_000
    assert parse(files["modelfile"].file.read_text()).base == "gemma3-270m"
