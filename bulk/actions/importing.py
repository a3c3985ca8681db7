"""Files of products come in: received in pieces, looked at, imported, stopped."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.errors import ActionRefused
from accounts.models import User
from accounts.roles import Right, require
from bulk.jobs import IMPORTS
from bulk.models import Import, ImportedProduct, RejectedRow
from content.actions.entering_many import Entered, enter_many
from content.actions.rows import insert
from domain.products_file import Chunk, Fault, FileRefused, Format, guess, match, open_sheet
from domain.products_file import stated as stated_of
from domain.products_file.faults import LARGEST

Status = Import.Status
MOST_OPEN: Final = 5
"""Files that one person may have uploaded and not yet imported, so that nobody fills the disk."""
LARGEST_PIECE: Final = 2 * 1024 * 1024
IN_USE: Final = timedelta(hours=1)
"""How long after its last piece a file is taken for one that its person goes on with."""
_BLOCK: Final = 1 << 20


class OutOfStep(ActionRefused):
    """A piece is not the next one; `received` says where that begins."""

    def __init__(self, received: int) -> None:
        super().__init__("out_of_step", _("This part of the file does not come next."))
        self.received = received


class Lost(Exception):
    """The job was taken away, or somebody asked to stop it."""


@transaction.atomic
def begin_import(user: User, name: str, size: int) -> Import:
    """A place for a file of `size` bytes; where there is none left, that of one long not touched.

    ActionRefused where all of them are in use.
    """
    require(user, Right.WRITE_LISTINGS)
    User.objects.select_for_update(no_key=True).get(pk=user.pk)
    if not 0 < size <= LARGEST:
        raise ActionRefused(
            "file_size",
            _("A file may have up to %(most)d MB and must not be empty.")
            % {"most": LARGEST // 1024**2},
        )
    _make_room(user)
    row = Import.objects.create(
        requested_by=user, name=Path(name).name[-255:] or "-", size=size, status=Status.RECEIVING
    )
    shutil.rmtree(row.folder, ignore_errors=True)  # of a database that was there before
    return row


def _make_room(user: User) -> None:
    """Forget as many of a person's open files as are too many for another one, the idle ones."""
    waiting = Import.objects.filter(
        requested_by=user, status__in=[Status.RECEIVING, Status.READY]
    ).order_by("pk")
    rows = list(waiting)
    too_many = max(0, len(rows) - MOST_OPEN + 1)
    since = timezone.now() - IN_USE
    idle = [row for row in rows if _touched_at(row) < since][:too_many]
    if len(idle) < too_many:
        raise ActionRefused(
            "too_many_files",
            _(
                "%(most)d files of yours wait to be imported: import one of them, or drop it, "
                "before you send another."
            )
            % {"most": MOST_OPEN},
        )
    for row in idle:
        drop_import(user, row)


def _touched_at(row: Import) -> datetime:
    """When the last piece of a file came."""
    try:
        return datetime.fromtimestamp(row.file.stat().st_mtime, UTC)
    except OSError:
        return row.created_at


@transaction.atomic
def receive_piece(user: User, row: Import, start: int, piece: bytes) -> Import:
    """Append a piece that begins at byte `start`; OutOfStep where another comes next."""
    row = _own(user, row)
    if row.status != Status.RECEIVING:
        raise ActionRefused("not_receiving", _("This file has been received already."))
    if start != row.received:
        raise OutOfStep(row.received)
    if not piece or len(piece) > LARGEST_PIECE or row.received + len(piece) > row.size:
        raise ActionRefused("piece_size", _("This part of the file is empty or too large."))
    row.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with row.file.open("r+b" if row.file.exists() else "w+b") as file:
        # What a piece left behind that was written and not counted is written over.
        file.seek(start)
        file.write(piece)
        file.truncate()
    row.received += len(piece)
    row.save(update_fields=["received"])
    return row


def look_at_import(user: User, row: Import) -> Import:
    """Find out what a file that is complete is, once; what is none is refused for good."""
    _may_touch(user, row)
    row = Import.objects.get(pk=row.pk)
    if row.status != Status.RECEIVING or row.received != row.size:
        return row
    refused = None
    try:  # which takes a second for a long file, in which nobody is to wait for the database
        with row.file.open("rb") as file:
            digest, form = _digest(file), guess(file)
            headers = open_sheet(file, form).headers
    except FileRefused as told:
        refused = told
    with transaction.atomic():
        row = _own(user, row)
        if row.status != Status.RECEIVING:
            return row
        if refused:
            _refuse(row, refused)
            return row
        _take_form(row, form)
        row.digest, row.headers, row.columns = digest, list(headers), match(headers).sure()
        row.status = Status.READY
        row.save()
    return row


@transaction.atomic
def read_otherwise(user: User, row: Import, encoding: str, separator: str) -> Import:
    """Read a text file in other letters, or a table between other signs."""
    row = _ready(user, row)
    form = Format(row.kind, encoding, separator or row.separator or ",")
    if row.kind == "xlsx" or not form.is_known():
        raise ActionRefused("form", _("This file cannot be read in that way."))
    with row.file.open("rb") as file:
        headers = open_sheet(file, form).headers
    _take_form(row, form)
    row.headers, row.columns = list(headers), match(headers).sure()
    row.save()
    return row


@transaction.atomic
def choose_columns(user: User, row: Import, columns: Mapping[str, int]) -> Import:
    """Say by hand which column holds which fact."""
    row = _ready(user, row)
    if any(not 0 <= place < len(row.headers) for place in columns.values()):
        raise ActionRefused("column", _("The file has no such column."))
    if len(set(columns.values())) < len(columns):
        raise ActionRefused(
            "column_twice", _("Two facts cannot come from the same column: choose another for one.")
        )
    if "sku" not in columns:
        raise ActionRefused("no_sku_column", _("Say which column holds the SKU."))
    row.columns = dict(columns)
    row.save(update_fields=["columns"])
    return row


@transaction.atomic
def start_import(user: User, row: Import, *, over_approved: bool = False) -> Import:
    """Import the file as a job; `over_approved` lets it end approvals given until now."""
    row = _ready(user, row)
    if "sku" not in row.columns:
        raise ActionRefused("no_sku_column", _("Say which column holds the SKU."))
    now = timezone.now()
    row.over = now if over_approved else None
    row.status, row.stage = Status.QUEUED, Import.Stage.READING
    row.lease_until = now + timedelta(seconds=IMPORTS.patience)
    row.save()
    number = row.pk
    transaction.on_commit(lambda: IMPORTS.send(number))
    return row


def stop_import(user: User, row: Import) -> None:
    """Stop it behind the portion that is being written; what was imported stays."""
    _may_touch(user, row)
    if not row.is_active:
        raise ActionRefused("not_active", _("This import has ended already."))
    IMPORTS.cancel(row.pk, user)


@transaction.atomic
def drop_import(user: User, row: Import) -> None:
    """Forget a file that was never imported."""
    row = _own(user, row)
    if row.status not in (Status.RECEIVING, Status.READY, Status.REFUSED):
        raise ActionRefused("imported", _("An import that was started stays on record."))
    folder = row.folder
    row.delete()
    transaction.on_commit(lambda: shutil.rmtree(folder, ignore_errors=True))


def keep_reading(row: Import, rows: int) -> None:
    """The file was read to its end; Lost where the job is another's."""
    found = {"stage": Import.Stage.WRITING, "rows": rows, "position": 0, "attempt": 1}
    if not _held(row).update(**found):
        raise Lost
    row.stage, row.rows, row.position = Import.Stage.WRITING, rows, 0


def keep_refusal(row: Import, refused: FileRefused) -> None:
    """The file as a whole cannot be read: nothing of it was taken."""
    fields = {"error": refused.code[:30], "said": dict(refused.said)}
    IMPORTS.end(row.pk, row.lease, Status.REFUSED, **fields)


@transaction.atomic
def keep_chunk(row: Import, chunk: Chunk) -> Entered:
    """Enter a chunk's products, with the counts and the position, or nothing of it; Lost where the
    job is another's."""
    good, faults = stated_of(chunk, row.columns, len(row.headers))
    entered = enter_many(row.requested_by, good, over=row.over, source={"import": row.pk})
    faults += entered.rejected
    rejected = _keep_rejected(row, chunk, faults)
    for outcome, numbers in (
        ("created", entered.created),
        ("updated", entered.updated),
        ("unchanged", entered.unchanged),
    ):
        products = [(number,) for number in numbers]
        insert(ImportedProduct, ("product_id",), products, {"of_id": row.pk, "outcome": outcome})
    moved = _held(row).filter(position=row.position)
    if not moved.update(
        position=chunk.end,
        created=F("created") + len(entered.created),
        updated=F("updated") + len(entered.updated),
        unchanged=F("unchanged") + len(entered.unchanged),
        rejected=F("rejected") + rejected,
        attempt=1,
        lease_until=timezone.now() + timedelta(seconds=IMPORTS.lease),
    ):
        raise Lost
    row.position = chunk.end
    return entered


def _keep_rejected(row: Import, chunk: Chunk, faults: Sequence[Fault]) -> int:
    by_row: dict[int, list[dict[str, Any]]] = {}
    for fault in faults:
        told = {"field": fault.field, "code": fault.code, "said": dict(fault.said)}
        by_row.setdefault(fault.row, []).append(told)
    cells = {line.number: line.cells for line in chunk.lines if line.number in by_row}
    RejectedRow.objects.bulk_create(
        RejectedRow(of=row, number=number, cells=_storable(cells[number]), faults=told)
        for number, told in by_row.items()
    )
    return len(by_row)


def _storable(cells: list[str]) -> list[str]:
    """Without what no database keeps; the person sees where it stood."""
    return [cell.replace("\x00", "\ufffd").encode("utf-8", "replace").decode() for cell in cells]


def _held(row: Import) -> Any:
    return Import.objects.filter(
        pk=row.pk, lease=row.lease, status=Status.RUNNING, cancel_requested=False
    )


def _own(user: User, row: Import) -> Import:
    """The row as it is now, held; whoever may not touch it learns nothing."""
    _may_touch(user, row)
    return Import.objects.select_for_update().select_related(None).get(pk=row.pk)


def _may_touch(user: User, row: Import) -> None:
    own = row.requested_by_id == user.pk
    require(user, Right.WRITE_LISTINGS if own else Right.MANAGE_LISTINGS)


def _ready(user: User, row: Import) -> Import:
    row = _own(user, row)
    if row.status == Status.RECEIVING:
        raise ActionRefused(
            "receiving", _("The file is not here yet: send the rest of it, then look at it.")
        )
    if row.status != Status.READY:
        raise ActionRefused("not_ready", _("This import has been started already."))
    return row


def _take_form(row: Import, form: Format) -> None:
    row.kind, row.encoding = form.kind, form.encoding
    row.separator = form.separator if form.kind == "csv" else ""


def _refuse(row: Import, refused: FileRefused) -> None:
    row.status, row.error, row.said = Status.REFUSED, refused.code[:30], dict(refused.said)
    row.finished_at = timezone.now()
    row.save()
    row.file.unlink(missing_ok=True)


def _digest(file: Any) -> str:
    file.seek(0)
    digest = hashlib.sha256()
    while block := file.read(_BLOCK):
        digest.update(block)
    return digest.hexdigest()
