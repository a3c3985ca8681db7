"""The lock on the data folder, and the file that tells where the system is."""

from __future__ import annotations

from pathlib import Path

import pytest

from walmartgpt import runtime
from walmartgpt.runtime import AlreadyRunning, Runtime

HERE = Runtime(pid=1, url="http://127.0.0.1:8000", broker="redis://:secret@127.0.0.1:1/0")


def test_a_running_system_is_found_while_it_runs(tmp_path: Path) -> None:
    assert runtime.running(tmp_path) is None
    with runtime.hold(tmp_path):
        assert runtime.running(tmp_path) is None  # it has not said yet where it is
        runtime.publish(tmp_path, HERE)
        assert runtime.running(tmp_path) == HERE


def test_what_a_killed_system_left_is_not_believed(tmp_path: Path) -> None:
    with runtime.hold(tmp_path):
        runtime.publish(tmp_path, HERE)
    assert (tmp_path / "run.json").exists()
    assert runtime.running(tmp_path) is None


def test_the_file_is_its_owners_alone(tmp_path: Path) -> None:
    runtime.publish(tmp_path, HERE)
    assert (tmp_path / "run.json").stat().st_mode & 0o777 == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["run.json"]


@pytest.mark.parametrize("text", ["", "{", "[]", '{"pid": 1}', '{"other": 1}'])
def test_a_file_that_is_broken_is_no_system(tmp_path: Path, text: str) -> None:
    with runtime.hold(tmp_path):
        (tmp_path / "run.json").write_text(text)
        assert runtime.running(tmp_path) is None


def test_a_folder_has_one_system(tmp_path: Path) -> None:
    with runtime.hold(tmp_path), pytest.raises(AlreadyRunning), runtime.hold(tmp_path):
        pytest.fail("two systems on one folder")
    with runtime.hold(tmp_path):
        assert runtime.is_held(tmp_path)
