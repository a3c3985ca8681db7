"""What every test may ask for."""

import os
from collections.abc import Iterator

import pytest
import redis
from django.test import override_settings
from hypothesis import settings

# The same cases each time, so that a run says something of the change and nothing of its luck:
# HYPOTHESIS_PROFILE=explore looks for new ones. No case is timed: the machine may be busy.
settings.register_profile("same", derandomize=True, deadline=None)
settings.register_profile("explore", derandomize=False, deadline=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "same"))

pytest_plugins = ["tests.personas", "tests.scripting"]


@pytest.fixture(scope="session", autouse=True)
def _cheap_passwords() -> Iterator[None]:
    """Most tests make people, and a password as production keeps it takes half a second each."""
    with override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"]):
        yield


@pytest.fixture(autouse=True)
def _empty_broker() -> None:
    """Rows are numbered anew in each test, so what an earlier one left there must go."""
    broker = redis.Redis.from_url(os.environ["REDIS_URL"])
    for key in broker.scan_iter("generation:*"):
        broker.delete(key)
