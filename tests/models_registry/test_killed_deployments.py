"""SIGKILL at any moment of a deployment leaves one live version, and what can be taken up again."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.engines.conftest import ROOT

TIMES = 50


@pytest.mark.real
def test_killed_at_fifty_random_moments_no_state_is_broken(tmp_path: Path) -> None:
    own = ("WALMARTGPT_", "DATABASE_URL", "REDIS_URL", "OLLAMA_HOST")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(own)}
    script = subprocess.run(
        [sys.executable, "-m", "tests.models_registry.killing", str(TIMES)],
        cwd=ROOT,
        env={**kept, "WALMARTGPT_DATA": str(tmp_path)},
        capture_output=True,
        text=True,
        timeout=110,
        check=False,
    )
    assert script.returncode == 0, script.stderr
    found = json.loads(script.stdout)
    assert (found["broken"], found["unfinished"]) == (0, 0)
    assert found["killed"] > TIMES / 2
    assert sum(found["steps"].values()) > 0  # some were killed in the midst of it
