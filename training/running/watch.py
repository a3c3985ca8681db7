"""The row of a run while it is worked on: its lease is held, and it tells how far it is."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.utils import timezone

from training.curve import Curve
from training.errors import TrainingCancelled
from training.jobs import JOBS
from training.models import TrainingRun

EVERY = 1.0
"""Seconds between two updates of the row at least."""
GLANCE = 0.5
"""Seconds between two looks at it: how fast a person's Stop is heard."""
Teller = Callable[[TrainingRun], None]
Asked = Callable[[], bool]
"""Whether whoever runs this process asked it to stop the training."""


class RunLost(Exception):
    """The run was taken away: its lease had run out, and somebody else may have it now."""


class Watch:
    """Holds the lease of a run, hears a Stop, and writes its progress."""

    def __init__(
        self, run: TrainingRun, tell: Teller = lambda _run: None, asked: Asked = lambda: False
    ) -> None:
        self.run, self._tell, self._asked = run, tell, asked
        self.curve = Curve(run.curve)
        self._furthest = run.step
        self._changed: dict[str, Any] = {}
        self._written = self._looked = 0.0

    def tick(self) -> None:
        """Look at the row now and again; TrainingCancelled or RunLost where the work must end."""
        now = time.monotonic()
        if now - self._looked < GLANCE:
            return
        self._looked = now
        self.flush(after=EVERY)
        self.look()

    def look(self) -> None:
        """Hold the lease; TrainingCancelled or RunLost where that is not to be."""
        if self._asked():
            JOBS.cancel(self.run.pk, None)
        if JOBS.hold(self.run):
            return
        row = TrainingRun.objects.filter(pk=self.run.pk, lease=self.run.lease).first()
        if row is not None and row.cancel_requested:
            raise TrainingCancelled
        raise RunLost

    def hold_for(self, seconds: float) -> None:
        """Keep the lease through something that cannot be interrupted."""
        until = timezone.now() + timedelta(seconds=seconds)
        TrainingRun.objects.filter(pk=self.run.pk, lease=self.run.lease).update(lease_until=until)

    def stage(self, name: str) -> None:
        """What is being done now."""
        self.note(stage=name)
        self.flush()

    def progress(self, event: dict[str, Any]) -> None:
        """One step of the training."""
        step, loss = int(event["step"]), event["loss"]
        self.curve.add(step, loss, event["validation"])
        fields = {"step": step, "steps": event["steps"], "loss": loss}
        fields |= {"seconds_left": event["seconds_left"], "curve": self.curve.as_json()}
        if event["validation"] is not None:
            fields["validation_loss"] = event["validation"]
        if step > self._furthest:
            # It came further than ever: what interrupted it before was not its own fault.
            fields["attempt"] = 1
        self.note(**fields)

    def note(self, **fields: Any) -> None:
        """Remember what is to be written."""
        for name, value in fields.items():
            setattr(self.run, name, value)
        self._changed |= fields

    def flush(self, after: float = 0.0) -> None:
        """Write it, unless that was done less than `after` seconds ago."""
        if not self._changed or time.monotonic() - self._written < after:
            return
        TrainingRun.objects.filter(pk=self.run.pk, lease=self.run.lease).update(**self._changed)
        self._changed = {}
        self._written = time.monotonic()
        self._tell(self.run)
