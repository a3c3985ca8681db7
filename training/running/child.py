"""The process that trains: started, listened to, stopped."""

from __future__ import annotations

import fcntl
import json
import os
import queue
import signal
import subprocess
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

from django.conf import settings

from training.errors import TrainingError

GRACE = 30.0
"""Seconds from the request to stop until it is made to: it ends its step and keeps a checkpoint."""
NICENESS, NICEST = 10, 19
LOG = "process.log"
LAST_WORDS = 2000
OTHER_ENDS_WITHIN = 60.0


class Child:
    """One training process. A context manager: when the block is left the process has ended."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lines: queue.Queue[str | None] = queue.Queue()

    def __enter__(self) -> Child:
        with _only_one(self._folder) as lock, (self._folder / LOG).open("ab") as log:
            self._process = subprocess.Popen(
                [*settings.TRAIN_COMMAND, str(self._folder)],
                cwd=settings.BASE_DIR,
                env=_environment(),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=log,
                # It inherits the lock and holds it for as long as it lives, whatever becomes of us.
                pass_fds=[lock.fileno()],
            )
        # Its threads will be as nice as it is: drafts are written before examples are learnt.
        own = os.getpriority(os.PRIO_PROCESS, 0)
        os.setpriority(os.PRIO_PROCESS, self._process.pid, min(own + NICENESS, NICEST))
        threading.Thread(target=self._read, daemon=True).start()
        return self

    def __exit__(self, *_exception: object) -> None:
        if self._process.poll() is None:
            self._process.terminate()
        try:
            self._process.wait(GRACE)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def events(self, patience: float) -> Iterator[dict[str, Any] | None]:
        """What it says, and None whenever it says nothing for `patience` seconds."""
        while True:
            try:
                line = self._lines.get(timeout=patience)
            except queue.Empty:
                yield None
                continue
            if line is None:
                return
            if (event := _event(line)) is not None:
                yield event

    def epitaph(self) -> TrainingError:
        """Why it ended without saying so."""
        code = self._process.wait(GRACE)
        if code == -signal.SIGKILL:
            return TrainingError("killed", "the process was killed (SIGKILL)")
        said = (self._folder / LOG).read_bytes()[-LAST_WORDS:].decode(errors="replace")
        ended = f"exit status {code}" if code >= 0 else f"signal {-code}"
        return TrainingError("died", f"{ended}\n{said}".strip())

    def _read(self) -> None:
        assert self._process.stdout is not None  # noqa: S101 - we asked for a pipe
        for line in self._process.stdout:
            self._lines.put(line.decode(errors="replace"))
        self._lines.put(None)


def _event(line: str) -> dict[str, Any] | None:
    """What a line says; None for one that a library printed."""
    try:
        # No database keeps NaN or infinity.
        event = json.loads(line, parse_constant=lambda _name: None)
    except ValueError:
        return None
    return event if isinstance(event, dict) and "event" in event else None


def _only_one(folder: Path) -> IO[bytes]:
    """A lock on the folder, waited for where a process that lost its worker still ends a step."""
    lock = (folder / "lock").open("wb")
    deadline = time.monotonic() + OTHER_ENDS_WITHIN
    while True:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return lock
        except BlockingIOError:
            if time.monotonic() > deadline:
                lock.close()
                raise TrainingError("busy", f"another process is at work in {folder}") from None
            time.sleep(0.2)


def _environment() -> dict[str, str]:
    offline = {
        "HF_HUB_OFFLINE": "1",
        "TRANSFORMERS_OFFLINE": "1",
        "TOKENIZERS_PARALLELISM": "false",
    }
    return {**os.environ, **offline, "PYTHONUNBUFFERED": "1", "PYTHONIOENCODING": "utf-8"}
