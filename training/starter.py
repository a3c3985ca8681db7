"""The data that the product brings along, in the folder `starter`."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from evaluation import heldout

FOLDER: Final = heldout.FOLDER


def gold(folder: Path = FOLDER) -> Iterator[tuple[str, dict[str, Any]]]:
    """The gold listings in the examples' JSON with their ids, by file and place in it."""
    for path in sorted((folder / "gold").rglob("*.json")):
        for number, item in enumerate(json.loads(path.read_text(encoding="utf-8")), 1):
            yield str(item.get("id") or f"{path.parent.name}-{path.stem}-{number:03}"), item
