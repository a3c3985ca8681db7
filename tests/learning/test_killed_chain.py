"""A running system whose processes die while a retraining is under way: it ends, and tells why."""

from __future__ import annotations

import importlib.util
import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.environment import is_embedded
from tests.walmartgpt.running import ROOT, started, system_environment
from walmartgpt import runtime

DEATHS = 20
HOURS = 3


@pytest.mark.real
@pytest.mark.long
@pytest.mark.embedded
@pytest.mark.timeout(HOURS * 3600)
@pytest.mark.skipif(
    importlib.util.find_spec("torch") is None, reason="make train-setup installs torch"
)
def test_worker_broker_and_training_die_at_random_moments_of_chains(tmp_path: Path) -> None:
    assert is_embedded(), "the broker is ours to end"
    settings = {"WALMARTGPT_WORKERS": "1", "WALMARTGPT_MOST_REDRAWN": "1"}
    with (
        system_environment(tmp_path / "data") as environment,
        started(environment | settings) as system,
    ):
        system.until_ready()
        running = runtime.running(tmp_path / "data")
        assert running is not None
        script = subprocess.run(
            [sys.executable, "-m", "tests.learning.killing_chain", str(DEATHS)],
            cwd=ROOT,
            env=environment | settings | {"REDIS_URL": running.broker},
            stdout=subprocess.PIPE,
            text=True,
            timeout=HOURS * 3500,
            check=False,
        )
        assert script.returncode == 0, system.output
    found = json.loads(script.stdout)
    assert sum(found["killed"].values()) == DEATHS
    assert len(found["steps"]) > 1, "some died in other steps"
    bad = {name: found[name] for name in ("unfinished", "unexplained", "lost", "used_by_none")}
    assert bad == dict.fromkeys(bad, 0), found
