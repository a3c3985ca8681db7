"""What every test may ask for."""

import os

import pytest
import redis

pytest_plugins = ["tests.personas", "tests.scripting"]


@pytest.fixture(autouse=True)
def _empty_broker() -> None:
    """Rows are numbered anew in each test, so what an earlier one left there must go."""
    broker = redis.Redis.from_url(os.environ["REDIS_URL"])
    for key in broker.scan_iter("generation:*"):
        broker.delete(key)
