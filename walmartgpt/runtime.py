"""What a running system tells the commands that are started beside it, and how it is kept single.

The supervisor holds a lock on the data folder for as long as it lives and writes `run.json`
there, readable by its own user alone. A file without a held lock is left over from a system that
was killed, and is not believed.
"""

from __future__ import annotations

import fcntl
import json
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

BASE_DIR = Path(__file__).resolve().parent.parent


def data_dir() -> Path:
    """The folder that holds everything this installation keeps."""
    return Path(os.environ.get("WALMARTGPT_DATA") or BASE_DIR / "var").resolve()


class AlreadyRunning(Exception):
    """Another supervisor holds the data folder."""


@dataclass(frozen=True, slots=True)
class Runtime:
    """Where the parts of the running system are reached."""

    pid: int
    url: str
    broker: str


def write_private(path: Path, text: str) -> None:
    """Replaces `path` in one step by a file that only its owner can read."""
    fresh = path.with_name(f".{path.name}.{os.getpid()}")
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text)
    fresh.replace(path)


def publish(data_dir: Path, runtime: Runtime) -> None:
    """Writes the runtime file; the caller holds the lock."""
    write_private(data_dir / "run.json", json.dumps(asdict(runtime)))


def withdraw(data_dir: Path) -> None:
    """Takes the runtime file away."""
    (data_dir / "run.json").unlink(missing_ok=True)


def running(data_dir: Path) -> Runtime | None:
    """The system that runs on `data_dir`, or None when there is none."""
    if not is_held(data_dir):
        return None
    try:
        return Runtime(**json.loads((data_dir / "run.json").read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        # The supervisor is between taking the lock and writing the file.
        return None


def is_held(data_dir: Path) -> bool:
    """Whether a supervisor holds `data_dir` now."""
    try:
        with (data_dir / "lock").open() as file:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except OSError:
        return False
    return False


@contextmanager
def hold(data_dir: Path) -> Iterator[None]:
    """Keeps `data_dir` for this process alone; AlreadyRunning if another one has it."""
    with (data_dir / "lock").open("a") as file:
        try:
            _lock(file.fileno())
        except BlockingIOError as error:
            raise AlreadyRunning(str(data_dir)) from error
        yield


def _lock(descriptor: int) -> None:
    """Takes the lock, outlasting the instant for which `is_held` may have it."""
    for _ in range(10):
        try:
            return fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            time.sleep(0.02)
    return fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
