"""A dataset as files that never change: the examples, and a datasheet that says what they are.

The hash names the dataset: it is taken over the bytes of both example files, so it is the same on
every machine for the same examples, and another for any other.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from training.curation.dataset import Dataset
from training.curation.sample import Sample

FILES: Final = ("training.jsonl", "validation.jsonl")
_MOST_EXCLUSIONS: Final = 100_000
_NOTHING: Final[Mapping[str, Any]] = MappingProxyType({})


def lines_of(samples: Iterable[Sample]) -> str:
    """One example a line, in the order of their keys."""
    keyed = [(one.key, json.dumps(_line(one), ensure_ascii=False)) for one in samples]
    return "".join(f"{line}\n" for _key, line in sorted(keyed))


def lines_in(path: Path) -> list[str]:
    """The examples of a file, a line each."""
    # Not splitlines: a text may hold separators that only that takes for the end of a line.
    return [line for line in path.read_text(encoding="utf-8").split("\n") if line]


def hash_of(dataset: Dataset) -> str:
    """SHA-256 over both files' bytes, in hexadecimal."""
    return _hash(lines_of(part).encode() for part in (dataset.training, dataset.validation))


def hash_of_files(folder: Path) -> str:
    """The hash of a snapshot as it lies on the disk."""
    return _hash((folder / name).read_bytes() for name in FILES)


def _hash(parts: Iterable[bytes]) -> str:
    whole = hashlib.sha256()
    for part in parts:
        whole.update(part)
        whole.update(b"\0")
    return whole.hexdigest()


def datasheet(dataset: Dataset, name: str, also: Mapping[str, Any] = _NOTHING) -> dict[str, Any]:
    """Level, size, counts, and each exclusion with its reasons.

    `name` is the dataset's hash, `also` what else there is to say of it.
    """
    return {
        "hash": name,
        **also,
        "level": str(dataset.rule.level),
        "category": str(dataset.category) if dataset.category else None,
        **dataset.rule.asked(),
        "training": len(dataset.training),
        "validation": len(dataset.validation),
        "counts": dataset.counts(),
        "excluded": [
            {"key": left.key, "reasons": list(left.reasons), "other": left.other}
            for left in dataset.excluded[:_MOST_EXCLUSIONS]
        ],
    }


def sheet_name(dataset: Dataset) -> str:
    """The file of a datasheet: two levels may come to the very same examples in different ways."""
    category = f"-{dataset.category}" if dataset.category else ""
    strict = "-strict" if dataset.rule.strict else ""
    return f"datasheet-{dataset.rule.level}{category}{strict}.json"


def write(dataset: Dataset, folder: Path, also: Mapping[str, Any] = _NOTHING) -> str:
    """Keep the snapshot in `folder`/HASH, whole or not at all; returns the hash.

    `also` is said in the datasheet.
    """
    name = hash_of(dataset)
    target = folder / name
    if not target.exists():
        _place(dataset, target, also)
    if not (target / sheet_name(dataset)).exists():
        _add_sheet(target, dataset, name, also)
    return name


def _place(dataset: Dataset, target: Path, also: Mapping[str, Any]) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    draft = Path(tempfile.mkdtemp(prefix=f".{target.name}.", dir=target.parent))
    try:
        _fill(draft, dataset, target.name, also)
        draft.chmod(0o755)
        draft.rename(target)
    except OSError:
        if not target.exists():  # else another process was faster, with the same files
            raise
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def _fill(folder: Path, dataset: Dataset, name: str, also: Mapping[str, Any]) -> None:
    for file, samples in zip(FILES, (dataset.training, dataset.validation), strict=True):
        (folder / file).write_text(lines_of(samples), encoding="utf-8")
    _add_sheet(folder, dataset, name, also)


def _add_sheet(folder: Path, dataset: Dataset, name: str, also: Mapping[str, Any]) -> None:
    sheet = json.dumps(datasheet(dataset, name, also), ensure_ascii=False, indent=2)
    file = sheet_name(dataset)
    draft = folder / f".{file}.{os.getpid()}"
    draft.write_text(f"{sheet}\n", encoding="utf-8")
    draft.replace(folder / file)


def _line(sample: Sample) -> dict[str, Any]:
    """The example's own JSON, with where it comes from before it: a document that was imported may
    say something else there."""
    origin: dict[str, Any] = {"key": sample.key, "source": str(sample.source)}
    origin |= {"parent": sample.parent} if sample.parent else {}
    origin |= {"rating": sample.rating} if sample.rating is not None else {}
    return {**origin, **sample.document, **origin}
