"""Telling the workers that there is new feedback; whether that is enough, they find out."""

from __future__ import annotations

import time
from typing import Final

import structlog
from celery import current_app
from django.db import transaction

TASK: Final = "learning.tasks.consider"
REST: Final = 60.0
"""Seconds in which a broker that was away is not asked again: a page that waited for it once is
enough, and whoever looks at every counter every few minutes finds what was not told."""

log = structlog.get_logger(__name__)


class _Broker:
    """Whether the broker is to be spoken to now."""

    def __init__(self) -> None:
        self._silent_until = 0.0

    def tell(self, policy: int) -> bool:
        """Send the message; False where the broker is, or was a moment ago, away."""
        if time.monotonic() < self._silent_until:
            return False
        try:
            current_app.send_task(TASK, args=[policy], retry=False)
        except Exception as gone:  # whatever it is, the feedback is kept and the page goes on
            log.warning("broker away", task=TASK, policy=policy, reason=str(gone))
            self._silent_until = time.monotonic() + REST
            return False
        self.listen()
        return True

    def listen(self) -> None:
        """Speak to it again."""
        self._silent_until = 0.0


BROKER: Final = _Broker()


def notice(policy: int | None) -> None:
    """Once what was written is kept, say that policy `policy` has new feedback.

    Never raises and never makes a page wait for long; what is not told now is found later.
    """
    if policy is not None:
        transaction.on_commit(lambda: BROKER.tell(policy), robust=True)
