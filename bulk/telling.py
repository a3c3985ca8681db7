"""Telling the workers that there is something to do; what is lost on the way, the clock tells."""

from __future__ import annotations

from functools import partial
from typing import Final

import structlog
from celery import current_app
from django.db import transaction
from kombu.exceptions import OperationalError

ADVANCE: Final = "bulk.tasks.advance"
APPROVE: Final = "bulk.tasks.approve"
log = structlog.get_logger(__name__)


def tell_once_kept(task: str, pk: int) -> None:
    """Send the task with that row's number once the transaction under way is kept."""
    transaction.on_commit(partial(_tell, task, pk))


def _tell(task: str, pk: int) -> None:
    try:
        current_app.send_task(task, args=[pk], retry=False)
    except OperationalError as gone:
        log.warning("broker away", task=task, row=pk, reason=str(gone))
