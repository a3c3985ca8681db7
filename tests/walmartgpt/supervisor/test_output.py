"""What parts print, cut, kept and bounded."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from walmartgpt.supervisor import output
from walmartgpt.supervisor.output import LINE_BYTES, Log, Terminal


def test_lines_come_whole_however_they_are_cut(tmp_path: Path) -> None:
    log = Log("part", tmp_path, None)
    for piece in ("bir\nik", "i\n", "", "üç ş"):
        log.feed(piece.encode())
    log.feed("ığ\n".encode()[:2])  # even within a letter
    log.feed("ığ\n".encode()[2:])
    assert list(log.last) == ["bir", "iki", "üç şığ"]


def test_an_endless_line_is_cut_not_kept(tmp_path: Path) -> None:
    log = Log("part", tmp_path, None)
    log.feed(b"x" * (3 * LINE_BYTES + 5))
    assert [len(line) for line in log.last] == [LINE_BYTES] * 3
    log.end()
    assert log.last[-1] == "x" * 5


def test_the_file_is_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(output, "FILE_BYTES", 1000)
    log = Log("part", tmp_path, None)
    for number in range(1000):
        log.feed(f"line {number}\n".encode())
    sizes = [path.stat().st_size for path in tmp_path.iterdir()]
    assert len(sizes) == 1 + output.OLD_FILES
    assert max(sizes) <= 1000
    assert (tmp_path / "part.log").read_text().endswith("line 999\n")


def test_a_terminal_that_nobody_reads_stops_nobody() -> None:
    reader, writer = os.pipe()
    terminal = Terminal(writer)
    for _ in range(5000):  # far more than a pipe and the queue hold together
        terminal.line("part", "x" * 200)
    terminal.close()
    os.close(reader)  # now its thread goes on, and finds nobody there
    terminal.close()
    os.close(writer)


def test_a_terminal_shows_each_part_by_its_name() -> None:
    reader, writer = os.pipe()
    terminal = Terminal(writer)
    terminal.line("worker", "hazır")
    terminal.line("", "Ctrl-C stops everything.")
    terminal.close()
    os.close(writer)
    with os.fdopen(reader, encoding="utf-8") as shown:
        assert shown.read() == "worker   | hazır\nCtrl-C stops everything.\n"
