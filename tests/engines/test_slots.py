"""The bound on requests at an engine, over threads and processes."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from engines.base import Cancelled, EngineBusy
from engines.slots import Slots
from tests.engines.conftest import ROOT

HOLD_A_PLACE = """
import pathlib, sys
from engines.slots import Slots
with Slots("engine", 2, pathlib.Path(sys.argv[1])).hold(5):
    print("held", flush=True)
    sys.stdin.read()
"""


@pytest.mark.parametrize("across_processes", [True, False])
def test_no_more_than_the_bound_at_once(tmp_path: Path, across_processes: bool) -> None:
    slots = Slots("engine", 2, tmp_path if across_processes else None)
    with slots.hold(0), slots.hold(0), pytest.raises(EngineBusy), slots.hold(0):
        pass
    with slots.hold(0) as waited:
        assert waited >= 0


def test_a_wait_can_be_cancelled(tmp_path: Path) -> None:
    slots = Slots("engine", 1, tmp_path)
    with slots.hold(0), pytest.raises(Cancelled), slots.hold(3600, lambda: True):
        pass


def test_a_place_comes_back_when_its_holder_fails(tmp_path: Path) -> None:
    slots = Slots("engine", 1, tmp_path)
    with pytest.raises(ZeroDivisionError), slots.hold(0):
        raise ZeroDivisionError
    with slots.hold(0) as waited:
        assert waited >= 0


def test_two_processes_share_the_bound_and_a_killed_one_gives_its_place_back(
    tmp_path: Path,
) -> None:
    slots = Slots("engine", 2, tmp_path)
    command = [sys.executable, "-c", HOLD_A_PLACE, str(tmp_path)]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, cwd=ROOT, stdin=pipe, stdout=pipe, text=True) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "held\n"
        with slots.hold(0), pytest.raises(EngineBusy), slots.hold(0):
            pass
        other.kill()
        other.wait()
        with slots.hold(0), slots.hold(0) as waited:
            assert waited >= 0
