"""One writer after the other, where the database takes only one."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Iterator
from typing import Final

from django.db import connection, transaction

_turn: Final = threading.Lock()


@contextlib.contextmanager
def in_turn() -> Iterator[None]:
    """A transaction that waits for its turn.

    SQLite lets whoever waits ask again after ever longer pauses, so that of fifty at once some
    never come to it. The threads of a process wait in a line of their own instead; only other
    processes are left to SQLite.
    """
    if connection.vendor == "sqlite" and not connection.in_atomic_block:
        with _turn, transaction.atomic():
            yield
    else:
        with transaction.atomic():
            yield
