"""What moves a batch on: anybody may call it at any time, any number of times at once.

It reads rows and writes rows; nothing else knows how far a batch is. Whoever dies in the midst of
it leaves what the next call finds: a job that has ended and is not settled, or room for another.
"""

from __future__ import annotations

from bulk.batching.sending import send_next
from bulk.batching.settling import finish, settle


def advance(batch: int | None = None) -> int:
    """Take in what has ended of one batch or of all, then fill up; returns how many were sent."""
    settle(batch)
    sent = send_next()
    finish(batch)
    return sent
