"""Doing one import: the file is read to its end, then its rows are written a portion at a time.

A file that cannot be read to its end is refused before anything was written. After each portion
somebody else may go on; after some seconds the job goes back to the end of the queue, so that a
draft that waits for the same workers does not wait for a hundred thousand rows.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Final

import structlog
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from bulk.actions.importing import Lost, keep_chunk, keep_reading, keep_refusal
from bulk.importing.collecting import seldom_collected
from bulk.importing.portions import portions
from bulk.jobs import IMPORTS, close_import
from bulk.models import Import
from domain.products_file import FileRefused, chunks, open_sheet, spool

TURN: Final = 15.0
"""Seconds after which the job is put down for others."""
log = structlog.get_logger(__name__)


def run_import(pk: int, turn: float = TURN) -> None:
    """Do import `pk` for at most a turn, unless somebody else does or it has ended."""
    if not IMPORTS.claim(pk):
        return
    row = Import.objects.select_related("requested_by").get(pk=pk)
    try:
        _work(row, time.monotonic() + turn)
    except Lost:
        _stop(row)
    except FileRefused as refused:
        keep_refusal(row, refused)
    except PermissionDenied:
        close_import(row, Import.Status.FAILED, "right_gone")
    except FileNotFoundError as gone:
        close_import(row, Import.Status.FAILED, "file_gone", str(gone))
    except BaseException as error:
        # The worker is told to end, or the database went away: what is written stays written.
        log.warning("import put down", number=pk, reason=str(error)[:500])
        if not IMPORTS.give_back(row, "", str(error), delay=0):
            close_import(row, Import.Status.FAILED, "broken", str(error))
        raise


def _work(row: Import, until: float) -> None:
    with seldom_collected() as collect:
        if row.stage == Import.Stage.READING:
            _read(row, collect)
        with row.lines.open("rb") as source:
            for portion in portions(chunks(source, row.position), row.columns):
                if time.monotonic() > until and _put_down(row):
                    return
                keep_chunk(row, portion)
                collect()
    if not IMPORTS.end(row.pk, row.lease, Import.Status.DONE):
        raise Lost


def _read(row: Import, collect: Callable[[], object]) -> None:
    """Into a file of this attempt's own, which takes its name once it is whole."""
    beside = row.folder / f"rows-{row.lease}"

    def tell(_rows: int) -> None:
        if not IMPORTS.hold(row):
            raise Lost
        collect()

    try:
        with row.file.open("rb") as file, beside.open("wb") as target:
            rows = spool(open_sheet(file, row.form), row.columns, target, tell)
            target.flush()
            os.fsync(target.fileno())
        beside.replace(row.lines)
    finally:
        beside.unlink(missing_ok=True)
    keep_reading(row, rows)


def _put_down(row: Import) -> bool:
    """Have the job wait again behind what else waits; False where it is another's by now."""
    ours = Import.objects.filter(pk=row.pk, lease=row.lease, cancel_requested=False)
    until = timezone.now() + timedelta(seconds=IMPORTS.patience)
    fields = {"status": Import.Status.QUEUED, "lease": None, "lease_until": until, "attempt": 0}
    if not ours.update(**fields):
        raise Lost
    IMPORTS.send(row.pk)
    return True


def _stop(row: Import) -> None:
    asked = Import.objects.filter(pk=row.pk, lease=row.lease, cancel_requested=True)
    if asked.exists():
        close_import(row, Import.Status.CANCELLED)
    else:
        log.warning("import taken away", number=row.pk)
