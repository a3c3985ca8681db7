"""A row as a job: taken up by one worker at a time, given back when a worker dies.

The row is the truth and the queue only carries its number, so a message may be lost or come
twice: claiming is a compare-and-swap, and the reaper sends again what nobody holds.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Generic, TypeVar

import structlog
from celery import current_app
from django.db.models import F, QuerySet
from django.utils import timezone
from kombu.exceptions import OperationalError

from accounts.models import User
from jobs.models import Job

QUEUED, RUNNING, FAILED, CANCELLED = "queued", "running", "failed", "cancelled"

log = structlog.get_logger(__name__)
J = TypeVar("J", bound=Job)


@dataclass(frozen=True, slots=True)
class Jobs(Generic[J]):
    """One kind of job: its rows, the task that does it, and how patient everybody is."""

    model: type[J]
    task: str
    lease: float = 20
    """Seconds a worker may be silent before its job is given to another."""
    patience: float = 60
    """Seconds after which a waiting job's message is taken for lost and sent again."""
    most_attempts: int = 3

    def send(self, pk: int, countdown: float = 0, own_task: str = "") -> bool:
        """Tell the workers; False when the broker is away, and then the reaper tells them later.

        Until then the row says why nothing happens.
        """
        try:
            task = own_task or self.task
            current_app.send_task(task, args=[pk], countdown=countdown, retry=False)
        except OperationalError as gone:
            log.warning("broker away", job=pk, task=self.task, reason=str(gone))
            self._rows().filter(pk=pk, status=QUEUED).update(error="broker")
            return False
        return True

    def claim(self, pk: int) -> bool:
        """Take the job up; False when another worker has it or it has ended."""
        now = timezone.now()
        taken = self._rows().filter(pk=pk, status=QUEUED)
        return bool(
            taken.update(
                status=RUNNING,
                lease=uuid.uuid4(),
                lease_until=now + timedelta(seconds=self.lease),
                attempt=F("attempt") + 1,
                started_at=now,
                error="",
                error_detail="",
            )
        )

    def hold(self, job: J) -> bool:
        """Renew the lease; False when the job was taken away or somebody asked to stop it."""
        now = timezone.now()
        held = self._rows().filter(
            pk=job.pk, lease=job.lease, status=RUNNING, cancel_requested=False
        )
        lease_until = held.values_list("lease_until", flat=True).first()
        if lease_until is None:
            return False
        if lease_until > now + timedelta(seconds=self.lease / 2):
            return True
        return held.update(lease_until=now + timedelta(seconds=self.lease)) == 1

    def end(self, pk: int, lease: uuid.UUID | None, status: str, **fields: object) -> bool:
        """Close the job if it is still ours (a waiting one has no lease); False otherwise."""
        ours = self._rows().filter(pk=pk, lease=lease, status__in=Job.ACTIVE)
        ended_at = timezone.now()
        fields |= {"status": status, "lease": None, "lease_until": None, "finished_at": ended_at}
        return ours.update(**fields) == 1

    def cancel(self, pk: int, user: User | None) -> bool:
        """Ask whoever holds the job to stop; True where nobody did and it has ended at once."""
        active = self._rows().filter(pk=pk, status__in=Job.ACTIVE)
        # First who asks, whichever state it is in: a job given back meanwhile is waiting again.
        if not active.filter(cancel_requested=False).update(
            cancel_requested=True, cancel_requested_by=user
        ):
            return False
        return self.end(pk, None, CANCELLED)

    def give_back(self, job: J, error: str, detail: str, delay: float) -> bool:
        """Let the job be tried again after `delay` seconds.

        False when it has had its attempts, and when somebody asked to stop it.
        """
        if job.attempt >= self.most_attempts:
            return False
        ours = self._rows().filter(pk=job.pk, lease=job.lease, cancel_requested=False)
        returned = ours.update(
            status=QUEUED,
            lease=None,
            lease_until=timezone.now() + timedelta(seconds=delay),
            error=error,
            error_detail=detail[:2000],
        )
        return returned == 1

    def reap(self, close: Callable[[J, str, str], bool], *, tell: bool = True) -> int:
        """Return jobs whose worker fell silent and send again those whose message may be lost.

        `close` ends a job that nobody works on, with a status and an error, and tells so. Unless
        it is to `tell` the workers, the caller takes up what it finds waiting itself.
        """
        overdue = self._rows().filter(status__in=Job.ACTIVE, lease_until__lt=timezone.now())
        return sum(self._reap(job, close, tell) for job in overdue.order_by("pk")[:500])

    def _reap(self, job: J, close: Callable[[J, str, str], bool], tell: bool) -> bool:
        if job.cancel_requested:
            return close(job, CANCELLED, "")
        if job.status == RUNNING and job.attempt >= self.most_attempts:
            return close(job, FAILED, "lost")
        same = self._rows().filter(
            pk=job.pk, status=job.status, lease=job.lease, cancel_requested=False
        )
        returned = same.update(
            status=QUEUED,
            lease=None,
            lease_until=timezone.now() + timedelta(seconds=self.patience),
            error="",
        )
        return bool(returned) and (not tell or self.send(job.pk, own_task=job.own_task))

    def _rows(self) -> QuerySet[J]:
        return self.model._default_manager.all()
