"""Files of products: sent in pieces, looked at, imported, and what came of them."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from typing import Any, Final

from asgiref.sync import sync_to_async
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.handlers.asgi import ASGIRequest
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_GET,
    require_http_methods,
    require_POST,
    require_safe,
)

from accounts.errors import ActionRefused
from accounts.models import User
from accounts.roles import Right, require
from bulk.actions.importing import (
    OutOfStep,
    begin_import,
    choose_columns,
    drop_import,
    look_at_import,
    read_otherwise,
    receive_piece,
    start_import,
    stop_import,
)
from bulk.forms_imports import ColumnsForm, FileForm
from bulk.models import Import
from bulk.presentation.import_messages import faults_told, refusal_sentence
from bulk.presentation.imports import doubts, preview, rejected_file
from bulk.queries.imports import visible
from domain.products_file import FileRefused

PIECE: Final = 1024 * 1024
PAGE: Final = 25
FIRST: Final = 20
"""Rejected rows that the page shows; all of them are in the file."""
UNPROCESSABLE: Final = 422


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def imports(request: HttpRequest) -> HttpResponse:
    """All imports, and the way to send a file."""
    user = require(request.user, Right.WRITE_LISTINGS)
    if request.method != "POST":
        return _list(request, user)
    if "size" in request.POST:
        return _begun(request, user)
    form = FileForm(request.POST, request.FILES)
    if not form.is_valid():
        return _list(request, user, form, UNPROCESSABLE)
    sent = form.cleaned_data["file"]
    raw = sent.read()
    if len(raw) > settings.UPLOADS[request.path_info]:
        form.add_error("file", _("Without scripts a file may have up to 2 MB: switch them on."))
        return _list(request, user, form, UNPROCESSABLE)
    try:
        row = begin_import(user, sent.name, len(raw))
        look_at_import(user, receive_piece(user, row, 0, raw))
    except ActionRefused as refused:
        form.add_error("file", str(refused))
        return _list(request, user, form, UNPROCESSABLE)
    return redirect("import", row.pk)


def _list(
    request: HttpRequest, user: User, form: FileForm | None = None, status: int = 200
) -> HttpResponse:
    page = Paginator(visible(user), PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "form": form or FileForm(), "piece": piece_size()}
    return render(request, "bulk/imports.html", context, status=status)


def piece_size() -> int:
    """How much of a file one request carries."""
    return min(PIECE, settings.DATA_UPLOAD_MAX_MEMORY_SIZE)


def _begun(request: HttpRequest, user: User) -> JsonResponse:
    size = request.POST["size"]
    try:
        row = begin_import(user, request.POST.get("name", ""), int(size) if size.isdecimal() else 0)
    except ActionRefused as refused:
        return JsonResponse({"message": str(refused)}, status=UNPROCESSABLE)
    return JsonResponse({"pieces": reverse("import-pieces", args=[row.pk])}, status=201)


@require_POST
@login_required
def pieces(request: HttpRequest, pk: int) -> JsonResponse:
    """The next part of a file as the request's body; `start` is where it begins."""
    user, row = _mine(request, pk)
    start = request.GET.get("start", "")
    try:
        if row.status == Import.Status.RECEIVING:
            row = receive_piece(user, row, int(start) if start.isdecimal() else -1, request.body)
    except OutOfStep as elsewhere:
        if elsewhere.received < row.size:
            return JsonResponse({"received": elsewhere.received}, status=409)
    except ActionRefused as refused:
        return JsonResponse({"message": str(refused)}, status=UNPROCESSABLE)
    row = look_at_import(user, row)  # where all of it is there, also if the answer was lost before
    told: dict[str, Any] = {"received": row.received}
    if row.status != Import.Status.RECEIVING:
        told["page"] = reverse("import", args=[row.pk])
    return JsonResponse(told)


@require_safe
@login_required
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """One import, in whatever state it is; for htmx only the part that changes by itself."""
    user, row = _mine(request, pk)
    if row.status == Import.Status.RECEIVING:
        row = look_at_import(user, row)  # where the last answer was lost
    if row.status == Import.Status.READY:
        return _ready(request, row, ColumnsForm(row))
    is_part = bool(getattr(request, "htmx", None))
    template = "bulk/import_state.html" if is_part else "bulk/import.html"
    response = render(request, template, _state(row))
    response["Vary"] = "HX-Request"
    return response


def _ready(request: HttpRequest, row: Import, form: ColumnsForm, status: int = 200) -> HttpResponse:
    context = {"row": row, "form": form, "preview": preview(row), "doubts": doubts(row)}
    return render(request, "bulk/import_ready.html", context, status=status)


def _state(row: Import) -> dict[str, Any]:
    rejected = row.rejections.order_by("number")[:FIRST] if row.rejected else ()
    return {
        "row": row,
        "trouble": refusal_sentence(row.error, row.said) if row.error else "",
        "rejected": [(each.number, faults_told(each.faults)) for each in rejected],
    }


@require_POST
@login_required
def columns(request: HttpRequest, pk: int) -> HttpResponse:
    """Read the file otherwise, take other columns, or begin the import where nothing is new."""
    user, row = _mine(request, pk)
    if row.status != Import.Status.READY:
        return redirect("import", pk)
    form = ColumnsForm(row, request.POST)
    if not form.is_valid():
        return _ready(request, row, form, UNPROCESSABLE)
    try:
        if _changed(user, row, form):
            return redirect("import", pk)
        if request.POST.get("do") == "start":
            start_import(user, row, over_approved=form.cleaned_data["over_approved"])
    except ActionRefused as refused:
        form.add_error(None, str(refused))
        return _ready(request, row, form, UNPROCESSABLE)
    except FileRefused as refused:
        form.add_error(None, refusal_sentence(refused.code, refused.said))
        return _ready(request, row, form, UNPROCESSABLE)
    return redirect("import", pk)


def _changed(user: User, row: Import, form: ColumnsForm) -> bool:
    """Whether the form says anything new, which is kept and shown before it is acted on."""
    said = form.cleaned_data
    encoding, separator = said.get("encoding") or "", said.get("separator") or ""
    if (encoding or row.encoding, separator or row.separator) != (row.encoding, row.separator):
        read_otherwise(user, row, encoding or row.encoding, separator)
        return True
    chosen = form.columns()
    if chosen == row.columns:
        return False
    choose_columns(user, row, chosen)
    return True


@require_POST
@login_required
def stop(request: HttpRequest, pk: int) -> HttpResponse:
    """Stop it; what was imported stays."""
    user, row = _mine(request, pk)
    try:
        stop_import(user, row)
    except ActionRefused as refused:
        messages.error(request, str(refused))
    return redirect("import", pk)


@require_POST
@login_required
def drop(request: HttpRequest, pk: int) -> HttpResponse:
    """Forget a file that was not imported."""
    user, row = _mine(request, pk)
    try:
        drop_import(user, row)
    except ActionRefused as refused:
        messages.error(request, str(refused))
        return redirect("import", pk)
    return redirect("imports")


@require_GET
@login_required
def rejected(request: HttpRequest, pk: int) -> StreamingHttpResponse:
    """The rejected rows with their errors, to be corrected and sent again."""
    _user, row = _mine(request, pk)
    text = rejected_file(row)
    content = _flowing(text) if isinstance(request, ASGIRequest) else text
    response = StreamingHttpResponse(content, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="import-{row.pk}-rejected.csv"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


async def _flowing(text: Iterator[str]) -> AsyncIterator[str]:
    """Piece by piece for an asynchronous server too, which would read all of it before it sends."""
    read = sync_to_async(lambda: next(text, None))
    while (piece := await read()) is not None:
        yield piece


def _mine(request: HttpRequest, pk: int) -> tuple[User, Import]:
    user = require(request.user, Right.WRITE_LISTINGS)
    return user, get_object_or_404(visible(user), pk=pk)
