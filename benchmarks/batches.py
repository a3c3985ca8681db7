"""Batches: what our system adds to the time that the engine takes by itself.

200 products with an engine that takes 50 ms for each and writes one at a time, on a broker and a
worker of their own: nothing could be faster than 10 s. Then 20 products in a whole system with the
embedded engine, beside a plain loop that asks the same model the same way and keeps nothing.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from benchmarks.batches_engine import SECONDS
from benchmarks.figures import Figure
from benchmarks.postgres import on_each_database
from benchmarks.systems import running
from walmartgpt.supervisor.broker import Broker

PRODUCTS: Final = 200
RUNS: Final = 3
EMBEDDED: Final = 20
PROCESSES: Final = 3


def measure() -> list[Figure]:
    """Both, the first also on PostgreSQL where BENCH_POSTGRES names one."""
    return [*on_each_database(_fixed), *_embedded()]


def _fixed(name: str, more: Mapping[str, str]) -> list[Figure]:
    """Several batches one after the other, with a worker that is warm."""
    with tempfile.TemporaryDirectory(prefix="walmartgpt-batches-") as folder:
        broker = Broker.prepare(Path(folder) / "broker")
        broker.start()
        env = {
            **os.environ,
            **more,
            "WALMARTGPT_DATA": folder,
            "REDIS_URL": broker.url,
            "DJANGO_SETTINGS_MODULE": "benchmarks.batches_settings",
        }
        try:
            _trials(env, "prepare")
            with _worker(env):
                told = _trials(env, "fixed", str(PRODUCTS), str(RUNS))
        finally:
            broker.stop()
    floor = PRODUCTS * SECONDS
    over = [100 * (seconds / floor - 1) for seconds in told["seconds"]]
    return [
        Figure(f"batch of {PRODUCTS} at 50 ms each, {name}", told["seconds"], "s"),
        Figure(f"its overhead over {floor:g} s, {name}", over, "%", "10 %"),
    ]


def _embedded() -> list[Figure]:
    """Answers a second of a batch, beside those of a loop."""
    with tempfile.TemporaryDirectory(prefix="walmartgpt-batches-") as folder:
        data = Path(folder) / "data"
        with running([sys.executable, "-m", "walmartgpt.supervisor"], Path.cwd(), data):
            told = _trials({**os.environ, "WALMARTGPT_DATA": str(data)}, "embedded", str(EMBEDDED))
    return [
        Figure(f"{EMBEDDED} listings in a plain loop, embedded", [told["loop"]], "answers/min"),
        Figure(f"{EMBEDDED} listings as a batch, embedded", [told["batch"]], "answers/min"),
        Figure("batch : loop", [told["batch"] / told["loop"]], "", "0.95"),
    ]


@contextmanager
def _worker(env: Mapping[str, str]) -> Iterator[None]:
    """The worker of batches, as `make run` starts it."""
    command = [sys.executable, "-m", "celery", "-A", "walmartgpt", "-q", "worker"]
    command += ["--concurrency", str(PROCESSES), "--queues", "batches", "--without-gossip"]
    process = subprocess.Popen([*command, "--without-mingle"], env=env)
    try:
        yield
    finally:
        process.terminate()
        process.wait(timeout=60)


def _trials(env: Mapping[str, str], *what: str) -> dict[str, Any]:
    """In a process of its own: settings hold for one database and one engine only."""
    command = [sys.executable, "-m", "benchmarks.batches_trials", *what]
    done = subprocess.run(command, env=env, stdout=subprocess.PIPE, text=True, check=True)
    answer: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return answer
