"""The embedded engine's wire and how it finds its server; its process has tests of its own."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from engines.answers import schema_for_model
from engines.base import (
    EngineInterrupted,
    EngineUnavailable,
    ModelChanged,
    ModelMissing,
    RequestRefused,
    Sampling,
)
from engines.hashing import sha256_of
from engines.llamacpp import LlamaCppEngine
from engines.llamacpp_info import FILE_NAME, read, remove
from tests.engines import standin
from tests.engines.standin import Reply
from tests.engines.subjects import ANSWER, SCHEMA, SHIPPED_ADAPTER, LlamaCppOverWire, short_prompt


@pytest.fixture
def llamacpp(tmp_path: Path) -> Iterator[LlamaCppOverWire]:
    with standin.running(dict(LlamaCppOverWire.PAGES)) as server:
        yield LlamaCppOverWire(tmp_path, server)


def test_what_is_sent(llamacpp: LlamaCppOverWire) -> None:
    llamacpp.will_answer(ANSWER)
    completion = llamacpp.engine().complete(short_prompt(), model=llamacpp.model, schema=SCHEMA)
    (sent,) = llamacpp.server.seen.requests
    assert sent["prompt"] == short_prompt().as_text()
    assert sent["json_schema"] == schema_for_model(SCHEMA)
    assert all(sent[field] for field in ("stream", "cache_prompt", "return_progress"))
    assert (sent["n_predict"], sent["temperature"], sent["top_p"]) == (1100, 0.3, 0.9)
    timings = completion.timings
    assert (timings.prompt, timings.generation) == (1.5, 2.5)
    assert (timings.prompt_tokens, timings.generated_tokens) == (700, 120)


def test_what_was_said_is_held_back_only_where_that_is_asked_for(
    llamacpp: LlamaCppOverWire,
) -> None:
    for strength in (0.0, 0.8):
        llamacpp.will_answer(ANSWER)
        llamacpp.engine().complete(
            short_prompt(), model=llamacpp.model, sampling=Sampling(repetition=strength)
        )
    plain, held = llamacpp.server.seen.requests
    assert not any(field.startswith(("dry", "frequency", "repeat")) for field in plain)
    assert held["frequency_penalty"] == pytest.approx(0.15)
    assert held["repeat_last_n"] == 300
    assert (held["dry_multiplier"], held["dry_penalty_last_n"]) == (0.8, 4096)
    assert set("0123456789") <= set(held["dry_sequence_breakers"])


@pytest.mark.parametrize(
    ("model", "scales"),
    [("gemma3-270m", [0, 0]), ("basic:1.0.0", [1, 0]), ("expert:1.0.0", [0, 1])],
)
def test_every_adapter_is_named_for_an_unnamed_one_would_apply(
    llamacpp: LlamaCppOverWire, model: str, scales: list[int]
) -> None:
    llamacpp.will_answer(ANSWER)
    llamacpp.engine().complete(short_prompt(), model=model)
    (sent,) = llamacpp.server.seen.requests
    assert sent["lora"] == [{"id": i, "scale": scale} for i, scale in enumerate(scales)]


def test_an_unknown_model_is_refused_with_those_available(llamacpp: LlamaCppOverWire) -> None:
    with pytest.raises(ModelMissing, match=r"gemma3-270m, basic:1\.0\.0, expert:1\.0\.0"):
        llamacpp.engine().complete(short_prompt(), model="basic:2.0.0")
    assert llamacpp.server.seen.requests == []


def test_a_prompt_longer_than_the_context_is_refused(llamacpp: LlamaCppOverWire) -> None:
    error = {"type": "exceed_context_size_error", "n_prompt_tokens": 9000, "n_ctx": 4096}
    llamacpp.reply(Reply(status=400, body=json.dumps({"error": error}).encode()))
    with pytest.raises(RequestRefused, match="9000 tokens, and 4096"):
        llamacpp.engine().complete(short_prompt(), model=llamacpp.model)


@pytest.mark.parametrize(
    "line",
    [
        b"data: {\n\n",
        b"data: [1]\n\n",
        b'data: {"content": "x"}\n\n',
        b'data: {"content": "", "stop": true}\n\n',
        b'error: {"code": 500}\n\n',
    ],
)
def test_events_that_cannot_be_read_interrupt(llamacpp: LlamaCppOverWire, line: bytes) -> None:
    llamacpp.reply(Reply([b": ping\n\n", llamacpp.piece("Kırmızı"), line]))
    with pytest.raises(EngineInterrupted) as caught:
        llamacpp.engine().complete(short_prompt(), model=llamacpp.model)
    assert caught.value.partial == "Kırmızı"


def test_another_program_on_the_port_is_not_asked_twice(llamacpp: LlamaCppOverWire) -> None:
    llamacpp.reply(Reply(status=401, body=b'{"error": {"message": "Invalid API Key"}}'))
    with pytest.raises(EngineUnavailable, match="Invalid API Key"):
        llamacpp.engine().complete(short_prompt(), model=llamacpp.model)


def test_the_file_is_private_and_only_its_own_server_removes_it(
    llamacpp: LlamaCppOverWire,
) -> None:
    llamacpp.announce()
    path = llamacpp.folder / FILE_NAME
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    remove(path, os.getpid() + 1)
    assert read(path).pid == os.getpid()
    remove(path, os.getpid())
    assert list(llamacpp.folder.iterdir()) == []


def test_the_file_of_a_dead_server_is_not_believed(llamacpp: LlamaCppOverWire) -> None:
    with subprocess.Popen([sys.executable, "-c", ""]) as dead:
        dead.wait()
    engine = llamacpp.engine()
    llamacpp.announce(pid=dead.pid)
    assert "died" in engine.health().reason
    with pytest.raises(EngineUnavailable, match="died"):
        engine.complete(short_prompt(), model=llamacpp.model)


@pytest.mark.parametrize("content", ["", "{", "[]", "{}", '{"models": 3}', '{"pid": "x"}'])
def test_a_damaged_file_is_told(tmp_path: Path, content: str) -> None:
    (tmp_path / FILE_NAME).write_text(content)
    with pytest.raises(EngineUnavailable, match="cannot be read"):
        LlamaCppEngine(data_dir=tmp_path).models()


def test_health_of_a_server_that_still_loads(llamacpp: LlamaCppOverWire) -> None:
    llamacpp.server.pages["/health"] = (503, b"Loading model")
    assert "Loading model" in llamacpp.engine().health().reason


def test_an_adapter_that_the_server_has_not_loaded_yet_is_another(
    llamacpp: LlamaCppOverWire,
) -> None:
    name = "walmart-gpt-expert:1.0.0"
    engine = llamacpp.engine()
    digest = engine.digest(name)
    with pytest.raises(ModelMissing, match="the model is there"):
        engine.verify(name, digest)
    models: dict[str, Any] = {"models": (llamacpp.model, name), "adapters": {name: "0" * 64}}
    llamacpp.announce(**models)
    with pytest.raises(ModelChanged, match="loaded another adapter"):
        engine.verify(name, digest)
    models["adapters"] = {name: sha256_of(SHIPPED_ADAPTER)}
    llamacpp.announce(**models)
    llamacpp.reply(Reply([llamacpp.error("out of memory")]))
    with pytest.raises(EngineInterrupted, match="the model answers"):
        engine.verify(name, digest)
    llamacpp.will_be_cut_short("bir")
    engine.verify(name, digest)
