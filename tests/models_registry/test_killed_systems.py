"""A running system whose processes die while a version is deployed: nothing is left broken."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.environment import is_embedded
from tests.walmartgpt.commands import generate
from tests.walmartgpt.running import ROOT, started, system_environment
from walmartgpt import runtime

TIMES = 50
PARTS = ("engine", "worker", "broker", "web", "training", "beat")
"""All that the supervisor keeps; a broker that others provide is not ours to kill."""


@pytest.mark.real
@pytest.mark.long
@pytest.mark.timeout(1800)
def test_each_process_is_killed_at_random_moments_and_no_state_is_broken(tmp_path: Path) -> None:
    with (
        system_environment(tmp_path / "data") as environment,
        started(environment | {"WALMARTGPT_WORKERS": "1"}) as system,
    ):
        system.until_ready()
        running = runtime.running(tmp_path / "data")
        assert running is not None
        beside = environment | {"REDIS_URL": running.broker}
        names = [name for name in PARTS if name != "broker" or is_embedded()]
        script = subprocess.run(
            [sys.executable, "-m", "tests.models_registry.killing_parts", str(TIMES), *names],
            cwd=ROOT,
            env=beside,
            capture_output=True,
            text=True,
            timeout=1700,
            check=False,
        )
        assert script.returncode == 0, script.stderr + system.output
        found = json.loads(script.stdout)
        system.until(system.is_ready)
        written, _said = generate(beside)
    bad = {name: found[name] for name in ("broken", "unfinished", "unexplained", "silent")}
    assert bad == dict.fromkeys(bad, 0), found
    assert found["killed"] == TIMES
    assert sum(found["ends"].values()) == TIMES
    assert found["ends"]["done"] > 0
    assert len(found["steps"]) > 1, "some were killed in the midst of it"
    assert written["listing"]["title"]
