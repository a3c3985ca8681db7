"""SIGKILL at any moment of an approval and its delivery loses no message and invents none."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.api.receiving import Receiver
from tests.engines.conftest import ROOT

TIMES = 15


@pytest.mark.real
@pytest.mark.timeout(300)
def test_killed_at_random_moments_every_approval_is_told(
    tmp_path: Path, receiver: Receiver
) -> None:
    own = ("WALMARTGPT_", "DATABASE_URL", "REDIS_URL", "OLLAMA_HOST")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(own)}
    settings = {"WALMARTGPT_DATA": str(tmp_path), "WALMARTGPT_WEBHOOK_PRIVATE": "127.0.0.1"}
    script = subprocess.run(
        [sys.executable, "-m", "tests.api.killing_webhooks", str(TIMES), receiver.url],
        cwd=ROOT,
        env={**kept, **settings},
        capture_output=True,
        text=True,
        timeout=280,
        check=False,
    )
    assert script.returncode == 0, script.stderr
    found = json.loads(script.stdout.splitlines()[-1])
    assert found["told"] == found["approved"]
    assert found["ends"] == {"done": len(found["told"])}
    arrived = [got.headers["webhook-id"] for got in receiver.got]
    assert sorted(set(arrived)) == found["messages"]
    assert found["killed"] > TIMES / 2
    assert len(found["told"]) > 2
