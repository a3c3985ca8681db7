"""Feedback from many connections at once: in each trial exactly one retraining is to begin.

200 pieces come over 20 connections at the same moment, each followed by a look at the counter, as
the message that tells of it is; the counter is full at 100. In other trials every message is lost,
and twenty beats look at once. BENCH_POSTGRES, the address of a PostgreSQL server's database,
measures there too, in a database of its own.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from typing import Any, Final

from benchmarks.figures import Figure
from benchmarks.postgres import on_each_database

TRIALS: Final = 100
LOST: Final = 20
"""Trials in which every message is lost."""


def measure() -> list[Figure]:
    """On the embedded default, and on PostgreSQL where BENCH_POSTGRES names one."""
    return on_each_database(_measured)


def _measured(name: str, more: Mapping[str, str]) -> list[Figure]:
    told = _told({**os.environ, **more})
    return [
        Figure(f"200 at once, {name}: one retraining, of {TRIALS}", [told["one"]], "", str(TRIALS)),
        Figure(f"200 at once, {name}: feedback lost", [told["lost"]], "", "0"),
        Figure(f"200 at once, {name}: until all are there and counted", told["seconds"], "s"),
        Figure(
            f"200 at once, messages lost, {name}: one retraining, of {LOST}",
            [told["one_of_lost"]],
            "",
            str(LOST),
        ),
        Figure(f"a look at a counter of 10,000, {name}", told["look"], "ms"),
    ]


def _told(env: Mapping[str, str]) -> dict[str, Any]:
    """In a process of its own: settings hold for one database only."""
    command = [sys.executable, "-m", "benchmarks.learning_trials", str(TRIALS), str(LOST)]
    done = subprocess.run(command, env=env, stdout=subprocess.PIPE, text=True, check=True)
    answer: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return answer
