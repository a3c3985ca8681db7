"""One part as a process, tried on small commands."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

from walmartgpt.supervisor import child as module
from walmartgpt.supervisor.child import Child, Part, PartFailed
from walmartgpt.supervisor.output import Log

STUBBORN = (
    "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); "
    "print('up', flush=True); time.sleep(600)"
)
PARENT = (
    "import subprocess, sys, time; "
    "print(subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(600)']).pid, "
    "flush=True); time.sleep(600)"
)


def make_child(folder: Path, code: str) -> Child:
    child = Child(
        Part("part", [sys.executable, "-u", "-c", code]),
        Log("part", folder, None),
        dict(os.environ),
    )
    asyncio.get_running_loop().add_signal_handler(signal.SIGCHLD, child.notice)
    return child


async def said(child: Child, count: int = 1) -> str:
    """The last of `count` lines, as soon as they are there."""
    while len(child.log.last) < count:  # noqa: ASYNC110 - lines come by a callback
        await asyncio.sleep(0.01)
    return child.log.last[-1]


async def test_what_it_prints_is_kept_up_to_the_last_word(tmp_path: Path) -> None:
    child = make_child(tmp_path, "print('one'); print('two', end='')")
    await child.once()
    assert list(child.log.last) == ["one", "two"]
    assert (tmp_path / "part.log").read_text().splitlines() == ["one", "two"]


async def test_a_failure_names_the_part_the_code_and_the_last_words(tmp_path: Path) -> None:
    child = make_child(tmp_path, "import sys; print('no model'); sys.exit(3)")
    with pytest.raises(PartFailed, match=r"'part' ended with exit code 3: no model\."):
        await child.once()


async def test_a_command_that_is_not_there_fails_clearly(tmp_path: Path) -> None:
    child = Child(Part("part", ["/nowhere"]), Log("part", tmp_path, None), {})
    asyncio.get_running_loop().add_signal_handler(signal.SIGCHLD, child.notice)
    with pytest.raises(PartFailed, match="No such file"):
        await child.once()


async def test_a_part_that_dies_is_started_again(tmp_path: Path) -> None:
    child = make_child(tmp_path, "import os, time; print(os.getpid()); time.sleep(600)")
    keeping = asyncio.create_task(child.keep())
    first = int(await said(child))
    os.kill(first, signal.SIGKILL)
    second = int(await said(child, 3))  # the pid, the notice, the new pid
    assert second != first
    assert "SIGKILL" in list(child.log.last)[1]
    keeping.cancel()
    await child.stop()
    assert not psutil.pid_exists(second)


async def test_a_part_that_keeps_dying_ends_everything(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "BACK_OFF", (0.0,))
    child = make_child(tmp_path, "print('broken'); raise SystemExit(1)")
    with pytest.raises(PartFailed, match=r"broken\. It died 5 times in a minute"):
        await child.keep()
    assert list(child.log.last).count("broken") == 5


async def test_stopping_ends_what_ignores_the_signal(tmp_path: Path) -> None:
    child = make_child(tmp_path, STUBBORN)
    keeping = asyncio.create_task(child.keep())
    await said(child)
    keeping.cancel()
    await child.stop(grace=0.1)
    assert not [p for p in psutil.Process().children(recursive=True) if STUBBORN in p.cmdline()]


async def test_stopping_ends_the_processes_that_the_part_started(tmp_path: Path) -> None:
    child = make_child(tmp_path, PARENT)
    keeping = asyncio.create_task(child.keep())
    grandchild = psutil.Process(int(await said(child)))
    keeping.cancel()
    await child.stop()
    _, alive = psutil.wait_procs([grandchild], timeout=5)
    assert not [p for p in alive if p.status() != psutil.STATUS_ZOMBIE]


def test_nothing_outlives_a_supervisor_that_is_killed() -> None:
    code = (
        "import subprocess, sys, time; from walmartgpt.supervisor import tether; "
        "argv = tether.command([sys.executable, '-c', 'import time; time.sleep(600)']); "
        "print(subprocess.Popen(argv).pid, flush=True); time.sleep(600)"
    )
    parent = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
    assert parent.stdout is not None
    tied = psutil.Process(int(parent.stdout.readline()))
    while tied.cmdline()[1:2] == ["-IS"]:
        time.sleep(0.01)  # it has not yet tied itself
    parent.kill()
    parent.wait()
    _, alive = psutil.wait_procs([tied], timeout=5)
    assert not [p for p in alive if p.status() != psutil.STATUS_ZOMBIE]
