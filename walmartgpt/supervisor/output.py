"""What the parts print: on the terminal with their name before it, and in a bounded file each."""

from __future__ import annotations

import logging
import os
import queue
import threading
from collections import deque
from logging.handlers import RotatingFileHandler
from pathlib import Path

LINE_BYTES = 16_384
FILE_BYTES = 5_000_000
OLD_FILES = 2

# A disk that is full must not end the supervisor; the terminal still shows what happens.
logging.raiseExceptions = False


class Terminal:
    """Writes lines from a thread of its own: a terminal that nobody reads stops nothing else."""

    def __init__(self, descriptor: int = 1) -> None:
        self._descriptor = descriptor
        self._lines: queue.Queue[str | None] = queue.Queue(maxsize=2000)
        self._thread = threading.Thread(target=self._write, daemon=True)
        self._thread.start()

    def line(self, name: str, text: str) -> None:
        """Prints one line; lost when two thousand others are still unread."""
        try:
            self._lines.put_nowait(f"{name:<9}| {text}\n" if name else f"{text}\n")
        except queue.Full:
            return

    def close(self) -> None:
        """Gives the last lines a second to be read."""
        try:
            self._lines.put(None, timeout=1)
        except queue.Full:
            return
        self._thread.join(timeout=1)

    def _write(self) -> None:
        while (text := self._lines.get()) is not None:
            data = text.encode("utf-8", "replace")
            try:
                while data:
                    data = data[os.write(self._descriptor, data) :]
            except OSError:
                # Nobody listens any more (`make run | head`); the files go on.
                continue


class Log:
    """The output of one part: cut into lines of bounded length, shown, kept, remembered."""

    def __init__(self, name: str, folder: Path, terminal: Terminal | None) -> None:
        self._name = name
        self._terminal = terminal
        self._rest = b""
        self._file = RotatingFileHandler(
            folder / f"{name}.log",
            maxBytes=FILE_BYTES,
            backupCount=OLD_FILES,
            encoding="utf-8",
            delay=True,
        )
        self.last: deque[str] = deque(maxlen=20)

    def feed(self, data: bytes) -> None:
        """Takes what the part printed, in whatever pieces it comes."""
        *lines, rest = (self._rest + data).split(b"\n")
        while len(rest) > LINE_BYTES:
            lines.append(rest[:LINE_BYTES])
            rest = rest[LINE_BYTES:]
        self._rest = rest
        for line in lines:
            self._line(line)

    def end(self) -> None:
        """The part is gone: what it had not ended by a line break is a line too."""
        if self._rest:
            self._line(self._rest)
        self._rest = b""

    def _line(self, data: bytes) -> None:
        text = data.decode("utf-8", "replace").rstrip()
        if not text:
            return
        self.last.append(text)
        if self._terminal is not None:
            self._terminal.line(self._name, text)
        self._file.emit(logging.makeLogRecord({"msg": "%s", "args": (text,)}))
