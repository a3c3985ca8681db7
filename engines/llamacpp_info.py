"""Where the running model server is and how to speak to it: the file it leaves while it lives."""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path

from engines.base import EngineUnavailable

FILE_NAME = "engine.json"


@dataclass(frozen=True, slots=True)
class ServerInfo:
    """One running server.

    `models` has the base model first, then all others by name. `adapters` are those it has loaded,
    in its own order, each with its SHA-256: more, it may be, than it offers. `refused` are those
    that it could not load, the reason by SHA-256.
    """

    url: str
    key: str
    model: str
    models: tuple[str, ...]
    adapters: dict[str, str]
    refused: dict[str, str]
    pid: int
    n_ctx: int
    version: str

    def write(self, path: Path) -> None:
        """Put it where others look, whole or not at all, readable by this user alone."""
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_name(f".{path.name}.{os.getpid()}")
        draft.unlink(missing_ok=True)
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as file:
            json.dump(asdict(self), file)
        draft.replace(path)


def read(path: Path) -> ServerInfo:
    """The server that `path` names, or EngineUnavailable where none lives."""
    try:
        fields = json.loads(path.read_text())
        info = ServerInfo(**{**fields, "models": tuple(fields["models"])})
        os.kill(info.pid, 0)
    except FileNotFoundError:
        raise EngineUnavailable(f"No model server is running: {path} is missing.") from None
    except ProcessLookupError:
        raise EngineUnavailable(f"The model server that {path} names has died.") from None
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise EngineUnavailable(f"{path} cannot be read: {error}") from error
    return info


def remove(path: Path, pid: int) -> None:
    """Take the file away if it still is that of the server `pid`."""
    try:
        if json.loads(path.read_text())["pid"] == pid:
            path.unlink()
    except (OSError, ValueError, TypeError, KeyError):
        return  # gone, or another server's: not ours to take away
