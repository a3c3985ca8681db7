"""The product's settings with the engine of fixed speed in the place of the model."""

from __future__ import annotations

from walmartgpt.settings import *  # noqa: F403 - settings that differ in one value
from walmartgpt.settings import DATA_DIR

ENGINES = {
    "default": {
        "BACKEND": "benchmarks.batches_engine.FixedEngine",
        "LEVEL": "expert",
        "OPTIONS": {"parallel": 1, "slots_dir": DATA_DIR / "slots"},
    }
}
