"""The lease of a job, held while a model writes for as long as it needs, and what ends the work."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from threading import Event
from typing import Protocol, TypeVar

import structlog

from engines.base import EngineError
from evaluation.suite import EngineGone, SuiteChanged
from jobs.leases import CANCELLED, FAILED, Jobs
from jobs.models import Job

GLANCE = 0.25
"""Seconds between two looks at the row: how fast a person's Stop reaches the model."""
AGAIN = 60.0
"""Seconds after which an engine that was away is asked again."""
T = TypeVar("T")
J = TypeVar("J", bound=Job)
J_contra = TypeVar("J_contra", bound=Job, contravariant=True)
Asked = Callable[[], bool]
"""Whether whoever runs this process asked it to stop."""
log = structlog.get_logger(__name__)


class Close(Protocol[J_contra]):
    """Ends a job without a result; False where it is somebody else's by now."""

    def __call__(
        self, job: J_contra, /, status: str, error: str = "", detail: str = ""
    ) -> bool: ...


class Stopped(Exception):
    """A person asked to stop the job."""


class Lost(Exception):
    """The job was taken away: its lease had run out, and somebody else may have it now."""


def look(jobs: Jobs[J], job: J, asked: Asked) -> None:
    """Hold the lease; Stopped or Lost where the work must end."""
    if asked():
        jobs.cancel(job.pk, None)
    if jobs.hold(job):
        return
    row = jobs.model._default_manager.filter(pk=job.pk, lease=job.lease).first()
    if row is None or not row.cancel_requested:
        raise Lost
    job.cancel_requested_by = row.cancel_requested_by
    raise Stopped


def held(jobs: Jobs[J], job: J, asked: Asked, work: Callable[[Callable[[], bool]], T]) -> T:
    """What `work` gives, which runs in a thread of its own and is told when to break off."""
    stop = Event()
    with ThreadPoolExecutor(1, thread_name_prefix="measuring") as pool:
        future: Future[T] = pool.submit(work, stop.is_set)
        try:
            while not wait([future], timeout=GLANCE).done:
                look(jobs, job, asked)
        except BaseException:
            # Stopped, taken away, or told to end by a signal: the model must not go on alone.
            stop.set()
            raise
        return future.result()


def carry_out(jobs: Jobs[J], job: J, work: Callable[[], None], close: Close[J]) -> None:
    """Do the `work` of a job that was claimed, and close or give back the job where it fails."""
    try:
        work()
    except Stopped:
        close(job, CANCELLED)
    except Lost:
        log.warning("job taken away", task=jobs.task, job=job.pk)
    except EngineError as error:
        _trouble(jobs, job, error, close)
    except SuiteChanged:
        close(job, FAILED, "suite_changed")
    except EngineGone:
        close(job, FAILED, "engine_gone")
    except BaseException:
        # The worker is told to end. What is measured stays, and the reaper sends it again.
        jobs.give_back(job, "", "", delay=0)
        raise


def _trouble(jobs: Jobs[J], job: J, error: EngineError, close: Close[J]) -> None:
    """An engine that is away is asked again later; one that never will answer ends it."""
    detail = error.detail or str(error)
    if not error.permanent and jobs.give_back(job, error.code, detail, delay=AGAIN):
        return
    rows = jobs.model._default_manager.filter(pk=job.pk, lease=job.lease)
    if rows.filter(cancel_requested=True).exists():
        close(job, CANCELLED)
        return
    log.warning("job failed", task=jobs.task, job=job.pk, code=error.code, detail=detail[:500])
    close(job, FAILED, error.code, detail)
