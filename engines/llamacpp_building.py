"""Building for the embedded engine: files that a running model server takes up by itself."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

from engines import llamacpp_built, llamacpp_model
from engines.base import (
    Build,
    EngineError,
    EngineTimeout,
    EngineUnavailable,
    ModelMissing,
    RequestRefused,
)
from engines.building import check_build
from engines.llamacpp_info import ServerInfo
from engines.llamacpp_request import examples_of

WAIT_SECONDS = 60.0
Running = Callable[[], ServerInfo | None]
"""Says where the model server is, if one runs."""


def create(models: Path, build: Build, running: Running, *, again: bool) -> str:
    """See Engine. What the server cannot load is taken away again."""
    check_build(build)
    _check(models, build, running())
    try:
        llamacpp_built.write(models, build, again=again)
    except OSError as error:
        raise EngineUnavailable(f"{build.name} cannot be written: {error}") from error
    try:
        digest = llamacpp_built.digest(models, build.name)
        _wait(running, lambda info: _has(info, models, build.name), f"offered {build.name}")
    except EngineError:
        llamacpp_built.remove(models, build.name)
        raise
    return digest


def delete(models: Path, name: str, running: Running) -> None:
    """See Engine. A shipped model of the same name is there again afterwards."""
    llamacpp_built.remove(models, name)
    if name not in llamacpp_built.offered(models) and name != llamacpp_model.EMBEDDED:
        _wait(running, lambda info: name not in info.models, f"let go of {name}")


def adapter_sha256(models: Path, name: str) -> str | None:
    """The adapter that the files under `name` have; None for a model without one."""
    return llamacpp_built.fingerprints(llamacpp_built.offered(models)).get(name)


def _check(models: Path, build: Build, info: ServerInfo | None) -> None:
    base, wanted = info.model if info else llamacpp_model.EMBEDDED, build.modelfile.base
    if build.files and "adapter" not in build.files:
        raise RequestRefused("The embedded engine lays an adapter over its base model; none came.")
    if build.files and wanted != base:
        raise RequestRefused(f"The adapter was made for {wanted!r}, and the model is {base!r}.")
    if wanted not in (base, *llamacpp_built.offered(models)) or wanted == build.name:
        raise ModelMissing(f"There is no model {wanted!r} to build from.")
    examples_of(build.modelfile)


def _has(info: ServerInfo, models: Path, name: str) -> bool:
    adapter = adapter_sha256(models, name)
    if adapter in info.refused:
        raise RequestRefused(info.refused[adapter])
    return name in info.models and (adapter is None or info.adapters.get(name) == adapter)


def _wait(running: Running, arrived: Callable[[ServerInfo], bool], what: str) -> None:
    """Wait until the running server is as far; where none runs, the next one will be."""
    deadline = time.monotonic() + WAIT_SECONDS
    while (info := running()) is not None and not arrived(info):
        if time.monotonic() > deadline:
            raise EngineTimeout(f"The model server has not {what} within {WAIT_SECONDS:g} s.")
        time.sleep(0.1)
