"""The process that owns the embedded model: `python -m engines.llamacpp_server --data-dir var`.

It puts the model file together from its wheel, loads it, serves llama.cpp's own HTTP on a
free local port, and leaves `engine.json` beside the data for as long as it lives. Models that are
built or deleted meanwhile it takes up by itself. It knows nothing of Django, prompts or listings.
"""

from __future__ import annotations

import argparse
import ctypes
import fcntl
import os
import signal
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import Any, NoReturn

from engines import llamacpp_info, llamacpp_model
from engines.llamacpp_loading import LoadError
from engines.llamacpp_serving import Serving

LOOK_SECONDS = 0.5
PR_SET_PDEATHSIG = 1


class StartError(Exception):
    """The server cannot start; its text is the one line to show."""


def main(arguments: list[str] | None = None) -> int:
    """Load, announce, and serve until told to stop."""
    options = _parse(arguments)
    if options.while_stdin:
        threading.Thread(target=_end_with_stdin, args=(options.info,), daemon=True).start()
    else:
        _die_with_parent()
    try:
        if not options.while_stdin:
            _KEPT.append(_only_one(options.info))
        serving = _serving(options)
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, _ending(options.info))
        info = serving.refresh()
    except (StartError, LoadError, llamacpp_model.ModelFileError) as error:
        print(f"engine: {error}", file=sys.stderr, flush=True)
        return 1
    except OSError as error:
        where = f" ({error.filename})" if error.filename else ""
        print(f"engine: {error.strerror or error}{where}", file=sys.stderr, flush=True)
        return 1
    print(f"engine: {info.model} ready at {info.url}", flush=True)
    while True:
        time.sleep(LOOK_SECONDS)
        try:
            serving.refresh()
        except OSError as error:  # a file that has just gone: the next look tells
            print(f"engine: {error}", file=sys.stderr, flush=True)


def _parse(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="engines.llamacpp_server", description=__doc__)
    parser.add_argument("--data-dir", type=Path, required=True, help="where models and files live")
    parser.add_argument("--model", type=Path, help="another GGUF file than the embedded model")
    parser.add_argument("--info", type=Path, help="the file to announce itself in")
    parser.add_argument(
        "--threads", type=int, help="default: WALMARTGPT_ENGINE_THREADS or all cores but one"
    )
    parser.add_argument("--while-stdin", action="store_true", help="end when standard input does")
    options = parser.parse_args(arguments)
    options.info = options.info or options.data_dir / llamacpp_info.FILE_NAME
    return options


def _serving(options: argparse.Namespace) -> Serving:
    threads = options.threads or _threads()
    folder = options.data_dir / "models"
    path = options.model or llamacpp_model.embedded(folder)
    name = options.model.stem if options.model else llamacpp_model.EMBEDDED
    return Serving(path, name, folder, threads, options.info)


_KEPT: list[Any] = []
"""The lock, which ends when nothing refers to it."""


def _threads() -> int:
    """All cores but one, unless the environment says otherwise.

    The threads wait for each other by spinning after each layer: once another process takes the
    core of one of them, all of them stand still. Web server and workers always take some.
    """
    value = os.environ.get("WALMARTGPT_ENGINE_THREADS", "")
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    if not value:
        return max(1, (cores or 1) - 1)
    if not value.isdecimal() or not 1 <= int(value) <= 256:
        raise StartError(f"WALMARTGPT_ENGINE_THREADS is {value!r}; it must be from 1 to 256.")
    return int(value)


def _only_one(info: Path) -> Any:
    """A lock that lives as long as this process: two servers must not share one info file."""
    info.parent.mkdir(parents=True, exist_ok=True)
    lock = info.with_suffix(".lock").open("w")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise StartError(f"another model server already serves {info.parent}") from None
    return lock


def _die_with_parent() -> None:
    """Have the kernel end this process when its parent dies; only Linux can."""
    parent = os.getppid()
    if sys.platform == "linux" and parent != 1:
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM, 0, 0, 0)
        if os.getppid() != parent:  # it died before we asked
            raise SystemExit(1)


def _end_with_stdin(info: Path) -> None:
    """Works on every system, and also where a mere thread of the parent started us."""
    while os.read(0, 1024):
        pass
    _end(info)


def _ending(info: Path) -> Callable[[int, FrameType | None], None]:
    return lambda _number, _frame: _end(info)


def _end(info: Path) -> NoReturn:
    """End at once: waiting for answers in progress would only delay their callers' retry."""
    llamacpp_info.remove(info, os.getpid())
    os._exit(0)


if __name__ == "__main__":
    sys.exit(main())
