"""A running system whose processes are killed amid a batch: all of it is written once."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from threading import Lock

import pytest

from domain.forms import to_json
from tests.engines import standin
from tests.engines.standin import Reply
from tests.engines.standin_ollama import BASE, OllamaStore
from tests.engines.subjects import OllamaOverWire
from tests.environment import is_embedded
from tests.factories import S24_TEXT
from tests.walmartgpt import running
from tests.walmartgpt.running import ROOT, started, system_environment
from walmartgpt import runtime

PRODUCTS, PLACES, PIECES = 12, 2, 10
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
def test_parts_are_killed_in_the_midst_of_a_batch(
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
            script = subprocess.run(
                [sys.executable, "-m", "tests.bulk.killing_batch", str(PRODUCTS), *names],
                cwd=ROOT,
                env=environment | {"REDIS_URL": told.broker},
                capture_output=True,
                text=True,
                timeout=560,
                check=False,
            )
            assert script.returncode == 0, script.stderr + system.output
    found = json.loads(script.stdout)
    assert found["states"] == ["done"] * PRODUCTS, found
    assert (found["status"], found["lost"], found["twice"]) == ("done", 0, 0), found
    assert found["jobs"] == found["drafted"] == PRODUCTS, found
    assert len(found["killed"]) == len(names)
