"""What tests of webhooks may ask for."""

from __future__ import annotations

from collections.abc import Iterator
from ipaddress import ip_network
from typing import Any

import pytest

from tests.api.receiving import Receiver, receiving
from tests.evaluation.conftest import engine, products
from tests.learning.chained import own_steps

__all__ = ["engine", "own_steps", "products", "receiver"]


@pytest.fixture
def receiver(settings: Any) -> Iterator[Receiver]:
    """Somebody who listens on this machine, which is allowed."""
    settings.WEBHOOK_PRIVATE = (ip_network("127.0.0.1"),)
    with receiving() as one:
        yield one
