"""The API over HTTP: requests a second and p95 of scoring a text and of a page of listings.

The server is the web process of `make run` with 100,000 listings; programs ask without a pause, one
alone and four at once. BENCH_POSTGRES, the address of a PostgreSQL server's database, measures
there too, in a database of its own.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Final

import httpx

from benchmarks.figures import Figure, p95
from benchmarks.postgres import on_each_database
from benchmarks.raters import serving

SECONDS: Final = 10.0
AT_ONCE: Final = (1, 4)
WARM: Final = 20
RATE: Final = 10_000_000
"""Requests a minute that the token may ask: the measurement is not to be refused."""
Ask = Callable[[httpx.Client], httpx.Response]


def measure() -> list[Figure]:
    """On the embedded default, and on PostgreSQL where BENCH_POSTGRES names one."""
    return on_each_database(_measured)


def _measured(database: str, more: Mapping[str, str]) -> list[Figure]:
    env = {**os.environ, **more, "WALMARTGPT_API_RATE": str(RATE)}
    made = _prepared(env)
    body, figures = made["score"], list[Figure]()

    def score(client: httpx.Client) -> httpx.Response:
        return client.post("/api/v1/score", json=body)

    def page(client: httpx.Client) -> httpx.Response:
        return client.get("/api/v1/listings")

    with serving(env) as url:
        for name, ask in (("POST /score", score), ("GET /listings", page)):
            for programs in AT_ONCE:
                waits, seconds = _asked(url, made["token"], ask, programs)
                said = f"API {name}, {programs} at once, {database}"
                figures += [
                    Figure(f"{said}: requests a second", [len(waits) / seconds], ""),
                    Figure(f"{said}: p95", [p95(waits)], "ms"),
                ]
    return figures


def _prepared(env: Mapping[str, str]) -> dict[str, Any]:
    """In a process of its own: settings hold for one database only."""
    command = [sys.executable, "-m", "benchmarks.api_data"]
    done = subprocess.run(command, env=env, stdout=subprocess.PIPE, text=True, check=True)
    answer: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return answer


def _asked(url: str, token: str, ask: Ask, programs: int) -> tuple[list[float], float]:
    """Milliseconds of each request of all programs, and the seconds that they took together."""
    ready = threading.Barrier(programs)
    headers = {"Authorization": f"Bearer {token}"}

    def work(_number: int) -> tuple[list[float], float]:
        with httpx.Client(base_url=url, headers=headers, timeout=60, trust_env=False) as client:
            for _ in range(WARM):
                ask(client).raise_for_status()
            ready.wait()
            return _waits(client, ask)

    with ThreadPoolExecutor(programs) as pool:
        done = list(pool.map(work, range(programs)))
    return [wait for waits, _ in done for wait in waits], max(seconds for _, seconds in done)


def _waits(client: httpx.Client, ask: Ask) -> tuple[list[float], float]:
    waits, began = [], time.perf_counter()
    while time.perf_counter() - began < SECONDS:
        started = time.perf_counter()
        ask(client).raise_for_status()
        waits.append((time.perf_counter() - started) * 1000)
    return waits, time.perf_counter() - began
