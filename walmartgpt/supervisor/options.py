"""What the environment asks of the supervisor."""

from __future__ import annotations

import os
import socket
from dataclasses import dataclass
from pathlib import Path

from walmartgpt.runtime import data_dir

LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


class StartError(Exception):
    """The system cannot start; its text is the one line that says why and how to mend it."""


@dataclass(frozen=True, slots=True)
class Options:
    """Where to serve, where to keep things, and which parts others provide."""

    host: str
    port: int
    data_dir: Path
    workers: int
    demo: bool
    broker_url: str
    ollama: bool

    @classmethod
    def read(cls) -> Options:
        """The options as the environment gives them, or a StartError."""
        host = os.environ.get("HOST") or "127.0.0.1"
        demo = os.environ.get("WALMARTGPT_DEMO", "")
        return cls(
            host=host,
            port=_number("PORT", default=8000, low=1, high=65535),
            data_dir=data_dir(),
            workers=_number("WALMARTGPT_WORKERS", default=2, low=1, high=64),
            demo=demo not in {"0", "false", "no"} if demo else _is_a_trial(host),
            broker_url=os.environ.get("REDIS_URL", ""),
            ollama=bool(os.environ.get("OLLAMA_HOST")),
        )

    @property
    def url(self) -> str:
        """The address to open in a browser on this machine."""
        host = "127.0.0.1" if self.host in {"0.0.0.0", "::"} else self.host  # noqa: S104
        return f"http://{f'[{host}]' if ':' in host else host}:{self.port}"


def _is_a_trial(host: str) -> bool:
    """Whether nobody but this machine is served, and from a database of its own.

    Sign-ins whose password stands on a terminal do not belong where others come in, directly or
    through a proxy, nor into a database that was there before.
    """
    return host in LOOPBACK and not (
        os.environ.get("ALLOWED_HOSTS") or os.environ.get("DATABASE_URL")
    )


def _number(name: str, *, default: int, low: int, high: int) -> int:
    text = os.environ.get(name) or str(default)
    if not (text.isascii() and text.isdigit() and low <= int(text) <= high):
        raise StartError(f"{name}={text} is not a number from {low} to {high}; give another.")
    return int(text)


def make_folder(folder: Path) -> None:
    """Makes the data folder and tries that it can be written, or raises a StartError."""
    probe = folder / f".probe-{os.getpid()}"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if folder.stat().st_mode & 0o077 and (folder / "secrets").is_dir():
            folder.chmod(0o700)  # ours, and open to others: people's texts and sessions are in it
        probe.write_bytes(b"0" * 4096)
        probe.unlink()
    except OSError as error:
        raise StartError(
            f"The data folder {folder} cannot be written ({error.strerror}); make it writable or "
            "name another: make run WALMARTGPT_DATA=/path/to/folder"
        ) from error


def listen(options: Options) -> socket.socket:
    """The socket that the web part will serve, or a StartError if the port is not to be had."""
    family = socket.AF_INET6 if ":" in options.host else socket.AF_INET
    server = socket.socket(family, socket.SOCK_STREAM)
    try:
        server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        server.bind((options.host, options.port))
        server.listen(512)
    except OSError as error:
        server.close()
        raise StartError(
            f"Port {options.port} on {options.host} cannot be used ({error.strerror}); stop what "
            f"uses it or choose another: make run PORT={options.port % 60000 + 1}"
        ) from error
    return server
