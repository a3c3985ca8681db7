"""The lease of a validation, held while a model writes for as long as it needs."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from threading import Event
from typing import TypeVar

from evaluation.jobs import JOBS
from models_registry.models import ValidationRun

GLANCE = 0.25
"""Seconds between two looks at the row: how fast a person's Stop reaches the model."""
T = TypeVar("T")
Asked = Callable[[], bool]
"""Whether whoever runs this process asked it to stop."""


class Stopped(Exception):
    """A person asked to stop the validation."""


class Lost(Exception):
    """The validation was taken away: its lease had run out, and somebody else may have it now."""


def look(run: ValidationRun, asked: Asked) -> None:
    """Hold the lease; Stopped or Lost where the work must end."""
    if asked():
        JOBS.cancel(run.pk, None)
    if JOBS.hold(run):
        return
    row = ValidationRun.objects.filter(pk=run.pk, lease=run.lease).first()
    if row is None or not row.cancel_requested:
        raise Lost
    run.cancel_requested_by = row.cancel_requested_by
    raise Stopped


def held(run: ValidationRun, asked: Asked, work: Callable[[Callable[[], bool]], T]) -> T:
    """What `work` gives, which runs in a thread of its own and is told when to break off."""
    stop = Event()
    with ThreadPoolExecutor(1, thread_name_prefix="validating") as pool:
        future: Future[T] = pool.submit(work, stop.is_set)
        try:
            while not wait([future], timeout=GLANCE).done:
                look(run, asked)
        except BaseException:
            # Stopped, taken away, or told to end by a signal: the model must not go on alone.
            stop.set()
            raise
        return future.result()
