"""From `make run` to an answer of /readyz: in a fresh clone, and again; and the memory it takes."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import tempfile
import time
from pathlib import Path

import httpx
import psutil

from benchmarks.figures import Figure

PATIENCE = 900


def measure() -> list[Figure]:
    """Cold includes making the environment and installing; warm is a second start."""
    with tempfile.TemporaryDirectory(prefix="walmartgpt-start-") as folder:
        clone = Path(folder) / "clone"
        subprocess.run(["git", "clone", "-q", ".", str(clone)], check=True)
        cold, _memory = _start(clone)
        starts = [_start(clone) for _ in range(3)]
    return [
        Figure("cold `make run` to ready, with installing", [cold], "s"),
        Figure("warm `make run` to ready", [seconds for seconds, _ in starts], "s", "10 s"),
        Figure("memory of the whole system (PSS)", [mib for _, mib in starts], "MiB"),
    ]


def _start(clone: Path) -> tuple[float, float]:
    """Seconds to ready, and MiB then."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    own = ("WALMARTGPT_DATA", "WALMARTGPT_PLAIN_STATIC", "DATABASE_URL", "REDIS_URL")
    env = {name: value for name, value in os.environ.items() if name not in own}
    started = time.perf_counter()
    process = subprocess.Popen(
        ["make", "run", f"PORT={port}"],
        cwd=clone,
        env=env,
        stdout=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        _wait(process, f"http://127.0.0.1:{port}/readyz", started)
        seconds = time.perf_counter() - started
        return seconds, _memory(process.pid)
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGTERM)
        process.wait(timeout=60)


def _wait(process: subprocess.Popen[bytes], address: str, started: float) -> None:
    while time.perf_counter() - started < PATIENCE:
        if process.poll() is not None:
            raise SystemExit(f"make run ended with {process.returncode}")
        with contextlib.suppress(httpx.HTTPError):
            if httpx.get(address, timeout=5).status_code == httpx.codes.OK:
                return
        time.sleep(0.1)
    raise SystemExit("make run did not become ready")


def _memory(pid: int) -> float:
    family = psutil.Process(pid).children(recursive=True)
    return sum(child.memory_full_info().pss for child in family) / 1024**2
