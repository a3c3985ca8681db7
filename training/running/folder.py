"""A run's folder: what its process is to do, and what it left."""

from __future__ import annotations

import hashlib
import json
import shutil
from pathlib import Path
from typing import Any

from django.conf import settings

from engines import llamacpp_model
from training.curation.replay import with_replay
from training.curation.snapshot import FILES, hash_of_files, lines_in
from training.errors import TrainingError
from training.models import Artefact, TrainingRun
from training.queries.parents import learnt_before, left_behind
from training.shipping import shipped

MERGED_KIND = "Q8_0"
CHECKPOINT = "checkpoint.safetensors"
"""As `training.lora.checkpoint` names it, which cannot be imported without torch."""
BEST, ADAPTER, MERGED, MODELFILE = "best", "adapter.gguf", "merged.gguf", "Modelfile"
KINDS = {
    BEST: Artefact.Kind.PEFT,
    ADAPTER: Artefact.Kind.ADAPTER,
    MERGED: Artefact.Kind.MERGED,
    MODELFILE: Artefact.Kind.MODELFILE,
}


def prepare(run: TrainingRun) -> None:
    """Write what the process reads; a checkpoint that is there stays, or is taken over."""
    assert run.dataset is not None  # noqa: S101 - it was made before
    if hash_of_files(run.dataset.folder) != run.dataset.hash:
        raise TrainingError("dataset_changed", str(run.dataset.folder))
    run.folder.mkdir(parents=True, exist_ok=True)
    for name in FILES:
        shutil.copyfile(run.dataset.folder / name, run.folder / name)
    replayed = _leave_out_what_is_known(run)
    earlier = left_behind(run)
    if earlier is not None and not (run.folder / CHECKPOINT).exists():
        take_over(earlier.folder, run.folder)
    job = job_of(run) | {"replayed": replayed}
    (run.folder / "job.json").write_text(json.dumps(job), encoding="utf-8")


def _leave_out_what_is_known(run: TrainingRun) -> int:
    """Learn what the models before did not; returns how many examples are replayed all the same.

    A category's model learns all of its own: the general one read them among many others. So does
    one whose dataset was mixed beforehand.
    """
    assert run.dataset is not None  # noqa: S101 - it was made before
    if run.dataset.replayed is not None:
        return run.dataset.replayed
    if run.category:
        return 0
    known = [line for path in learnt_before(run) if path.exists() for line in lines_in(path)]
    path = run.folder / FILES[0]
    learnt, replayed = with_replay(lines_in(path), known)
    path.write_text("".join(f"{line}\n" for line in learnt), encoding="utf-8")
    return replayed


def job_of(run: TrainingRun) -> dict[str, Any]:
    """What `training.process` is told."""
    return {
        "name": run.name,
        "base": str(base_of(run)),
        "cache": str(Path(settings.DATA_DIR) / "training" / "base"),
        "start": start_of(run),
        "recipe": run.recipe,
        "merge": None if run.is_trial else MERGED_KIND,
        "threads": settings.TRAIN_THREADS or None,
    }


def start_of(run: TrainingRun) -> str | None:
    """Where the weights lie that it goes on with: a PEFT folder, or the file of a shipped model."""
    if run.parent:
        return str(run.parent.folder / BEST)
    if not run.shipped_parent:
        return None
    family = run.shipped_parent["name"]
    adapter = next((model.adapter for model in shipped() if model.name == family), None)
    if adapter is None:
        raise TrainingError("start_missing", f"{family} comes along no more")
    with_checkpoint = (run.folder / CHECKPOINT).exists()  # which holds all weights itself
    if not with_checkpoint and measured(adapter)[1] != run.shipped_parent["sha256"]:
        raise TrainingError("start_missing", f"{adapter} is another file by now")
    return str(adapter)


def base_of(run: TrainingRun) -> Path:
    """The base model's file or folder."""
    if run.base:
        return Path(run.base)
    try:
        return llamacpp_model.embedded(Path(settings.DATA_DIR) / "models")
    except llamacpp_model.ModelFileError as error:
        raise TrainingError("base_unreadable", str(error)) from error


def take_over(earlier: Path, folder: Path) -> None:
    """Go on from another run's checkpoint; the best weights so far belong to it."""
    if not (earlier / CHECKPOINT).exists():
        return
    if (earlier / BEST).is_dir():
        shutil.copytree(earlier / BEST, folder / BEST, dirs_exist_ok=True)
    shutil.copyfile(earlier / CHECKPOINT, folder / CHECKPOINT)


def artefacts_of(run: TrainingRun) -> list[Artefact]:
    """The rows of the files that a training left, with their hashes; none is saved yet."""
    found = []
    for name, kind in KINDS.items():
        path = run.folder / name
        if path.exists():
            size, digest = measured(path)
            where = str(path.relative_to(settings.DATA_DIR))
            found.append(Artefact(run=run, kind=kind, path=where, bytes=size, sha256=digest))
    return found


def measured(path: Path) -> tuple[int, str]:
    """Bytes and SHA-256 of a file, or of all files of a folder with their names."""
    whole, size = hashlib.sha256(), 0
    for file in sorted(path.rglob("*")) if path.is_dir() else [path]:
        if not file.is_file():
            continue
        if path.is_dir():
            whole.update(f"{file.relative_to(path)}\0".encode())
        with file.open("rb") as content:
            hashlib.file_digest(content, lambda: whole)
        size += file.stat().st_size
    return size, whole.hexdigest()
