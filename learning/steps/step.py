"""What a step is given, and what it may answer."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from evaluation.holding import Asked, Lost, held, look
from learning.jobs import JOBS
from learning.models import Retraining


@dataclass(frozen=True, slots=True)
class Next:
    """The step is done: on to the following one."""


@dataclass(frozen=True, slots=True)
class Wait:
    """Another job's end is waited for; the worker puts this one down meanwhile."""

    seconds: float = 10.0


@dataclass(frozen=True, slots=True)
class End:
    """The chain ends here, as one of `Retraining.Outcome`, for these reasons."""

    outcome: str
    reasons: Sequence[Mapping[str, Any]] = ()


Answer = Next | Wait | End


class Failed(Exception):
    """The chain cannot go on: `code` is told in words by `learning.sentences`."""

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(code)
        self.code, self.detail = code, detail


@dataclass(frozen=True, slots=True)
class Turn:
    """One worker's turn at a retraining: its row, its lease, and who may ask it to stop."""

    row: Retraining
    asked: Asked = lambda: False

    def look(self) -> None:
        """Hold the lease; Stopped or Lost (`evaluation.holding`) where the work must end."""
        look(JOBS, self.row, self.asked)

    def ask(self, work: Callable[[Callable[[], bool]], Any]) -> Any:
        """What `work` gives, done in a thread of its own while the lease is held."""
        return held(JOBS, self.row, self.asked, work)

    def note(self, **fields: Any) -> None:
        """Keep `fields` in the row, as progress; Lost where the job was taken away."""
        self._write(1, fields)

    def keep(self, **fields: Any) -> None:
        """The same of what every attempt comes to: attempts go on being counted, so that what then
        fails each time is given up."""
        self._write(self.row.attempt, fields)

    def _write(self, attempt: int, fields: Mapping[str, Any]) -> None:
        ours = Retraining.objects.filter(pk=self.row.pk, lease=self.row.lease)
        if not ours.update(attempt=attempt, **fields):
            raise Lost
        self.row.attempt = attempt
        for name, value in fields.items():
            setattr(self.row, name, value)


Step = Callable[[Turn], Answer]
