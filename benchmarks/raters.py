"""Fifty raters at once over HTTP: ratings a second, how long each waits, and what went wrong.

Each rater signs in, opens the campaign, and sends answer after answer without a pause for thought,
so that the queue is always full; the server is the web process of `make run`. BENCH_POSTGRES, the
address of a PostgreSQL server's database, measures there too, in a database of its own.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any, Final

import httpx

from benchmarks.figures import Figure, p95
from benchmarks.postgres import on_each_database
from benchmarks.raters_data import PASSWORD

RATERS: Final = 50
ITEMS: Final = 200
EACH: Final = 3
CRITERIA: Final = ("clarity", "persuasiveness", "accuracy", "walmart_style", "overall")
PATIENCE: Final = 120.0
_TOKEN: Final = re.compile(r'data-token="([^"]+)"')
_CSRF: Final = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


@dataclass(slots=True)
class Shift:
    """What one rater did: each answer by the item's token, and how long the next one took."""

    answers: dict[str, int] = field(default_factory=dict)
    seconds: list[float] = field(default_factory=list)
    refused: int = 0


def measure() -> list[Figure]:
    """On the embedded default, and on PostgreSQL where BENCH_POSTGRES names one."""
    return on_each_database(_measured)


def _measured(database: str, more: Mapping[str, str]) -> list[Figure]:
    env = {**os.environ, **more}
    made = _told(env, "prepare", str(RATERS), str(ITEMS), str(EACH))
    with serving(env) as url:
        shifts, seconds = _shifts(url, made["campaign"], made["raters"])
    answers = {token: score for shift in shifts for token, score in shift.answers.items()}
    found = _told(env, "inspect", str(made["campaign"]), told=json.dumps(answers))
    waits = [second * 1000 for shift in shifts for second in shift.seconds]
    name = f"{RATERS} raters on {database}"
    return [
        Figure(f"{name}: ratings a second", [len(answers) / seconds], "", "100"),
        Figure(f"{name}: submit and next, p95", [p95(waits)], "ms", "500 ms"),
        Figure(f"{name}: ratings kept, of {ITEMS * EACH}", [found["kept"]], "", str(ITEMS * EACH)),
        Figure(f"{name}: items rated by more than {EACH}", [found["over"]], "", "0"),
        Figure(f"{name}: items twice to one rater", [found["twice"]], "", "0"),
        Figure(f"{name}: lost ratings", [found["lost"]], "", "0"),
        Figure(f"{name}: refused answers", [sum(shift.refused for shift in shifts)], "", "0"),
    ]


def _told(env: Mapping[str, str], *arguments: str, told: str = "") -> dict[str, Any]:
    """What a step in a process of its own says: settings hold for one database only."""
    command = [sys.executable, "-m", "benchmarks.raters_data", *arguments]
    done = subprocess.run(
        command, env=env, input=told, stdout=subprocess.PIPE, text=True, check=True
    )
    answer: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return answer


@contextlib.contextmanager
def serving(env: Mapping[str, str]) -> Iterator[str]:
    """The web process on a socket of ours, as the supervisor starts it."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen(1024)
        port = listening.getsockname()[1]
        process = subprocess.Popen(
            [sys.executable, "-m", "walmartgpt.web", str(listening.fileno())],
            env=env,
            pass_fds=[listening.fileno()],
        )
        try:
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()
            process.wait(timeout=60)


def _shifts(url: str, campaign: int, raters: list[str]) -> tuple[list[Shift], float]:
    """All raters at work; seconds from when everybody had their first item to the last answer."""
    ready = threading.Barrier(len(raters) + 1)

    def work(name: str) -> Shift:
        with httpx.Client(base_url=url, timeout=PATIENCE, trust_env=False) as client:
            token, page = _signed_in(client, name, campaign)
            ready.wait()
            return _shift(client, campaign, token, page)

    with ThreadPoolExecutor(len(raters)) as pool:
        working = [pool.submit(work, name) for name in raters]
        ready.wait()
        started = time.perf_counter()
        shifts = [each.result() for each in working]
        return shifts, time.perf_counter() - started


def _signed_in(client: httpx.Client, name: str, campaign: int) -> tuple[str, str]:
    """The form's token and the campaign's page, after signing in as anybody does."""
    page = client.get("/sign-in/").raise_for_status().text
    fields = {"csrfmiddlewaretoken": _CSRF.findall(page)[0], "username": name}
    answer = client.post("/sign-in/", data={**fields, "password": PASSWORD})
    if answer.status_code != httpx.codes.FOUND:
        raise SystemExit(f"{name} could not sign in: {answer.status_code}")
    page = client.get(f"/rate/{campaign}/").raise_for_status().text
    return _CSRF.findall(page)[0], page


def _shift(client: httpx.Client, campaign: int, csrf: str, page: str) -> Shift:
    """Answer what is there until nothing comes, as the page's script does."""
    shift = Shift()
    waiting = _TOKEN.findall(page)
    path, headers = f"/rate/{campaign}/answer/", {"X-Requested-With": "fetch"}
    while waiting:
        token = waiting.pop(0)
        score = 1 + len(shift.answers) % 5
        fields = {f"score-{key}": str(score) for key in CRITERIA}
        data = {**fields, "csrfmiddlewaretoken": csrf, "token": token, "has": waiting}
        started = time.perf_counter()
        answer = client.post(path, data=data, headers=headers)
        shift.seconds.append(time.perf_counter() - started)
        if answer.status_code == httpx.codes.CONFLICT:
            shift.refused += 1
            continue
        answer.raise_for_status()
        shift.answers[token] = score
        waiting += _TOKEN.findall(answer.text)
    return shift
