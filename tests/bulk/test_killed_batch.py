"""A running system whose processes are killed amid an import and a batch: nothing is lost, nor done
twice."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from threading import Lock
from typing import Any

import pytest

from domain.forms import to_json
from tests.engines import standin
from tests.engines.standin import Reply
from tests.engines.standin_ollama import BASE, OllamaStore
from tests.engines.subjects import OllamaOverWire
from tests.environment import is_embedded
from tests.factories import S24_TEXT
from tests.walmartgpt import running
from tests.walmartgpt.running import ROOT, RunningSystem, started, system_environment
from walmartgpt import runtime

PRODUCTS, PLACES, PIECES = 12, 2, 10
ROWS, DEATHS = 16_000, 3
PAGES = {
    "/": (200, b"Ollama is running"),
    "/api/version": (200, b'{"version": "0.33.0"}'),
}


class Model:
    """A model server that takes two seconds for each listing, and counts."""

    def __init__(self) -> None:
        self.store = OllamaStore()
        self.asked = 0
        self._lock = Lock()

    def answer(self, method: str, path: str, body: bytes) -> Reply | None:
        if path != "/api/chat":
            return self.store.answer(method, path, body)
        with self._lock:
            self.asked += 1
        text = to_json(S24_TEXT)
        size = -(-len(text) // PIECES)
        pieces = [text[start : start + size] for start in range(0, len(text), size)]
        lines = [*(OllamaOverWire.piece(piece) for piece in pieces), OllamaOverWire.end("stop")]
        return Reply(lines=lines, pause=2 / PIECES)


@pytest.mark.real
@pytest.mark.timeout(900)
def test_parts_are_killed_in_the_midst_of_an_import_and_of_a_batch(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(running, "PATIENCE", 300.0)  # a busy machine is slow to start
    names = ["batches", "web", "broker", "batches", "beat", "worker"]
    if not is_embedded():
        names.remove("broker")  # one that others provide is not ours to kill
    model = Model()
    with standin.running(PAGES) as server, system_environment(tmp_path / "data") as environment:
        server.answers = model.answer
        environment |= {
            "OLLAMA_HOST": server.url,
            "OLLAMA_NUM_PARALLEL": str(PLACES),
            "WALMARTGPT_OLLAMA_MODEL": BASE,
        }
        with started(environment) as system:
            system.until_ready()
            told = runtime.running(tmp_path / "data")
            assert told is not None
            environment["REDIS_URL"] = told.broker
            imported = script("killing_import", [str(ROWS), str(DEATHS)], environment, system)
            found = script("killing_batch", [str(PRODUCTS), *names], environment, system)
    assert imported["status"] == "done", imported
    assert imported["counts"] == [ROWS, 0, 0, 1], imported
    assert {imported[name] for name in ("products", "skus", "listings")} == {ROWS}, imported
    assert 0 < imported["killed_at"][0] < ROWS, "it died in the midst"
    assert_written_once(found, PRODUCTS)
    assert len(found["killed"]) == len(names)


@pytest.mark.real
@pytest.mark.timeout(900)
def test_the_engine_is_killed_in_the_midst_of_a_batch(tmp_path: Path) -> None:
    with (
        system_environment(tmp_path / "data") as environment,
        started(environment | {"WALMARTGPT_WORKERS": "1"}) as system,
    ):
        system.until_ready()
        told = runtime.running(tmp_path / "data")
        assert told is not None
        environment["REDIS_URL"] = told.broker
        found = script("killing_batch", ["2", "engine"], environment, system)
    assert_written_once(found, 2)


def script(
    name: str, words: list[str], environment: dict[str, str], system: RunningSystem
) -> dict[str, Any]:
    """What the script of that name, run beside the system, found."""
    ended = subprocess.run(
        [sys.executable, "-m", f"tests.bulk.{name}", *words],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=560,
        check=False,
    )
    assert ended.returncode == 0, ended.stderr + system.output
    found: dict[str, Any] = json.loads(ended.stdout)
    return found


def assert_written_once(found: dict[str, Any], products: int) -> None:
    """Everything of the batch, and nothing more often."""
    assert found["states"] == ["done"] * products, found
    assert (found["status"], found["lost"], found["twice"]) == ("done", 0, 0), found
    assert found["jobs"] == found["drafted"] == products, found
