"""A process that asks an engine, forks, and has its child ask again: `python -m …forking ENGINE`.

A process of its own, because the one that runs the tests has threads of other people's, one of
which may hold a lock for ever in whatever is forked from it. A worker's parent has none.
"""

from __future__ import annotations

import faulthandler
import json
import os
import subprocess
import sys

from django.utils.module_loading import import_string

from engines.base import Engine
from tests.engines.conftest import ROOT
from tests.engines.subjects import SCHEMA, Served, short_prompt

PATIENCE = 90
"""Seconds until a child that hangs says where."""


def forked_after_use(subject: Served) -> subprocess.CompletedProcess[str]:
    """Start such a process with the engine of `subject`; it ends well if both answers came."""
    kind = type(subject.engine())
    told = {
        "engine": f"{kind.__module__}.{kind.__qualname__}",
        "options": {name: str(value) for name, value in subject.options().items()},
        "model": subject.model,
    }
    return subprocess.run(
        [sys.executable, "-m", "tests.engines.forking", json.dumps(told)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )


def main(told: str) -> int:
    """Ask, fork, ask; the child's exit status."""
    wanted = json.loads(told)
    engine: Engine = import_string(wanted["engine"])(**wanted["options"])
    engine.complete(short_prompt(), model=wanted["model"], schema=SCHEMA)
    child = os.fork()
    if child == 0:
        faulthandler.dump_traceback_later(PATIENCE, exit=True)
        engine.complete(short_prompt(), model=wanted["model"], schema=SCHEMA)
        os._exit(0)
    _, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
