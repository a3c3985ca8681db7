"""The whole system, started for real: ready, alone on its folder, mended, gone without trace."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import psutil
import pytest
import redis

from engines.llamacpp_model import best
from tests.environment import is_embedded
from tests.walmartgpt.commands import exchange_examples, generate, score_from_standard_input
from tests.walmartgpt.running import ROOT, RunningSystem, free_port, started, system_environment
from walmartgpt import runtime

pytestmark = [pytest.mark.real, pytest.mark.timeout(300)]


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """One folder for the tests of this module, which build on what the first start left."""
    with system_environment(tmp_path_factory.mktemp("system") / "data") as environment:
        yield environment


@pytest.fixture(scope="module")
def system(environment: dict[str, str]) -> Iterator[RunningSystem]:
    """A system that is ready."""
    with started(environment) as system:
        system.until_ready()
        yield system


def refused(environment: dict[str, str], **changes: str) -> str:
    """What a start that must fail prints, known to be one line."""
    result = subprocess.run(
        [sys.executable, "-m", "walmartgpt.supervisor"],
        cwd=ROOT,
        env=environment | changes,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        timeout=60,
        check=False,
    )
    assert result.returncode == 1
    assert result.stderr.count("\n") == 1
    return result.stderr


def test_everything_is_ready_and_says_where_and_how_to_sign_in(system: RunningSystem) -> None:
    assert system.readiness() == (
        200,
        {"database": True, "broker": True, "worker": True, "engine": True},
    )
    assert f"http://127.0.0.1:{system.port}" in system.output
    assert all(role in system.output for role in ("author", "rater", "manager"))


def test_secrets_are_their_owners_alone(system: RunningSystem, environment: dict[str, str]) -> None:
    folder = Path(environment["WALMARTGPT_DATA"])
    assert folder.stat().st_mode & 0o077 == 0
    private = [folder / "run.json", folder / "engine.json", folder / "secrets" / "secret_key"]
    assert [path.stat().st_mode & 0o077 for path in private] == [0, 0, 0]


def test_a_command_started_beside_it_finds_the_broker(
    system: RunningSystem, environment: dict[str, str]
) -> None:
    code = (
        "import django; django.setup()\n"
        "from walmartgpt import celery; print(celery.silent_queues())"
    )
    beside = {name: value for name, value in environment.items() if name != "REDIS_URL"}
    result = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env=(beside if is_embedded() else environment)
        | {"DJANGO_SETTINGS_MODULE": "walmartgpt.settings"},
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    assert result.stdout.strip() == "[]"


def test_a_second_one_on_the_same_folder_is_refused(
    system: RunningSystem, environment: dict[str, str]
) -> None:
    said = refused(environment, PORT=str(free_port()))
    assert "already runs" in said
    assert f"http://127.0.0.1:{system.port}" in said


def test_a_port_in_use_is_refused(environment: dict[str, str], tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = str(other.getsockname()[1])
        said = refused(environment, PORT=port, WALMARTGPT_DATA=str(tmp_path / "other"))
    assert f"Port {port}" in said


def test_a_folder_that_cannot_be_written_is_refused(environment: dict[str, str]) -> None:
    assert "/proc/walmartgpt cannot be written" in refused(
        environment, WALMARTGPT_DATA="/proc/walmartgpt"
    )


@pytest.mark.timeout(600)
def test_the_commands_work_beside_it(
    system: RunningSystem, environment: dict[str, str], tmp_path: Path
) -> None:
    without_broker = {name: value for name, value in environment.items() if name != "REDIS_URL"}
    beside = without_broker if is_embedded() else environment
    exchange_examples(beside, tmp_path)
    score_from_standard_input(beside)
    result, said = generate(beside)
    assert result["model"] == best(Path("none"))
    assert result["listing"]["title"]
    assert "starting one" not in said


@pytest.mark.parametrize(
    "words",
    [
        pytest.param(("celery", "worker", "generation,default"), id="worker"),
        pytest.param(("celery", "worker", "batches"), id="batches"),
        pytest.param(("celery", "worker", "training"), id="training"),
        pytest.param(("engines.llamacpp_server",), id="engine"),
        pytest.param(("walmartgpt.web",), id="web"),
        pytest.param(("celery", "beat"), id="beat"),
    ],
)
def test_a_part_that_is_killed_comes_back(system: RunningSystem, words: tuple[str, ...]) -> None:
    runs = partial(is_there, system, words)
    system.until(runs)  # beat starts when the others are ready
    old = system.part(*words)
    old.kill()
    system.until(lambda: not old.is_running())
    system.until(runs)
    system.until(system.is_ready)
    assert "was ended by signal SIGKILL" in system.output


def is_there(system: RunningSystem, words: tuple[str, ...]) -> bool:
    """Whether a part with these words in its command runs now."""
    return any(set(words) <= set(process.cmdline()) for process in system.alive())


@pytest.mark.embedded
def test_a_broker_that_is_killed_comes_back_with_what_it_held(
    system: RunningSystem, environment: dict[str, str]
) -> None:
    running = runtime.running(Path(environment["WALMARTGPT_DATA"]))
    assert running is not None
    with redis.Redis.from_url(running.broker) as client:
        client.set("kept", "yes")
        client.waitaof(1, 0, 5000)
        old = next(process for process in system.alive() if "valkey" in process.name())
        old.kill()
        system.until(lambda: not old.is_running())
        system.until(system.is_ready)
        assert client.get("kept") == b"yes"


ASK = """
from accounts.models import User
from content.actions import request_draft
from content.models import Listing
author = User.objects.get(username="author")
print(request_draft(author, Listing.objects.filter(generations=None).first()).pk)
"""
LOOK = """
from content.models import Generation
generation = Generation.objects.get()
print(generation.status, generation.attempt, generation.error or "-")
"""
STOP = """
from content.actions import cancel_draft
from content.models import Generation
generation = Generation.objects.get()
cancel_draft(generation.requested_by, generation)
"""


TRAIN = """
import json
from content.models import TrainingExample
from tests.training.conftest import GOLD, item
from training.actions import request_training
for number, pair in enumerate(GOLD):
    TrainingExample.objects.create(
        origin="imported", document=json.dumps(item(*pair)), fingerprint=str(number), overall=90
    )
print(request_training(None, "basic", strategy="prompt", limit=2).pk)
"""
TRAINED = """
from training.models import TrainingRun
run = TrainingRun.objects.get()
print(run.status, run.artefacts.count(), run.error or "-")
"""


def shell(environment: dict[str, str], code: str) -> list[str]:
    """The words that `code` prints when it is run beside the system."""
    result = subprocess.run(
        [sys.executable, "manage.py", "shell", "--no-imports", "-c", code],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    return result.stdout.split()


def test_a_draft_outlives_the_worker_that_wrote_it(
    system: RunningSystem, environment: dict[str, str]
) -> None:
    shell(environment, ASK)
    system.until(lambda: shell(environment, LOOK)[:2] == ["running", "1"])
    os.killpg(system.part("celery", "worker").pid, signal.SIGKILL)
    system.until(lambda: shell(environment, LOOK)[1] == "2")
    assert shell(environment, LOOK)[2] != "lost"
    shell(environment, STOP)
    system.until(lambda: shell(environment, LOOK)[0] not in {"queued", "running"})


def test_a_training_is_done_by_the_worker_for_it(
    system: RunningSystem, environment: dict[str, str]
) -> None:
    system.until(partial(is_there, system, ("celery", "worker", "training")))
    shell(environment, TRAIN)
    system.until(lambda: shell(environment, TRAINED)[0] not in {"queued", "running"})
    assert shell(environment, TRAINED) == ["done", "1", "-"]


def test_term_ends_all_of_it(system: RunningSystem) -> None:
    assert len(system.alive()) > 4
    assert system.end(signal.SIGTERM) == 0
    assert system.alive() == []
    assert "Everything has stopped." in system.output


def test_a_later_start_has_nothing_to_prepare_and_a_killed_one_leaves_nothing(
    environment: dict[str, str],
) -> None:
    with started(environment) as again:
        again.until_ready()
        assert "Preparing the database" not in again.output
        assert "Collecting static files" not in again.output
        left = again.alive()
        again.end(signal.SIGKILL)
    psutil.wait_procs(left, timeout=10)
    assert again.alive() == []


def test_make_run_passes_the_signal_on(environment: dict[str, str]) -> None:
    with started(environment, "make", "-s", "run", f"PYTHON={sys.executable}") as system:
        system.until_ready()
        system.end(signal.SIGTERM)
        assert system.alive() == []
        assert "Everything has stopped." in system.output
