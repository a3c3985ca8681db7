"""From `make run` to an answer of /readyz: in a fresh clone, and again; and the memory it takes."""

from __future__ import annotations

import subprocess
import tempfile
from pathlib import Path

from benchmarks.figures import Figure
from benchmarks.systems import running

STARTS = 3


def measure() -> list[Figure]:
    """Cold includes making the environment and installing; warm is a second start."""
    with tempfile.TemporaryDirectory(prefix="walmartgpt-start-") as folder:
        clone = Path(folder) / "clone"
        subprocess.run(["git", "clone", "-q", ".", str(clone)], check=True)
        cold, _memory = _start(clone)
        starts = [_start(clone) for _ in range(STARTS)]
    return [
        Figure("cold `make run` to ready, with installing", [cold], "s"),
        Figure("warm `make run` to ready", [seconds for seconds, _ in starts], "s", "10 s"),
        Figure("memory of the whole system (PSS)", [mib for _, mib in starts], "MiB"),
    ]


def _start(clone: Path) -> tuple[float, float]:
    """Seconds to ready, and MiB then."""
    with running(["make", "run"], clone, clone / "var") as system:
        return system.seconds, system.memory()
