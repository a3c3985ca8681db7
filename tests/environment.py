"""Gives the tests an environment of their own before any setting is read.

Loaded with `-p tests.environment`. The data folder is a temporary one. Unless REDIS_URL names a
broker, the embedded one is started for the session; unless DATABASE_URL names a database, the
tests use a SQLite file in the data folder.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

import pytest

from walmartgpt.supervisor.broker import Broker

_IS_WORKER = "PYTEST_XDIST_WORKER" in os.environ
_broker: Broker | None = None


def _own_folder() -> Path:
    """A fresh data folder; what an xdist worker makes is inside its session's."""
    if _IS_WORKER:
        folder = Path(os.environ["WALMARTGPT_DATA"]) / os.environ["PYTEST_XDIST_WORKER"]
        folder.mkdir(exist_ok=True)
        return folder
    return Path(tempfile.mkdtemp(prefix="walmartgpt-tests-"))


def _own_database(url: str) -> str:
    """The broker's logical database for this process, so that workers do not share queues."""
    number = int(os.environ["PYTEST_XDIST_WORKER"].removeprefix("gw")) + 1 if _IS_WORKER else 0
    return f"{url.rsplit('/', 1)[0]}/{number % 16}"


os.environ["WALMARTGPT_DATA"] = str(_own_folder())
os.environ["WALMARTGPT_HTTPS"] = "0"
os.environ["WALMARTGPT_PLAIN_STATIC"] = "1"
os.environ["ALLOWED_HOSTS"] = "testserver,localhost,127.0.0.1"
(Path(os.environ["WALMARTGPT_DATA"]) / "static").mkdir(exist_ok=True)
if not os.environ.get("REDIS_URL"):
    _broker = Broker.prepare(Path(os.environ["WALMARTGPT_DATA"]) / "broker")
    _broker.start()
    os.environ["WALMARTGPT_TEST_EMBEDDED"] = "1"
    os.environ["REDIS_URL"] = _broker.url
os.environ["REDIS_URL"] = _own_database(os.environ["REDIS_URL"])


def is_embedded() -> bool:
    """Whether the tests use the broker and the database that the product brings along."""
    return "WALMARTGPT_TEST_EMBEDDED" in os.environ


@pytest.hookimpl(trylast=True)
def pytest_unconfigure() -> None:
    """Ends the broker and takes the folder away."""
    if _broker is not None:
        _broker.stop()
    if not _IS_WORKER:
        shutil.rmtree(os.environ["WALMARTGPT_DATA"], ignore_errors=True)
