"""The models that the product brings along: an adapter, what it learnt from, and a record of both.

`starter/models/NAME.gguf` is the adapter, `NAME.json` its record, and `starter/datasets/LEVEL/` the
very examples, so that anybody can see what a shipped model was made of, and make it again.
"""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

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
        """What an engine is asked for."""
        return str(self.record["name"])

    @property
    def adapter(self) -> Path:
        """The GGUF file."""
        return self.models / f"{self.name}.gguf"

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


def ship(record: dict[str, Any], adapter: Path, dataset: Path, folder: Path = FOLDER) -> Shipped:
    """Put `adapter` (GGUF) and the snapshot in `dataset` among what is brought along.

    `record` names the model, its level and its dataset's hash. NotShippable where the adapter is
    too large, or the snapshot is not the one that the record names.
    """
    if adapter.stat().st_size > MOST_BYTES:
        raise NotShippable(
            f"{adapter} has {adapter.stat().st_size} bytes; {MOST_BYTES} may go along"
        )
    if hash_of_files(dataset) != record["dataset"]["hash"]:
        raise NotShippable(f"{dataset} is not the dataset {record['dataset']['hash']}")
    made = Shipped(record, folder / "models", folder / "datasets")
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
    (made.models / f"{made.name}.json").write_text(f"{text}\n", encoding="utf-8")
    return made
