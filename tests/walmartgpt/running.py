"""A whole system of its own for a test: folder, port, database and queues that no other has."""

from __future__ import annotations

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psutil
import psycopg
import redis

from tests.environment import is_embedded
from tests.walmartgpt.processes import alive_in, runs
from walmartgpt.supervisor import tether

PATIENCE = 90.0
# What the tests around it were given is not meant for a system of its own.
OURS = (
    *("WALMARTGPT_", "REDIS_URL", "DATABASE_URL", "OLLAMA_HOST", "ALLOWED_HOSTS", "HOST"),
    *("DJANGO_", "PYTEST_", "MAKE", "MFLAGS"),
)
CLAIM = "walmartgpt:claimed-by-tests"
ROOT = Path(__file__).resolve().parents[2]


class RunningSystem:
    """A supervisor in a process of its own, and what can be asked of it from outside."""

    def __init__(self, environment: dict[str, str], port: int, argv: list[str]) -> None:
        self.environment = environment
        self.port = port
        self.lines: list[str] = []
        self.process = subprocess.Popen(
            tether.command(argv, signal.SIGTERM),  # nor does it outlive tests that are killed
            cwd=ROOT,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    @property
    def output(self) -> str:
        """Everything printed so far."""
        return "\n".join(self.lines)

    def readiness(self) -> tuple[int, dict[str, Any]]:
        """What /readyz says: status and parts."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
        try:
            connection.request("GET", "/readyz")
            response = connection.getresponse()
            return response.status, json.loads(response.read())
        finally:
            connection.close()

    def is_ready(self) -> bool:
        """Whether /readyz says 200 now."""
        try:
            return self.readiness()[0] == 200
        except (OSError, ValueError, http.client.HTTPException):
            return False

    def until_ready(self) -> None:
        """Waits for the line that announces the system."""
        self.until(lambda: "is ready after" in self.output)

    def until(self, holds: Callable[[], bool]) -> None:
        """Waits until `holds`; fails with the system's output when it never does."""
        deadline = time.monotonic() + PATIENCE
        while not holds():
            if time.monotonic() > deadline or self.process.poll() is not None:
                raise AssertionError(f"It never came about. The system said:\n{self.output}")
            time.sleep(0.05)

    def part(self, *words: str) -> psutil.Process:
        """The oldest process of the system whose command line has all of `words`."""
        found = [process for process in self.alive() if runs(process, *words)]
        return min(found, key=lambda process: process.create_time())

    def alive(self) -> list[psutil.Process]:
        """Every process that belongs to this system, whoever its parent is now."""
        return alive_in(self.environment["WALMARTGPT_DATA"])

    def end(self, number: signal.Signals) -> int:
        """Sends the signal to the process that was started; its exit code."""
        self.process.send_signal(number)
        code = self.process.wait(timeout=PATIENCE)
        self._reader.join(timeout=10)
        return code

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.lines.append(line.rstrip("\n"))


def free_port() -> int:
    """A port that nobody listened on just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def system_environment(folder: Path) -> Iterator[dict[str, str]]:
    """The environment of a system on `folder`: embedded, or with a database and queues apart."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(OURS)}
    # Asked for, since a system with a database apart loads no demo people of its own accord.
    kept |= {"WALMARTGPT_DATA": str(folder), "PORT": str(free_port()), "WALMARTGPT_DEMO": "1"}
    if is_embedded():
        yield kept
        return
    with _scratch_database() as database, _scratch_queues() as queues:
        yield kept | database | queues


@contextmanager
def _scratch_database() -> Iterator[dict[str, str]]:
    url = os.environ.get("DATABASE_URL", "")
    if not url.startswith("postgres"):
        yield {}
        return
    server, name = url.rsplit("/", 1)[0], f"walmartgpt_system_{uuid.uuid4().hex[:12]}"
    with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
        try:
            yield {"DATABASE_URL": f"{server}/{name}"}
        finally:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@contextmanager
def _scratch_queues() -> Iterator[dict[str, str]]:
    """A logical database of the broker that was empty and that nobody else tests with now."""
    server = os.environ["REDIS_URL"].rsplit("/", 1)[0]
    for number in range(15, 7, -1):
        with redis.Redis.from_url(f"{server}/{number}") as client:
            if not client.set(CLAIM, os.getpid(), nx=True, ex=3600):
                continue
            if client.dbsize() != 1:
                client.delete(CLAIM)  # somebody keeps something there: not ours to flush
                continue
            try:
                yield {"REDIS_URL": f"{server}/{number}"}
            finally:
                client.flushdb()
            return
    raise AssertionError(f"No database from 8 to 15 of {server} is empty; empty one for the tests.")


@contextmanager
def started(environment: dict[str, str], *argv: str) -> Iterator[RunningSystem]:
    """A system that is ended with the block, however that is left."""
    system = start(environment, list(argv) or None)
    try:
        yield system
    finally:
        if system.process.poll() is None:
            system.end(signal.SIGTERM)


def start(environment: dict[str, str], argv: list[str] | None = None) -> RunningSystem:
    """Starts a system; the caller ends it."""
    command = argv or [sys.executable, "-m", "walmartgpt.supervisor"]
    return RunningSystem(environment, int(environment["PORT"]), command)
