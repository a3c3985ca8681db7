"""A model server for this process alone, for a command that runs while nothing else does."""

from __future__ import annotations

import atexit
import os
import subprocess
import sys
import time
from pathlib import Path
from threading import Lock

from engines import llamacpp_info
from engines.base import EngineUnavailable
from engines.llamacpp_info import ServerInfo

START_SECONDS = 60.0
_lock = Lock()
_servers: dict[tuple[int, Path], subprocess.Popen[bytes]] = {}


def spawned(data_dir: Path) -> ServerInfo:
    """The server that this process started for `data_dir`; starts it where there is none.

    It announces itself in a file of its own, so that no other process comes to depend on it,
    and ends when its standard input does: with this process, however this process ends.
    """
    info_path = data_dir / f"engine-{os.getpid()}.json"
    with _lock:
        server = _servers.get((os.getpid(), data_dir))
        if server is not None and server.poll() is None:
            return llamacpp_info.read(info_path)
        print("No model server is running; starting one for this command.", file=sys.stderr)
        server = _start(data_dir, info_path)
        _servers[os.getpid(), data_dir] = server
        return _wait(server, info_path)


def running(data_dir: Path) -> ServerInfo | None:
    """The server that this process started for `data_dir`, where it did and that one lives."""
    try:
        return llamacpp_info.read(data_dir / f"engine-{os.getpid()}.json")
    except EngineUnavailable:
        return None


def _start(data_dir: Path, info_path: Path) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "engines.llamacpp_server", "--while-stdin"]
    command += ["--data-dir", str(data_dir), "--info", str(info_path)]
    server = subprocess.Popen(
        command,
        cwd=Path(__file__).resolve().parent.parent,
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        # Ctrl-C in the terminal goes to its whole process group: the command hears it and asks
        # the server to stop, which must therefore outlive it.
        start_new_session=True,
    )
    atexit.register(_stop, server, os.getpid())
    return server


def _wait(server: subprocess.Popen[bytes], info_path: Path) -> ServerInfo:
    deadline = time.monotonic() + START_SECONDS
    while server.poll() is None and time.monotonic() < deadline:
        if info_path.exists():
            return llamacpp_info.read(info_path)
        time.sleep(0.05)
    server.kill()
    said = server.communicate()[1].decode(errors="replace").strip().splitlines()
    reason = said[-1] if said else f"it was not ready within {START_SECONDS:g} s"
    raise EngineUnavailable(f"The model server did not start: {reason}")


def _stop(server: subprocess.Popen[bytes], owner: int) -> None:
    if os.getpid() == owner:  # a forked child has the same handlers, but not the same server
        server.terminate()
        server.wait()
