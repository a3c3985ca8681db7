"""The engine for tests."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from domain.modelfile import Modelfile
from engines.base import (
    AnswerTruncated,
    Build,
    EngineBusy,
    EngineTimeout,
    ModelChanged,
    RequestRefused,
    Sampling,
)
from engines.scripted import ScriptedEngine
from tests.engines.subjects import short_prompt


def test_it_answers_in_order_and_remembers_the_questions() -> None:
    engine = ScriptedEngine(models=["basic-1.0.0"])
    engine.enqueue("bir", lambda request: request.model)
    assert engine.complete(short_prompt(), model="scripted").text == "bir"
    assert engine.complete(short_prompt(), model="basic-1.0.0").text == "basic-1.0.0"
    assert [request.model for request in engine.requests] == ["scripted", "basic-1.0.0"]
    assert engine.requests[0].prompt == short_prompt()


def test_an_error_is_raised_as_it_is() -> None:
    engine = ScriptedEngine()
    engine.enqueue(EngineBusy("full"))
    with pytest.raises(EngineBusy, match="full"):
        engine.complete(short_prompt(), model="scripted")


def test_a_question_nobody_expected_fails_loudly() -> None:
    with pytest.raises(RequestRefused, match="Nothing was enqueued"):
        ScriptedEngine().complete(short_prompt(), model="scripted")


def test_the_length_limit_counts_pieces() -> None:
    engine = ScriptedEngine()
    engine.enqueue("Kırmızı bez çanta, günlük")
    with pytest.raises(AnswerTruncated) as caught:
        engine.complete(short_prompt(), model="scripted", sampling=Sampling(max_tokens=2))
    assert caught.value.partial == "Kırmızı bez çant"


def test_threads_get_one_script_each() -> None:
    engine = ScriptedEngine()
    texts = [f"ilan {number}" for number in range(20)]
    engine.enqueue(*texts)

    def ask(_: int) -> str:
        return engine.complete(short_prompt(), model="scripted").text

    with ThreadPoolExecutor(8) as pool:
        assert sorted(pool.map(ask, range(20))) == sorted(texts)


def test_building_and_verifying_fail_as_they_were_told_to() -> None:
    engine = ScriptedEngine()
    build = Build("family:1.0.0", Modelfile("scripted", system="Kısa yaz."))
    engine.enqueue_failures("create", EngineTimeout("slow"))
    with pytest.raises(EngineTimeout, match="slow"):
        engine.create(build)
    assert engine.built == {}
    digest = engine.create(build)
    engine.enqueue_failures("verify", ModelChanged("swapped"), EngineBusy("full"))
    for error in (ModelChanged, EngineBusy):
        with pytest.raises(error):
            engine.verify(build.name, digest)
    engine.verify(build.name, digest)


def test_a_digest_is_that_of_modelfile_and_files(tmp_path: Path) -> None:
    engine, adapter = ScriptedEngine(), tmp_path / "adapter.gguf"
    digests = set()
    for number, (base, content) in enumerate([("a", b"GGUF1"), ("a", b"GGUF2"), ("b", b"GGUF1")]):
        adapter.write_bytes(content)
        build = Build(f"family:1.0.{number}", Modelfile(base), {"adapter": adapter})
        digests.add(engine.create(build))
    assert len(digests) == 3
