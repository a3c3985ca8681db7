"""Files that commands write: whole, or as they were before."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from terminal.writing import write_whole


def broken() -> Iterator[str]:
    yield "half"
    raise KeyboardInterrupt


def test_what_is_interrupted_leaves_the_old_file_and_nothing_beside_it(tmp_path: Path) -> None:
    file = tmp_path / "out.csv"
    assert write_whole(file, ["a\r\n", "b"]) == 2
    assert file.read_bytes() == b"a\r\nb"
    with pytest.raises(KeyboardInterrupt):
        write_whole(file, broken())
    assert file.read_bytes() == b"a\r\nb"
    assert list(tmp_path.iterdir()) == [file]


def test_a_pipe_is_written_to_and_not_replaced(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reading = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    try:
        assert write_whole(pipe, ["a", "b"]) == 2
        assert os.read(reading, 10) == b"ab"
    finally:
        os.close(reading)
    assert pipe.is_fifo()


def test_a_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(IsADirectoryError):
        write_whole(tmp_path, ["a"])
