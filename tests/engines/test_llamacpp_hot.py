"""The model server takes up what is built while it runs, and drops nothing for it."""

from __future__ import annotations

import json
import os
import shutil
import signal
import time
from collections.abc import Callable
from pathlib import Path
from threading import Thread
from typing import Any

import httpx
import pytest

from domain.modelfile import Modelfile
from engines import llamacpp_built
from engines.base import Build, EngineError, ModelChanged, RequestRefused, Sampling
from engines.llamacpp import LlamaCppEngine
from engines.llamacpp_info import FILE_NAME, ServerInfo, read
from engines.llamacpp_model import EMBEDDED, embedded_path
from tests.engines.conftest import server_process, wait_until
from tests.engines.subjects import SHIPPED_ADAPTER, short_prompt

pytestmark = pytest.mark.real
LONG_ANSWER: dict[str, Any] = {"type": "string", "minLength": 1500, "maxLength": 1600}
YES_OR_NO = {"type": "boolean"}


@pytest.fixture
def data_dir(tmp_path: Path, engine_data: Path) -> Path:
    """A data folder of its own, with the base model's file from another."""
    (tmp_path / "models").mkdir()
    os.link(embedded_path(engine_data / "models"), embedded_path(tmp_path / "models"))
    return tmp_path


@pytest.fixture
def engine(data_dir: Path) -> LlamaCppEngine:
    return LlamaCppEngine(data_dir=data_dir, limits={"backoff": 0.01})


def trained(name: str, adapter: Path = SHIPPED_ADAPTER) -> Build:
    return Build(name, Modelfile(EMBEDDED), {"adapter": adapter})


def write_at_length(engine: LlamaCppEngine, said: list[str], ended: list[str]) -> Thread:
    """A generation that takes many seconds, begun when this returns."""

    def write() -> None:
        try:
            completion = engine.complete(
                short_prompt(),
                model="walmart-gpt-expert:1.0.0",
                schema=LONG_ANSWER,
                sampling=Sampling(max_tokens=1500, seed=3),
                on_text=said.append,
            )
            ended.append(completion.text)
        except EngineError as error:
            ended.append(error.code)

    thread = Thread(target=write)
    thread.start()
    wait_until(lambda: len(said) > 5, "it is being written")
    return thread


def refuses(info: ServerInfo) -> Callable[[], bool]:
    """Whether nothing answers at this address any more."""

    def gone() -> bool:
        try:
            httpx.get(f"{info.url}/health", timeout=2)
        except httpx.ConnectError:
            return True
        except httpx.TimeoutException:
            return False
        return False

    return gone


def test_a_model_is_taken_up_while_another_writes(data_dir: Path, engine: LlamaCppEngine) -> None:
    with server_process(data_dir) as (process, before):
        said: list[str] = []
        ended: list[str] = []
        writing = write_at_length(engine, said, ended)
        started = time.monotonic()
        digest = engine.create(trained("family:1.0.0"))
        created = time.monotonic() - started
        came = len(said)
        engine.verify("family:1.0.0", digest)
        answered = time.monotonic() - started
        after = read(data_dir / FILE_NAME)
        assert (after.url != before.url, after.pid) == (True, process.pid)
        assert not ended, "it was to be written still; the case proves nothing otherwise"
        writing.join()
        print(f"offered after {created:.1f} s, answered after {answered:.1f} s", said[came:][:1])
        assert ended == ["".join(said)]
        assert len(json.loads(ended[0])) >= LONG_ANSWER["minLength"]
        wait_until(refuses(before), "the old server is freed")
        assert engine.complete(short_prompt(), model="family:1.0.0", schema=YES_OR_NO)


def test_who_read_the_old_address_just_before_is_still_answered(
    data_dir: Path, engine: LlamaCppEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    with server_process(data_dir) as (_, before):
        engine.create(trained("family:1.0.0"))
        assert read(data_dir / FILE_NAME).url != before.url
        late = LlamaCppEngine(data_dir=data_dir)
        monkeypatch.setattr(late, "_server", lambda: before)
        assert late.complete(short_prompt(), model=EMBEDDED, schema=YES_OR_NO).text


def test_a_build_that_is_made_again_of_something_else_is_loaded_anew(
    data_dir: Path, engine: LlamaCppEngine
) -> None:
    with server_process(data_dir):
        first = engine.create(trained("family:1.0.0"))
        other = SHIPPED_ADAPTER.with_name("walmart-gpt-advanced@1.0.0.gguf")
        second = engine.create(trained("family:1.0.0", other), again=True)
        assert first != second
        engine.verify("family:1.0.0", second)
        with pytest.raises(ModelChanged):
            engine.verify("family:1.0.0", first)


def test_what_needs_no_other_weights_needs_no_other_server(
    data_dir: Path, engine: LlamaCppEngine
) -> None:
    with server_process(data_dir) as (_, before):
        engine.create(trained("walmart-gpt-expert:1.0.0"))  # what comes along, byte for byte
        engine.create(Build("told:1.0.0", Modelfile(EMBEDDED, system="Kısa yaz.")))
        assert "told:1.0.0" in engine.models()
        engine.delete("told:1.0.0")
        assert "told:1.0.0" not in engine.models()
        assert read(data_dir / FILE_NAME) == before


def test_a_corrupt_adapter_leaves_the_server_as_it_was(
    data_dir: Path, engine: LlamaCppEngine, tmp_path: Path
) -> None:
    corrupt = tmp_path / "corrupt.gguf"
    corrupt.write_bytes(SHIPPED_ADAPTER.read_bytes()[:100_000])
    with server_process(data_dir) as (_, before):
        with pytest.raises(RequestRefused, match=r"family:1\.0\.0 cannot be loaded"):
            engine.create(trained("family:1.0.0", corrupt))
        assert llamacpp_built.built(data_dir / "models", "family:1.0.0") is None
        assert read(data_dir / FILE_NAME).url == before.url
        assert engine.complete(short_prompt(), model=EMBEDDED, schema=YES_OR_NO).text
        engine.create(trained("family:1.0.0"))
        wait_until(lambda: not read(data_dir / FILE_NAME).refused, "the old reason is forgotten")


def test_a_corrupt_adapter_is_left_out_when_the_server_starts(
    data_dir: Path, engine: LlamaCppEngine
) -> None:
    (data_dir / "models" / "adapters").mkdir()
    corrupt = data_dir / "models" / "adapters" / "corrupt.gguf"
    corrupt.write_bytes(SHIPPED_ADAPTER.read_bytes()[:100_000])
    with server_process(data_dir) as (_, info):
        assert "walmart-gpt-expert:1.0.0" in info.models
        assert "corrupt" not in info.models
        assert "corrupt.gguf" in "".join(info.refused.values())


def test_two_built_at_once_are_both_taken_up(
    data_dir: Path, engine: LlamaCppEngine, tmp_path: Path
) -> None:
    corrupt = tmp_path / "corrupt.gguf"
    corrupt.write_bytes(SHIPPED_ADAPTER.read_bytes()[:100_000])
    outcomes: dict[str, str] = {}

    def build(name: str, adapter: Path) -> None:
        try:
            outcomes[name] = engine.create(trained(name, adapter))
        except EngineError as error:
            outcomes[name] = error.code

    with server_process(data_dir):
        names = {"a:1.0.0": SHIPPED_ADAPTER, "b:1.0.0": SHIPPED_ADAPTER, "c:1.0.0": corrupt}
        threads = [Thread(target=build, args=item) for item in names.items()]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert outcomes["c:1.0.0"] == "refused"
        for name in ("a:1.0.0", "b:1.0.0"):
            engine.verify(name, outcomes[name])


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM])
def test_ended_while_it_loads_it_leaves_nothing_half(
    data_dir: Path, engine: LlamaCppEngine, number: signal.Signals
) -> None:
    build = trained("family:1.0.0")
    with server_process(data_dir) as (process, before):
        llamacpp_built.write(data_dir / "models", build, again=False)
        time.sleep(1)  # it looks twice a second, and loads for longer than one
        process.send_signal(number)
        process.wait(timeout=5)
        assert not engine.health().ready
    (data_dir / FILE_NAME).unlink(missing_ok=True)
    with server_process(data_dir) as (_, after):
        assert after.models == ("gemma3-270m", "family:1.0.0", *before.models[1:])
        engine.verify("family:1.0.0", engine.digest("family:1.0.0"))
        shutil.rmtree(data_dir / "models" / "built")
