"""`python -m benchmarks [NAME…]`: measure and print a Markdown table; all of them by default."""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import sys
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from statistics import median

import psutil

from benchmarks.figures import Figure
from benchmarks.systems import OWN


def main() -> None:
    """Each benchmark gets a data folder of its own, so that nobody's work is touched."""
    parser = argparse.ArgumentParser(prog="benchmarks", description=__doc__)
    parser.add_argument("names", nargs="*", help=f"of: {', '.join(_NAMES)}")
    parser.add_argument("--json", type=Path, help="a file for the medians, by name")
    options = parser.parse_args()
    names = options.names or list(_NAMES)
    if unknown := set(names) - set(_NAMES):
        parser.error(f"no benchmark {', '.join(sorted(unknown))}; there are {', '.join(_NAMES)}")
    folder = tempfile.mkdtemp(prefix="walmartgpt-bench-")
    _set_apart(Path(folder))
    try:
        _print_machine()
        medians = {}
        for name in names:
            for figure in _load(name)():
                print(figure.row(), flush=True)
                medians[figure.name] = round(median(figure.readings), 3)
        if options.json:
            options.json.write_text(json.dumps({"measured": _machine(), "figures": medians}))
    finally:
        shutil.rmtree(folder, ignore_errors=True)


_NAMES = (
    *("scoring", "statistics", "library", "raters", "engine", "models", "training"),
    *("registry", "ratings", "learning", "imports", "batches", "export", "exports", "api"),
    *("stop", "start"),
)


def _set_apart(folder: Path) -> None:
    """The embedded system on a folder of its own, served as `make run` serves: plain HTTP."""
    for name in [name for name in os.environ if name.startswith(OWN)]:
        del os.environ[name]
    (folder / "static").mkdir()
    os.environ["WALMARTGPT_DATA"] = str(folder)
    os.environ["WALMARTGPT_HTTPS"] = "0"
    os.environ["WALMARTGPT_PLAIN_STATIC"] = "1"
    os.environ["WALMARTGPT_LOG_LEVEL"] = "WARNING"
    os.environ["DJANGO_SETTINGS_MODULE"] = "walmartgpt.settings"


def _load(name: str) -> Callable[[], list[Figure]]:
    from importlib import import_module

    measure: Callable[[], list[Figure]] = import_module(f"benchmarks.{name}").measure
    return measure


def _print_machine() -> None:
    print(f"{_machine()}\n")
    print("| what | median | spread | aim |\n|---|---|---|---|")


def _machine() -> str:
    memory = psutil.virtual_memory().total / 1024**3
    return (
        f"{datetime.now(UTC):%Y-%m-%d}, {platform.machine()}, {psutil.cpu_count()} cores, "
        f"{memory:.0f} GiB, Python {sys.version.split()[0]}"
    )


if __name__ == "__main__":
    main()
