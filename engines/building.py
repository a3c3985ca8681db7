"""What building a model asks of every engine: a sound description, and a ladder of checks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

from domain.modelfile import Modelfile, ModelfileError, render
from engines.base import Build, EngineError, ModelChanged, RequestRefused

NAME: Final = re.compile(r"[a-z0-9_][a-z0-9_.-]{0,79}:\d{1,5}\.\d{1,5}\.\d{1,5}")
FILES: Final = frozenset({"adapter", "merged"})
_WHOLE: Final = {
    *("num_ctx", "num_predict", "num_keep", "num_batch", "num_gpu", "num_thread", "main_gpu"),
    *("top_k", "repeat_last_n", "seed"),
}
_DECIMAL: Final = {
    *("temperature", "top_p", "min_p", "typical_p"),
    *("repeat_penalty", "presence_penalty", "frequency_penalty"),
}


def is_version(name: str) -> bool:
    """Whether `name` is that of an immutable version, as `create` takes it."""
    return NAME.fullmatch(name) is not None


def check_build(build: Build) -> None:
    """RequestRefused for a build that no engine could make anything sound of."""
    if not is_version(build.name):
        raise RequestRefused(f"{build.name!r} is no name of the form family:1.0.0 in lower case.")
    if unknown := build.files.keys() - FILES:
        raise RequestRefused(f"No engine builds from {', '.join(sorted(unknown))}.")
    for kind, path in build.files.items():
        if not path.is_file():
            raise RequestRefused(f"The {kind} file {path} is missing.")
        with path.open("rb") as file:
            if file.read(4) != b"GGUF":
                raise RequestRefused(f"The {kind} file {path} is no GGUF file.")
    if build.modelfile.adapter and not build.files:
        raise RequestRefused("The Modelfile names an adapter, and none came with it.")
    typed(build.modelfile)
    try:
        render(build.modelfile)
    except ModelfileError as error:
        raise RequestRefused(f"The Modelfile cannot be written: {error}") from error


def typed(modelfile: Modelfile) -> dict[str, Any]:
    """The PARAMETERs as values: an engine stores what it is given, and fails when it loads it."""
    values: dict[str, Any] = {}
    for name, value in modelfile.parameters:
        try:
            if name == "stop":
                values[name] = [*values.get(name, []), value]
            elif name in _WHOLE:
                values[name] = int(value)
            elif name in _DECIMAL:
                values[name] = float(value)
            else:
                raise RequestRefused(f"The PARAMETER {name} is not known.")
        except ValueError:
            raise RequestRefused(f"The PARAMETER {name} cannot be {value!r}.") from None
    return values


def check_digest(name: str, found: str, wanted: str) -> None:
    """ModelChanged where the two are not the same; nothing is compared with an empty one."""
    if wanted and found != wanted:
        raise ModelChanged(f"{name} is {found[:12]}, and {wanted[:12]} was built.")


@contextmanager
def rung(what: str) -> Iterator[None]:
    """One rung of the ladder: an error that leaves the block says which it was."""
    try:
        yield
    except EngineError as error:
        error.detail = f"{what}: {error.detail}"
        error.args = (error.detail,)
        raise
