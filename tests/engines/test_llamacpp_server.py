"""The process that owns the embedded model: starting, stopping, dying, and what it answers."""

from __future__ import annotations

import os
import signal
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest

from domain.listing import Product
from domain.markets import get
from domain.prompt import Prompt, answer_schema
from engines.base import AnswerTruncated, Cancelled, EngineError, RequestRefused, Sampling
from engines.llamacpp import LlamaCppEngine
from engines.llamacpp_info import FILE_NAME, read
from engines.llamacpp_model import EMBEDDED, adapters, embedded
from tests.engines.conftest import (
    ROOT,
    server_command,
    server_process,
    start_server,
    wait_until,
)
from tests.engines.subjects import LONG_SCHEMA, SCHEMA, LlamaCppReal, short_prompt

pytestmark = pytest.mark.real

SPAWN_AND_HANG = """
import pathlib, sys
from engines.llamacpp import LlamaCppEngine
LlamaCppEngine(data_dir=pathlib.Path(sys.argv[1]), spawn=True).models()
print("ready", flush=True)
sys.stdin.read()
"""


@pytest.fixture(scope="session")
def model_dir(engine_data: Path) -> Path:
    """The folder with the model's file, so that a case need not put it together again."""
    return engine_data / "models"


@pytest.fixture
def data_dir(tmp_path: Path, model_dir: Path) -> Path:
    """A data folder of its own for one server."""
    (tmp_path / "models").symlink_to(model_dir)
    return tmp_path


def outcome(process: subprocess.Popen[str]) -> tuple[int, str]:
    """The exit status of a server that could not start, and what it said."""
    _, said = process.communicate(timeout=60)
    return process.returncode, said


def test_it_announces_itself_privately_and_withdraws_when_ended(data_dir: Path) -> None:
    path = data_dir / FILE_NAME
    with server_process(data_dir) as (process, info):
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        assert info.models == (EMBEDDED, *adapters(data_dir))
        assert LlamaCppEngine(data_dir=data_dir).health(EMBEDDED).ready
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=10) == 0
        assert not path.exists()


def test_it_ends_at_once_while_it_answers(data_dir: Path) -> None:
    with server_process(data_dir) as (process, _):

        def end(_: str) -> None:
            process.terminate()

        with pytest.raises(EngineError) as caught:
            ask_for_much(data_dir, end)
        assert caught.value.code in ("interrupted", "unavailable")
        assert process.wait(timeout=10) == 0


def test_killed_in_mid_generation_and_started_anew_it_works_again(data_dir: Path) -> None:
    with server_process(data_dir) as (process, _):
        with pytest.raises(EngineError) as caught:
            ask_for_much(data_dir, lambda _: process.kill())
        assert caught.value.code == "interrupted"
        assert caught.value.partial
        process.wait()
        engine = LlamaCppEngine(data_dir=data_dir, limits={"backoff": 0.01})
        with pytest.raises(EngineError) as caught:
            engine.complete(short_prompt(), model=EMBEDDED)
        assert caught.value.code == "unavailable"
        (data_dir / FILE_NAME).unlink()
    with server_process(data_dir):
        assert engine.complete(short_prompt(), model=EMBEDDED, schema=SCHEMA).text


def test_it_dies_with_its_parent(data_dir: Path) -> None:
    script = f"import subprocess, sys; subprocess.run({server_command(data_dir)!r})"
    with subprocess.Popen([sys.executable, "-c", script], cwd=ROOT) as parent:
        path = data_dir / FILE_NAME
        wait_until(path.exists, "the server is ready")
        server = psutil.Process(read(path).pid)
        parent.kill()
    wait_until(lambda: not server.is_running(), "the server has ended")


def test_a_second_server_on_the_same_folder_is_refused(engine_data: Path) -> None:
    status, said = outcome(start_server(engine_data))
    assert status == 1
    assert said == f"engine: another model server already serves {engine_data}\n"


@pytest.mark.parametrize("size", [0, 100, 5_000_000])
def test_a_file_that_is_no_whole_model_is_told_in_one_line(
    data_dir: Path, model_dir: Path, size: int
) -> None:
    broken = data_dir / "broken.gguf"
    broken.write_bytes(embedded(model_dir).read_bytes()[:size])
    status, said = outcome(start_server(data_dir, "--model", str(broken)))
    assert status == 1
    assert str(broken) in said
    assert said.count("\n") == 1


def test_a_damaged_embedded_model_is_put_together_again(tmp_path: Path) -> None:
    path = embedded(tmp_path)
    whole = path.read_bytes()
    with path.open("r+b") as file:
        file.seek(len(whole) // 2)
        file.write(b"\xff" * 64)
    assert embedded(tmp_path).read_bytes() == whole
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("threads", ["many", "0", "-1", "1000"])
def test_a_wrong_number_of_threads_is_told(
    data_dir: Path, threads: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WALMARTGPT_ENGINE_THREADS", threads)
    status, said = outcome(start_server(data_dir))
    assert status == 1
    assert said.startswith(f"engine: WALMARTGPT_ENGINE_THREADS is {threads!r}")


def test_a_folder_that_cannot_be_written_is_told_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    status, said = outcome(start_server(tmp_path / "file"))
    assert status == 1
    assert said.count("\n") == 1
    assert str(tmp_path) in said


def test_a_cancel_while_the_prompt_is_read_leaves_most_of_it_unread(
    engine_data: Path, tmp_path: Path
) -> None:
    real = LlamaCppReal(tmp_path, engine_data)
    at_cancel: list[int] = []

    def cancelled() -> bool:
        at_cancel[:] = [busy["n_prompt_tokens_processed"] for busy in slots_at_work(real)]
        return any(at_cancel)

    with pytest.raises(Cancelled):
        real.engine().complete(real.long_prompt(), model=EMBEDDED, cancelled=cancelled)
    last: dict[str, int] = {}

    def stopped() -> bool:
        for busy in slots_at_work(real):
            last.update(read=busy["n_prompt_tokens_processed"])
        return real.idle()

    wait_until(stopped, "the server is idle")
    assert last.get("read", 0) <= at_cancel[0] + 4 * 64


def slots_at_work(real: LlamaCppReal) -> list[dict[str, int]]:
    """The server's own account of what it is doing."""
    return [slot for slot in real.slots() if slot["is_processing"]]


def test_a_prompt_longer_than_a_slot_is_refused(engine_data: Path, tmp_path: Path) -> None:
    real = LlamaCppReal(tmp_path, engine_data)
    prompt = real.long_prompt()
    longer = type(prompt)(system=prompt.system * 3, request=prompt.request)
    with pytest.raises(RequestRefused, match="4096 is the most"):
        real.engine().complete(longer, model=EMBEDDED)


def test_a_long_text_of_many_numbers_is_held_to_its_grammar(
    engine_data: Path, tmp_path: Path
) -> None:
    """Where a grammar costs the engine too much it drops it, and says so in its log only: the text
    would then end as the prompt's does, long before its least length."""
    facts = "100 pamuk ranforce, 200x220 cm nevresim, 240x260 cm çarşaf, 50x70 cm 2 adet kılıf"
    linen = Product("Çift kişilik takım", features=tuple(facts.split(", ")))
    schema = answer_schema(get("walmart-tr"), linen)
    schema["properties"] = {"description": schema["properties"]["description"]}
    answer = f'{{"description": "{facts}"}}\n'
    prompt = Prompt(system="", request=answer * 4)
    real, sampling = LlamaCppReal(tmp_path, engine_data), Sampling(temperature=0, max_tokens=110)
    with pytest.raises(AnswerTruncated) as caught:
        real.engine().complete(prompt, model=EMBEDDED, schema=schema, sampling=sampling)
    assert caught.value.partial.startswith('{"description": "')
    assert '"}' not in caught.value.partial


def test_a_command_alone_starts_its_own_server_and_takes_it_along(data_dir: Path) -> None:
    command = [sys.executable, "-c", SPAWN_AND_HANG, str(data_dir)]
    pipe = subprocess.PIPE
    with subprocess.Popen(
        command, cwd=ROOT, stdin=pipe, stdout=pipe, stderr=pipe, text=True
    ) as alone:
        assert alone.stdout is not None
        assert alone.stdout.readline() == "ready\n"
        assert not (data_dir / FILE_NAME).exists()
        (path,) = data_dir.glob("engine-*.json")
        server = psutil.Process(read(path).pid)
        os.kill(alone.pid, signal.SIGKILL)
    wait_until(lambda: not server.is_running(), "the server has ended")
    assert not path.exists()


def test_a_command_says_that_it_starts_one_and_why_it_could_not(
    data_dir: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("WALMARTGPT_ENGINE_THREADS", "many")
    engine = LlamaCppEngine(data_dir=data_dir, spawn=True, limits={"backoff": 0.01})
    with pytest.raises(EngineError, match="WALMARTGPT_ENGINE_THREADS is 'many'"):
        engine.complete(short_prompt(), model=EMBEDDED)
    assert "starting one" in capfd.readouterr().err


def ask_for_much(data_dir: Path, on_text: Callable[[str], None]) -> None:
    """A request that takes many seconds."""
    LlamaCppEngine(data_dir=data_dir, limits={"backoff": 0.01}).complete(
        short_prompt(),
        model=EMBEDDED,
        schema=LONG_SCHEMA,
        sampling=Sampling(max_tokens=1500),
        on_text=on_text,
    )
