"""The tests of one engine stay in one process."""

from __future__ import annotations

import os

import pytest


@pytest.mark.real
def test_a_real_test_is_sent_to_the_process_of_its_group(request: pytest.FixtureRequest) -> None:
    """That xdist does so hangs on how it and pytest fit together, and would go unseen."""
    in_group = request.node.nodeid.endswith("@real")
    assert in_group == ("PYTEST_XDIST_WORKER" in os.environ)


def test_what_need_run_once_only_knows_no_database(request: pytest.FixtureRequest) -> None:
    """CI leaves the pure tests out of its second round, that on PostgreSQL and Redis."""
    pure = [item for item in request.session.items if item.get_closest_marker("pure")]
    for item in pure:
        assert item.get_closest_marker("django_db") is None, item.nodeid
        assert "db" not in getattr(item, "fixturenames", ()), item.nodeid
