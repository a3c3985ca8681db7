"""The models that were built for the embedded engine: a folder each, whole or not there at all.

`models/built/walmart-gpt-expert@1.0.0/` has a Modelfile and, where something was trained, the
adapter. Names with a dot before them are drafts: nobody reads them, and the next who builds or
deletes something clears away those that a killed process left.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from domain.modelfile import Modelfile, ModelfileError, parse, render
from engines.base import Build, ModelExists, ModelMissing
from engines.building import is_version
from engines.hashing import sha256_of
from engines.llamacpp_model import EMBEDDED, adapters, embedded_path, name_of, stem_of

BUILT, MODELFILE, ADAPTER = "built", "Modelfile", "adapter.gguf"
_TRAINED = Modelfile(EMBEDDED, adapter=f"./{ADAPTER}")
"""What an adapter that nobody wrote a Modelfile for amounts to."""


@dataclass(frozen=True, slots=True)
class Offer:
    """A model that the files in the data folder make; without an adapter it is told."""

    modelfile: Modelfile
    adapter: Path | None

    @property
    def digest(self) -> str:
        """Of all that it is, read anew."""
        learnt = sha256_of(self.adapter) if self.adapter else ""
        return hashlib.sha256(f"{render(self.modelfile)}\0{learnt}".encode()).hexdigest()


def offered(models: Path) -> dict[str, Offer]:
    """All models but the base one, by name: of two by one name the built one counts."""
    found = {name: Offer(_TRAINED, file) for name, file in adapters(models / "adapters").items()}
    for folder in (models / BUILT).glob("[!.]*@*"):
        if (offer := _read(folder)) is not None:
            found[name_of(folder.name)] = offer
    return found


def built(models: Path, name: str) -> Offer | None:
    """What `write` built under `name`."""
    return _read(_folder(models, name)) if is_version(name) else None


def digest(models: Path, name: str) -> str:
    """The digest of the model that the files under `name` make now."""
    base = embedded_path(models)
    if name == EMBEDDED and base.exists():
        return sha256_of(base)
    offer = offered(models).get(name)
    if offer is None:
        raise ModelMissing(f"There is no model {name!r}.")
    return offer.digest


def write(models: Path, build: Build, *, again: bool) -> None:
    """Put a sound build where the server looks; ModelExists where there is one."""
    folder = _folder(models, build.name)
    adapter = build.files.get("adapter")
    with _alone(folder.parent):
        if folder.exists() and not again:
            raise ModelExists(f"{build.name} was built before.")
        draft = Path(tempfile.mkdtemp(prefix=".", dir=folder.parent))
        if adapter:
            shutil.copyfile(adapter, draft / ADAPTER)
        modelfile = replace(build.modelfile, adapter=f"./{ADAPTER}" if adapter else "")
        (draft / MODELFILE).write_text(render(modelfile), encoding="utf-8")
        for path in (*draft.iterdir(), draft):
            _sync(path)
        _discard(folder)
        draft.replace(folder)
        _sync(folder.parent)


def remove(models: Path, name: str) -> None:
    """Take a built model away, in one step; nothing happens where there is none."""
    folder = _folder(models, name)
    if is_version(name) and folder.parent.is_dir():
        with _alone(folder.parent):
            _discard(folder)


def fingerprints(offers: Mapping[str, Offer]) -> dict[str, str]:
    """The SHA-256 of each adapter, by the model's name; read again only where a file changed."""
    return {
        name: _fingerprint(offer.adapter, *_state(offer.adapter))
        for name, offer in offers.items()
        if offer.adapter
    }


def _folder(models: Path, name: str) -> Path:
    return models / BUILT / stem_of(name)


def _read(folder: Path) -> Offer | None:
    """A damaged or half deleted model is none: the others must go on being offered."""
    try:
        modelfile = parse((folder / MODELFILE).read_text(encoding="utf-8"))
    except (OSError, ValueError, ModelfileError):
        return None
    if not modelfile.adapter:
        return Offer(modelfile, None)
    adapter = folder / ADAPTER
    return Offer(modelfile, adapter) if adapter.is_file() else None


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """One process at a time writes here, and therefore any draft it finds is a dead one's."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        for draft in folder.glob(".*"):
            if draft.is_dir():
                shutil.rmtree(draft)
        yield


def _discard(folder: Path) -> None:
    if folder.exists():
        grave = Path(tempfile.mkdtemp(prefix=".", dir=folder.parent))
        folder.rename(grave)
        shutil.rmtree(grave)


def _sync(path: Path) -> None:
    """Have the disk hold it, so that a folder that is there after a power cut is whole."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _state(path: Path) -> tuple[int, int, int]:
    state = path.stat()
    return state.st_ino, state.st_size, state.st_mtime_ns


@lru_cache(maxsize=20_000)  # more than are there, or each look would read all files again
def _fingerprint(path: Path, _inode: int, _size: int, _changed: int) -> str:
    return sha256_of(path)
