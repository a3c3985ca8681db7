"""Files of imports that nobody needs any more are taken away."""

from __future__ import annotations

import os
import shutil
from datetime import timedelta
from typing import Final

from django.utils import timezone

from bulk.models import Import
from bulk.models.imports import shelf

KEPT: Final = timedelta(days=1)
"""How long a file is kept that nobody goes on with."""
Status = Import.Status


def sweep_imports() -> int:
    """Forget files that nobody went on with, then take away what lies on the disk for no import,
    and for one that ended long ago: its row stays. Returns how many folders that were."""
    # Listed first: every folder that is made meanwhile has a row, and is not among them.
    folders = _folders()
    since = timezone.now() - KEPT
    never_imported = [Status.RECEIVING, Status.READY, Status.REFUSED]
    Import.objects.filter(status__in=never_imported, created_at__lt=since).delete()
    ended = [Status.DONE, Status.FAILED, Status.CANCELLED]
    needed = Import.objects.exclude(status__in=ended, finished_at__lt=since)
    gone = folders - set(needed.values_list("pk", flat=True))
    for number in gone:
        shutil.rmtree(shelf() / str(number), ignore_errors=True)
    return len(gone)


def _folders() -> set[int]:
    """The numbers that folders are named for."""
    try:
        with os.scandir(shelf()) as found:
            return {int(each.name) for each in found if _is_number(each.name) and each.is_dir()}
    except FileNotFoundError:
        return set()


def _is_number(name: str) -> bool:
    return name.isascii() and name.isdecimal() and name == str(int(name))
