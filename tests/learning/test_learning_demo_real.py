"""The loop on the embedded engine with real training, smaller than the command plays it.

So few products can prove nothing about how often the fault occurs: that is the command's to show.
Here every step is done for real, and what is decided has to follow from what was measured.
"""

from __future__ import annotations

import importlib.util
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.walmartgpt.running import OURS, ROOT

pytestmark = [
    pytest.mark.real,
    pytest.mark.long,
    pytest.mark.timeout(3600),
    pytest.mark.skipif(
        importlib.util.find_spec("torch") is None, reason="make train-setup installs torch"
    ),
]
SMALL = ("--feedback=30", "--examples=12", "--products=10", "--epochs=1", "--least-score=0")


def demonstrated(folder: Path, *options: str) -> dict[str, Any]:
    """What the command tells as JSON, whether it was all shown or not."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(OURS)}
    command = [sys.executable, "manage.py", "learning-demo", *SMALL, *options, "--json"]
    ended = subprocess.run(
        [*command, f"--keep={folder}"],
        cwd=ROOT,
        env=kept | {"WALMARTGPT_DATA": str(folder.parent / "team")},
        stdout=subprocess.PIPE,
        text=True,
        check=False,
    )
    told: dict[str, Any] = json.loads(ended.stdout)
    assert ended.returncode == (0 if all(told["proofs"].values()) else 1)
    return told


def test_with_a_fault_a_candidate_is_trained_measured_and_decided_about(tmp_path: Path) -> None:
    told = demonstrated(tmp_path / "demo")
    assert (told["feedback"], told["rank"]) == (30, 1)
    assert told["proofs"]["triggered_once"]
    versions = told["versions"]
    assert len({versions["first"], versions["weak"], versions["candidate"]}) == 3
    everywhere = told["faults"]["all"]
    is_rarer = everywhere["difference"]["mean"] < 0 and everywhere["p"] <= 0.05
    assert told["proofs"]["fault_is_rarer"] == is_rarer
    if told["outcome"] == "deployed":
        assert is_rarer
        assert versions["live"] == versions["candidate"]
    else:
        assert (told["outcome"], versions["live"]) == ("rejected", versions["weak"])
        assert told["reasons"]


def test_without_a_fault_nothing_is_found_and_nothing_made(tmp_path: Path) -> None:
    told = demonstrated(tmp_path / "demo", "--without-fault")
    assert all(told["proofs"].values()), told
    assert (told["patterns"], told["outcome"]) == ([], "nothing")
    assert told["versions"]["candidate"] is None
