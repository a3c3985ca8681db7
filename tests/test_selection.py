"""The tests of one engine stay in one process."""

from __future__ import annotations

import os

import pytest


@pytest.mark.real
def test_a_real_test_is_sent_to_the_process_of_its_group(request: pytest.FixtureRequest) -> None:
    """That xdist does so hangs on how it and pytest fit together, and would go unseen."""
    in_group = request.node.nodeid.endswith("@real")
    assert in_group == ("PYTEST_XDIST_WORKER" in os.environ)
