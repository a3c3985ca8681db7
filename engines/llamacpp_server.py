"""The process that owns the embedded model: `python -m engines.llamacpp_server --data-dir var`.

It puts the model file together from its wheel, loads it, serves llama.cpp's own HTTP on a
free local port, and leaves `engine.json` beside the data for as long as it lives. It knows
nothing of Django, prompts or listings.
"""

from __future__ import annotations

import argparse
import ctypes
import fcntl
import os
import secrets
import signal
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Any, NoReturn

from engines import llamacpp_info, llamacpp_model

if TYPE_CHECKING:
    import xllamacpp

SLOTS = 2
TOKENS_PER_SLOT = 4096
# A stop takes effect between two batches: 64 tokens are about 0.2 s on two cores.
BATCH = 64
CACHE_MIB = 256
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
        info = _serve(options)
    except (StartError, llamacpp_model.ModelFileError) as error:
        print(f"engine: {error}", file=sys.stderr, flush=True)
        return 1
    except OSError as error:
        where = f" ({error.filename})" if error.filename else ""
        print(f"engine: {error.strerror or error}{where}", file=sys.stderr, flush=True)
        return 1
    print(f"engine: {info.model} ready at {info.url}", flush=True)
    while True:
        signal.pause()


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


def _serve(options: argparse.Namespace) -> llamacpp_info.ServerInfo:
    """Load the model and announce the server; it answers on threads of its own from then on."""
    threads = options.threads or _threads()
    folder = options.data_dir / "models"
    path = options.model or llamacpp_model.embedded(folder)
    adapters = llamacpp_model.adapters(folder / "adapters")
    name = options.model.stem if options.model else llamacpp_model.EMBEDDED
    server, key = _load(path, adapters, threads)
    _KEPT.append(server)
    info = llamacpp_info.ServerInfo(
        url=server.listening_address,
        key=key,
        model=name,
        models=(name, *(adapter.stem for adapter in adapters)),
        pid=os.getpid(),
        n_ctx=TOKENS_PER_SLOT,
        version=llamacpp_model.engine_version(),
    )
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, _ending(options.info))
    info.write(options.info)
    return info


_KEPT: list[Any] = []
"""The server and its lock, which end when nothing refers to them."""


def _load(path: Path, adapters: list[Path], threads: int) -> tuple[xllamacpp.Server, str]:
    import xllamacpp  # here, because it takes memory that only this process should spend

    key = secrets.token_urlsafe(32)
    params = xllamacpp.CommonParams()
    params.model.path = str(path)
    params.n_parallel = SLOTS
    params.n_ctx = SLOTS * TOKENS_PER_SLOT
    params.n_batch = params.n_ubatch = BATCH
    params.cpuparams.n_threads = params.cpuparams_batch.n_threads = threads
    params.cache_ram_mib = CACHE_MIB
    params.check_tensors = True  # a damaged file would load silently without it
    params.lora_adapters = [xllamacpp.CommonAdapterLoraInfo(str(file), 1.0) for file in adapters]
    params.lora_init_without_apply = True
    params.api_keys = [key]
    params.ui = False
    params.verbosity = -1
    try:
        return xllamacpp.Server(params), key
    except RuntimeError as error:
        files = ", ".join(str(file) for file in (path, *adapters))
        raise StartError(f"{files} cannot be loaded: {error}") from error


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
