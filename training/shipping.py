"""The models that the product brings along: an adapter, what it learnt from, and a record of both.

`starter/models/FAMILY@VERSION.gguf` is the adapter, the JSON file beside it its record, and
`starter/datasets/LEVEL/` the very examples, so that anybody can see what a shipped model was made
of, and make it again. Of one family, one version comes along.
"""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from engines.building import is_version
from engines.llamacpp_model import stem_of
from training.curation.snapshot import FILES, hash_of_files
from training.starter import FOLDER

MOST_BYTES: Final = 10_000_000
MODELS, DATASETS = FOLDER / "models", FOLDER / "datasets"


class NotShippable(ValueError):
    """A model that cannot be brought along; the text says why."""


@dataclass(frozen=True, slots=True)
class Shipped:
    """A shipped model, as its record tells."""

    record: dict[str, Any]
    models: Path
    datasets: Path

    @property
    def name(self) -> str:
        """The family, which a newer version of it shares."""
        return str(self.record["name"])

    @property
    def version(self) -> str:
        """`major.minor.patch`."""
        return str(self.record["version"])

    @property
    def model(self) -> str:
        """What an engine is asked for."""
        return f"{self.name}:{self.version}"

    @property
    def adapter(self) -> Path:
        """The GGUF file."""
        return self.models / f"{stem_of(self.model)}.gguf"

    @property
    def told(self) -> Path:
        """The record's file."""
        return self.adapter.with_suffix(".json")

    @property
    def dataset(self) -> Path:
        """The folder of the examples."""
        return self.datasets / str(self.record["level"])


def shipped(folder: Path = FOLDER) -> list[Shipped]:
    """All of them, by name."""
    records = sorted((folder / "models").glob("*.json"))
    return [
        Shipped(
            json.loads(path.read_text(encoding="utf-8")), folder / "models", folder / "datasets"
        )
        for path in records
    ]


def next_version(name: str, folder: Path = FOLDER) -> str:
    """The next patch after the version of the family that comes along, or the first version."""
    for model in shipped(folder):
        if model.name == name:
            major, minor, patch = model.version.split(".")
            return f"{major}.{minor}.{int(patch) + 1}"
    return "1.0.0"


def ship(record: dict[str, Any], adapter: Path, dataset: Path, folder: Path = FOLDER) -> Shipped:
    """Put `adapter` (GGUF) and the snapshot in `dataset` among what is brought along.

    `record` names the family, the version, the level and the dataset's hash. The version that came
    along before goes. NotShippable where the version is none or is there, the adapter is too large,
    or the snapshot is not the one that the record names.
    """
    made = Shipped(record, folder / "models", folder / "datasets")
    if not is_version(made.model):
        raise NotShippable(f"{made.model!r} is no name of the form family:1.0.0")
    if made.told.exists():
        raise NotShippable(f"{made.model} comes along already, and a version never changes")
    if adapter.stat().st_size > MOST_BYTES:
        raise NotShippable(
            f"{adapter} has {adapter.stat().st_size} bytes; {MOST_BYTES} may go along"
        )
    if hash_of_files(dataset) != record["dataset"]["hash"]:
        raise NotShippable(f"{dataset} is not the dataset {record['dataset']['hash']}")
    before = [model for model in shipped(folder) if model.name == made.name]
    made.models.mkdir(parents=True, exist_ok=True)
    shutil.rmtree(made.dataset, ignore_errors=True)
    made.dataset.mkdir(parents=True)
    for name in (
        *FILES,
        *(sheet.name for sheet in dataset.glob(f"datasheet-{record['level']}.json")),
    ):
        shutil.copyfile(dataset / name, made.dataset / name)
    shutil.copyfile(adapter, made.adapter)
    text = json.dumps(record, ensure_ascii=False, indent=2)
    made.told.write_text(f"{text}\n", encoding="utf-8")
    for model in before:
        model.told.unlink()
        model.adapter.unlink(missing_ok=True)
    return made
