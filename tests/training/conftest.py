"""Examples to learn from, a training process that only pretends, and levels that are in reach."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from pytest_django.fixtures import Settings

from domain.examples import document
from domain.levels import LEVELS, LevelRule
from domain.listing import Listing, Product
from domain.prompt import Level
from domain.prompt.shown_en import SHOWN as ENGLISH
from domain.prompt.shown_tr import SHOWN as TURKISH
from domain.quality import judge
from tests.factories import S24, S24_TEXT

GOLD = [*TURKISH, (S24, S24_TEXT), *ENGLISH]
Script = Callable[..., None]


def item(product: Product, listing: Listing) -> dict[str, Any]:
    """An example in the exchange format."""
    judgement = judge(product, listing)
    made = datetime(2026, 11, 1, tzinfo=UTC)
    return document(product, listing, judgement, timestamp=made, model_used="human")


@pytest.fixture
def data_dir(settings: Settings, tmp_path: Path) -> Path:
    """A data folder of the test's own, and a base model that nobody reads."""
    settings.DATA_DIR = tmp_path / "data"
    settings.DATA_DIR.mkdir()
    settings.TRAIN_BASE = str(tmp_path / "base.gguf")
    settings.STARTER_DIR = tmp_path / "starter"
    return Path(settings.DATA_DIR)


@pytest.fixture
def gold(data_dir: Path, settings: Settings) -> Path:
    """Five examples that the product brings along, fit for every level; their folder."""
    folder = Path(settings.STARTER_DIR) / "gold" / "tr"
    folder.mkdir(parents=True)
    items = [{"id": f"gold-{number}", **item(*pair)} for number, pair in enumerate(GOLD)]
    (folder / "mixed.json").write_text(json.dumps(items, ensure_ascii=False))
    return folder


@pytest.fixture
def in_reach(monkeypatch: pytest.MonkeyPatch, gold: Path) -> None:
    """Levels that four examples are enough for."""
    for level in (Level.BASIC, Level.ADVANCED, Level.EXPERT):
        rule = LevelRule(level, 4, LEVELS[level].threshold)
        monkeypatch.setitem(LEVELS, level, rule)


@pytest.fixture
def standin(data_dir: Path, settings: Settings) -> Script:
    """Has a process that speaks as the real one stand in for it: `standin(event, 0.5, event)`."""
    script = data_dir / "training" / "runs" / "script.json"
    script.parent.mkdir(parents=True)
    settings.TRAIN_COMMAND = [sys.executable, str(Path(__file__).parent / "standin_process.py")]

    def says(*events: dict[str, Any] | float) -> None:
        script.write_text(json.dumps(events))

    says(*TRAINED)
    return says


def step(number: int, of: int, loss: float, validation: float | None = None) -> dict[str, Any]:
    """An event of a training that goes on."""
    return {
        "event": "progress",
        "step": number,
        "steps": of,
        "loss": loss,
        "validation": validation,
        "seconds_left": float(of - number),
    }


def done(steps: int = 2) -> dict[str, Any]:
    """The last event of a training that went well."""
    return {
        "event": "done",
        "device": "cpu",
        "examples": 4,
        "too_long": 0,
        "steps": steps,
        "seconds": 1.5,
        "best_validation_loss": 1.0,
        "losses": [[1, 3.0, 0.001], *([number, 2.0, 0.0005] for number in range(2, steps + 1))],
        "validation_losses": [[0, 2.5], [2, 1.0]],
    }


TRAINED: list[dict[str, Any] | float] = [
    {"event": "stage", "name": "loading"},
    {"event": "stage", "name": "training", "device": "cpu", "examples": 4, "too_long": 0},
    step(1, 2, 3.0),
    step(2, 2, 2.0, 1.0),
    {"event": "stage", "name": "exporting"},
    done(),
]
