"""A whole system for a measurement: on a free port, watched until it is ready, ended again."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import httpx
import psutil

PATIENCE = 900
OWN = ("WALMARTGPT_", "DATABASE_URL", "REDIS_URL", "OLLAMA_HOST", "ALLOWED_HOSTS", "HOST", "PORT")
"""What the environment tells the product; a measurement starts without any of it."""


@dataclass(frozen=True, slots=True)
class Ready:
    """A system that answers."""

    url: str
    seconds: float
    """From the start to the first 200 of /readyz."""
    process: psutil.Process

    def memory(self) -> float:
        """MiB of all its processes; what they share is counted once (PSS)."""
        family = self.process.children(recursive=True)
        return sum(child.memory_full_info().pss for child in family) / 1024**2


@contextlib.contextmanager
def running(command: Sequence[str], folder: Path, data: Path) -> Iterator[Ready]:
    """The system that `command` starts in `folder`, once it is ready; ended with the block."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    env = {name: value for name, value in os.environ.items() if not name.startswith(OWN)}
    started = time.perf_counter()
    process = subprocess.Popen(
        command,
        cwd=folder,
        env=env | {"PORT": str(port), "WALMARTGPT_DATA": str(data)},
        stdout=subprocess.DEVNULL,
        start_new_session=True,
    )
    url = f"http://127.0.0.1:{port}"
    try:
        _wait(process, f"{url}/readyz", started)
        yield Ready(url, time.perf_counter() - started, psutil.Process(process.pid))
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGTERM)
        process.wait(timeout=60)


def _wait(process: subprocess.Popen[bytes], address: str, started: float) -> None:
    while time.perf_counter() - started < PATIENCE:
        if process.poll() is not None:
            raise SystemExit(f"The system ended with {process.returncode}.")
        with contextlib.suppress(httpx.HTTPError):
            if httpx.get(address, timeout=5, trust_env=False).status_code == httpx.codes.OK:
                return
        time.sleep(0.1)
    raise SystemExit("The system did not become ready.")
