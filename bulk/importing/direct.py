"""Importing a file at once, as a command does: no row of a job, and no trace of the file.

Killed in the middle it has done whole portions, and done again it finds those unchanged.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import BinaryIO

from accounts.models import User
from bulk.importing.collecting import seldom_collected
from bulk.importing.portions import portions
from content.actions.entering_many import decide_many, enter_many
from domain.products_file import (
    Fault,
    Stated,
    chunks,
    guess,
    match,
    open_sheet,
    spool,
    stated,
)


@dataclass(slots=True)
class Found:
    """What became of the rows; `stopped` where not all of them were looked at."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    faults: list[Fault] = field(default_factory=list)
    stopped: bool = False

    @property
    def rejected(self) -> int:
        """Rows; one may have several faults."""
        return len({fault.row for fault in self.faults})


def import_file(
    file: BinaryIO, user: User | None, over: datetime | None, stop: Callable[[], bool]
) -> Found:
    """Enter the file's products in the name of `user`; without one nothing is done, only told.

    FileRefused before the first row is written. `over` is that of `enter_many`.
    """
    found = Found()
    with tempfile.TemporaryFile() as rows, seldom_collected() as collect:
        sheet = open_sheet(file, guess(file))
        columns = match(sheet.headers).checked()
        spool(sheet, columns, rows, lambda _rows: collect())
        for portion in portions(chunks(rows, 0), columns):
            if stop():
                found.stopped = True
                break
            good, faults = stated(portion, columns, len(sheet.headers))
            found.faults += faults
            _add(found, good, user, over)
            collect()
    found.faults.sort(key=lambda fault: fault.row)
    return found


def _add(found: Found, lines: Sequence[Stated], user: User | None, over: datetime | None) -> None:
    if user is None:
        decided = decide_many(lines, over=over)
        found.created += len(decided.new)
        found.updated += len(decided.changed)
        found.unchanged += len(decided.unchanged)
        found.faults += decided.rejected
        return
    entered = enter_many(user, lines, over=over)
    found.created += len(entered.created)
    found.updated += len(entered.updated)
    found.unchanged += len(entered.unchanged)
    found.faults += entered.rejected
