"""A data folder of its own, and a process that sees no other: nobody's work is touched."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict
from json import dumps
from pathlib import Path
from typing import Final

from django.conf import settings

from learning.demo.plan import Plan

OTHERS: Final = (
    *("DATABASE_URL", "REDIS_URL", "OLLAMA_HOST"),
    *("WALMARTGPT_DATA", "WALMARTGPT_MODEL", "WALMARTGPT_TRAIN_BASE"),
)
"""What would lead to the team's own data, queue and models."""
REDRAWN: Final = "10"
"""For so many products at most fresh drafts are written: on a processor they take minutes."""


class NotEmpty(Exception):
    """The folder that is to be kept holds something already."""


@contextmanager
def folder(keep: Path | None) -> Iterator[Path]:
    """Where everything is kept; gone with the block unless it is to be `keep`."""
    if keep is None:
        with tempfile.TemporaryDirectory(prefix="walmartgpt-demo-") as name:
            yield Path(name)
        return
    if keep.exists() and any(keep.iterdir()):
        raise NotEmpty(str(keep))
    keep.mkdir(mode=0o700, parents=True, exist_ok=True)
    yield keep.resolve()


def environment(data: Path, given: Mapping[str, str]) -> dict[str, str]:
    """What such a process is told: the embedded engine, and a database in `data`."""
    kept = {name: value for name, value in given.items() if name not in OTHERS}
    quiet = {"WALMARTGPT_LOG_LEVEL": "ERROR", "WALMARTGPT_MOST_REDRAWN": REDRAWN}
    return quiet | kept | {"WALMARTGPT_DATA": str(data)}


def run(plan: Plan, data: Path, *, json: bool, messages: str) -> int:
    """Play it on the data in `data`; the exit status."""
    told = dumps({"plan": asdict(plan), "json": json, "messages": messages})
    command = [sys.executable, "-m", "learning.demo", told]
    process = subprocess.run(
        command, cwd=settings.BASE_DIR, env=environment(data, os.environ), check=False
    )
    return process.returncode
