"""The engines as subjects: `subject` is each of them in turn, `wire` those that can be scripted."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from engines.llamacpp_info import FILE_NAME, ServerInfo, read
from engines.ollama import OllamaEngine
from tests.engines import standin, subjects
from tests.engines.standin_ollama import OllamaStore

Process = subprocess.Popen[str]
ROOT = Path(__file__).resolve().parent.parent.parent
WIRES = ["scripted", "ollama-wire", "llamacpp-wire"]
OLLAMA_HOST = os.environ.get("OLLAMA_HOST", "")
REAL = [pytest.param("llamacpp-real", marks=pytest.mark.real)]
if OLLAMA_HOST and OllamaEngine(host=OLLAMA_HOST).health().models:
    REAL.append(pytest.param("ollama-real", marks=[pytest.mark.real, pytest.mark.ollama]))


def wait_until(condition: Callable[[], bool], what: str, seconds: float = 30) -> None:
    """Wait for something that comes soon; the bound only keeps a failure from hanging."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, f"waited in vain until {what}"
        time.sleep(0.02)


@contextmanager
def server_process(data_dir: Path, *arguments: str) -> Iterator[tuple[Process, ServerInfo]]:
    """A model server on `data_dir`, ready, and ended with the block."""
    process = start_server(data_dir, *arguments)
    path = data_dir / FILE_NAME
    try:
        wait_until(lambda: path.exists() or process.poll() is not None, "the server is ready")
        assert process.poll() is None, process.communicate()[1]
        yield process, read(path)
    finally:
        process.kill()
        process.communicate()


def server_command(data_dir: Path) -> list[str]:
    """What starts a model server."""
    return [sys.executable, "-m", "engines.llamacpp_server", "--data-dir", str(data_dir)]


def start_server(data_dir: Path, *arguments: str) -> Process:
    """The server's process, as the supervisor starts it."""
    return subprocess.Popen(
        [*server_command(data_dir), *arguments],
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


@pytest.fixture(scope="session")
def engine_data(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The data folder of one real model server, which lives as long as the session."""
    folder = tmp_path_factory.mktemp("engine")
    with server_process(folder):
        yield folder


Make = Callable[[str], subjects.Subject]


@pytest.fixture
def make(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Make]:
    """Makes the subject of a name, with a stand-in server where it needs one."""
    wires = {"ollama-wire": subjects.OllamaOverWire, "llamacpp-wire": subjects.LlamaCppOverWire}
    with ExitStack() as stack:

        def subject(name: str) -> subjects.Subject:
            if kind := wires.get(name):
                return kind(tmp_path, stack.enter_context(standin.running(dict(kind.PAGES))))
            if name == "ollama-real":
                return subjects.OllamaReal(tmp_path, OLLAMA_HOST)
            if name == "llamacpp-real":
                return subjects.LlamaCppReal(tmp_path, request.getfixturevalue("engine_data"))
            return subjects.Scripted(tmp_path)

        yield subject


@pytest.fixture(params=[*WIRES, *REAL])
def subject(request: pytest.FixtureRequest, make: Make) -> subjects.Subject:
    """Every engine."""
    return make(request.param)


@pytest.fixture(params=[*WIRES[1:], *REAL])
def served(request: pytest.FixtureRequest, make: Make) -> subjects.Subject:
    """Every engine that any process can make."""
    return make(request.param)


@pytest.fixture(params=WIRES)
def wire(request: pytest.FixtureRequest, make: Make) -> subjects.Subject:
    """Every engine whose server's behaviour a case can write."""
    return make(request.param)


@pytest.fixture(params=["scripted", "ollama-wire", *REAL])
def builder(request: pytest.FixtureRequest, make: Make) -> subjects.Subject:
    """Every engine as one that builds models. The embedded one needs its own server for that, which
    watches the files."""
    made = make(request.param)
    if isinstance(made, subjects.OllamaOverWire):
        made.server.answers = OllamaStore().answer
    return made
