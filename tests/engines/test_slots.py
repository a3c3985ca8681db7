"""The bound on requests at an engine, over threads and processes."""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from pathlib import Path
from threading import Event

import pytest

from engines.base import Cancelled, EngineBusy
from engines.slots import Slots, giving_way
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


@pytest.mark.parametrize("across_processes", [True, False])
def test_who_gives_way_takes_no_place_that_another_waits_for(
    tmp_path: Path, across_processes: bool
) -> None:
    slots = Slots("engine", 1, tmp_path if across_processes else None)
    order: list[str] = []
    asked = {"first": Event(), "behind": Event()}

    def hold(name: str) -> None:
        def waiting() -> bool:
            asked[name].set()
            return False

        with giving_way() if name == "behind" else nullcontext(), slots.hold(30, waiting):
            order.append(name)

    with ThreadPoolExecutor(2) as pool:
        with slots.hold(0):
            behind = pool.submit(hold, "behind")
            assert asked["behind"].wait(10)
            first = pool.submit(hold, "first")
            assert asked["first"].wait(10)
            asked["first"].clear()  # it stands in line by the time it asks for the second time
            assert asked["first"].wait(10)
        first.result(timeout=10)
        behind.result(timeout=10)
    assert order == ["first", "behind"]


def test_who_gives_way_takes_a_place_that_nobody_waits_for(tmp_path: Path) -> None:
    slots = Slots("engine", 1, tmp_path)
    with giving_way(), slots.hold(0) as waited:
        assert waited >= 0
    with slots.hold(0):
        pass
