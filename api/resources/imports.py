"""Files of products: send one in pieces, see how it is read, import it, read what was rejected."""

from __future__ import annotations

from ninja import Query

from accounts.models import User
from accounts.roles import Right, require
from api.http.authentication import ApiRequest
from api.http.cursors import read, written
from api.http.problems import Problem
from api.http.replies import Reply, reply
from api.http.serving import Resource
from api.queries.finding import found
from api.queries.listings import page
from api.schemas.imports import (
    IMPORT,
    REJECTED,
    FormIn,
    ImportIn,
    ImportOut,
    ImportPage,
    PieceIn,
    RejectedOut,
    RejectedPage,
    StartIn,
)
from api.schemas.values import Id, Paging
from bulk.actions.importing import (
    begin_import,
    choose_columns,
    drop_import,
    look_at_import,
    read_otherwise,
    receive_piece,
    start_import,
    stop_import,
)
from bulk.models import Import
from bulk.presentation.import_messages import refusal_sentence
from bulk.queries.imports import visible
from domain.products_file import FileRefused

resource = Resource("imports")
_LIST, _REJECTED = "imports", "rejected"


@resource.get("/imports", gives=ImportPage, told={"items": [IMPORT], "next": None})
def list_imports(request: ApiRequest, wanted: Query[Paging]) -> ImportPage:
    """List imports.

    Your own, and everybody’s for who manages listings; the newest first.
    """
    rows, last = page(visible(request.auth.user), read(_LIST, wanted.cursor), wanted.limit)
    return ImportPage(items=[ImportOut.of(row) for row in rows], next=written(_LIST, last))


@resource.get("/imports/{number}", gives=ImportOut, told=IMPORT)
def get_import(request: ApiRequest, number: Id) -> ImportOut:
    """Get an import.

    Once the last piece is here, this finds out what the file is: `ready` with its columns, or
    `refused` with the reason.
    """
    user, row = _mine(request, number)
    return ImportOut.of(look_at_import(user, row))


@resource.get(
    "/imports/{number}/rejected", gives=RejectedPage, told={"items": [REJECTED], "next": None}
)
def list_rejected_rows(request: ApiRequest, number: Id, wanted: Query[Paging]) -> RejectedPage:
    """List the rows of an import that could not be taken.

    The last ones first, each with everything that is wrong with it.
    """
    _user, row = _mine(request, number)
    rows, last = page(row.rejections.all(), read(_REJECTED, wanted.cursor), wanted.limit)
    return RejectedPage(
        items=[RejectedOut.of(one) for one in rows],
        next=written(_REJECTED, last),
    )


@resource.post(
    "/imports",
    gives=ImportOut,
    status=201,
    asked={"name": IMPORT["name"], "size": IMPORT["size"]},
    told=IMPORT | {"status": "receiving", "received": 0, "headers": [], "columns": {}},
)
def create_import(request: ApiRequest, sent: ImportIn) -> Reply:
    """Begin to send a file.

    CSV, XLSX or JSON with up to 100,000 products and 200 MB, in pieces of up to 1 MiB.
    """
    made = begin_import(_author(request), sent.name, sent.size)
    return reply(ImportOut.of(made), 201, at=f"/api/v1/imports/{made.pk}")


@resource.post(
    "/imports/{number}/pieces",
    gives=ImportOut,
    asked={"start": 0, "data": "U0tVO8OccsO8biBhZMSxO8OWemVsbGlrbGVy"},
    told=IMPORT | {"status": "receiving", "headers": [], "columns": {}},
)
def create_piece(request: ApiRequest, number: Id, sent: PieceIn) -> ImportOut:
    """Send the next piece of a file.

    It begins at byte `start`, which is what was `received` before; 409 where another comes next.
    """
    user, row = _mine(request, number)
    return ImportOut.of(receive_piece(user, row, sent.start, sent.value()))


@resource.patch(
    "/imports/{number}", gives=ImportOut, asked={"columns": IMPORT["columns"]}, told=IMPORT
)
def change_import(request: ApiRequest, number: Id, sent: FormIn) -> ImportOut:
    """Say how a file is read.

    In which encoding, between which separators, and which column holds which fact.
    """
    user, row = _mine(request, number)
    try:
        if sent.encoding is not None or sent.separator is not None:
            encoding = row.encoding if sent.encoding is None else sent.encoding
            row = read_otherwise(user, row, encoding, sent.separator or "")
    except FileRefused as refused:
        raise Problem(422, refused.code, refusal_sentence(refused.code, refused.said)) from refused
    if sent.columns is not None:
        row = choose_columns(user, row, sent.columns)
    return ImportOut.of(row)


@resource.post(
    "/imports/{number}/start",
    gives=ImportOut,
    status=202,
    asked={"over_approved": False},
    told=IMPORT | {"status": "queued", "active": True},
)
def start(request: ApiRequest, number: Id, sent: StartIn) -> Reply:
    """Import a file that is ready.

    As a job that GET /imports/{number} tells of. What is there by its SKU is brought up to date;
    the same file twice changes nothing.
    """
    user, row = _mine(request, number)
    begun = start_import(user, row, over_approved=sent.over_approved)
    return reply(ImportOut.of(begun), 202, at=f"/api/v1/imports/{begun.pk}")


@resource.delete(
    "/imports/{number}", gives=ImportOut, may=[409], told=IMPORT | {"status": "cancelled"}
)
def stop_or_drop_import(request: ApiRequest, number: Id) -> ImportOut:
    """Stop an import, or forget a file that was not imported.

    What was imported stays, and so does an import that has ended.
    """
    user, row = _mine(request, number)
    if row.is_active:
        stop_import(user, row)
        row.refresh_from_db()
        return ImportOut.of(row)
    told = ImportOut.of(row)
    drop_import(user, row)
    return told


def _author(request: ApiRequest) -> User:
    return require(request.auth.user, Right.WRITE_LISTINGS)


def _mine(request: ApiRequest, number: int) -> tuple[User, Import]:
    """One that this person may see; Http404 otherwise."""
    user = _author(request)
    return user, found(visible(user).filter(pk=number).first())
