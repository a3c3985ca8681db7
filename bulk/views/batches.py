"""Batches: those there are, a new one, and one with its products."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.errors import ActionRefused
from accounts.models import User
from accounts.roles import Right, require
from bulk.actions.batches import (
    cancel_batch,
    pause_batch,
    resume_batch,
    retry_failed,
    start_batch,
)
from bulk.forms_batch import BatchForm
from bulk.models import Batch, BatchItem
from bulk.presentation.pace import pace, time_left
from bulk.presentation.reasons import failure, left_out
from bulk.queries.approvals import approvals_of
from bulk.queries.batches import PAGE, counts_of, items_of, listed, progress_of
from bulk.views.choosing import choice_of
from domain.batches import Progress

UNPROCESSABLE, CONFLICT = 422, 409
SHOWN = 50


@require_safe
@never_cache
@login_required
def batches(request: HttpRequest) -> HttpResponse:
    """The newest batches and how far they are."""
    require(request.user, Right.WRITE_LISTINGS)
    rows = list(listed()[:SHOWN])
    counts = counts_of(row.pk for row in rows)
    context = {"rows": [(row, Progress(**counts[row.pk])) for row in rows]}
    return render(request, "batches/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def new(request: HttpRequest) -> HttpResponse:
    """How the products of the address are to be written; posted, the batch begins."""
    user = require(request.user, Right.WRITE_LISTINGS)
    choice = choice_of(request.GET)
    form = BatchForm(request.POST or None)
    context: dict[str, Any] = {"form": form, "choice": choice, "status": 200}
    if request.method == "POST" and choice.listings is not None:
        if not form.is_valid():
            context["status"] = UNPROCESSABLE
        else:
            try:
                return redirect("batch", start_batch(user, choice.listings, form.options()).pk)
            except ActionRefused as refused:
                context |= {"trouble": str(refused), "status": CONFLICT}
    if choice.listings is not None:
        context["count"] = choice.listings.order_by().count()
    return render(request, "batches/new.html", context, status=context["status"])


@require_safe
@never_cache
@login_required
def batch(request: HttpRequest, pk: int) -> HttpResponse:
    """One batch; for htmx, which asks every few seconds, only what changes."""
    require(request.user, Right.WRITE_LISTINGS)
    row = get_object_or_404(Batch.objects.select_related("requested_by", "changed_by"), pk=pk)
    progress = progress_of(row)
    only = request.GET.get("show", "")
    only = only if only in BatchItem.Status.values else ""
    page = _page(row, progress, only, request.GET.get("page", ""))
    approvals = approvals_of(row)
    context = {
        "batch": row,
        "progress": progress,
        "pace": pace(progress) if row.status == Batch.Status.RUNNING else "",
        "left": time_left(progress) if row.status == Batch.Status.RUNNING else "",
        "left_out": left_out(row.left_out),
        "page": page,
        "rows": [(item, failure(item.error)) for item in page],
        "only": only,
        "states": BatchItem.Status.choices,
        "approvals": approvals,
        "moves": row.is_active or any(each.approval.is_active for each in approvals),
    }
    part = bool(getattr(request, "htmx", None))
    response = render(request, "batches/part.html" if part else "batches/batch.html", context)
    if part and not context["moves"]:
        response["HX-Refresh"] = "true"  # the whole page says more now
    response["Vary"] = "HX-Request"
    return response


class _Counted(Paginator[BatchItem]):
    """Pages of rows whose number is known already."""

    def __init__(self, rows: Any, known: int) -> None:
        super().__init__(rows, PAGE)
        self._known = known

    @cached_property
    def count(self) -> int:
        """How many rows there are."""
        return self._known


def _page(row: Batch, progress: Progress, only: str, number: str) -> Page[BatchItem]:
    known = getattr(progress, only) if only else progress.total
    return _Counted(items_of(row, only), known).get_page(number)


@require_POST
@login_required
def change(request: HttpRequest, pk: int, what: str) -> HttpResponse:
    """Pause a batch, let it go on, stop it, or try what failed again."""
    user = require(request.user, Right.WRITE_LISTINGS)
    row = get_object_or_404(Batch, pk=pk)
    try:
        messages.success(request, CHANGES[what](user, row))
    except ActionRefused as refused:
        messages.error(request, str(refused))
    return redirect("batch", pk)


def _pause(user: User, row: Batch) -> str:
    pause_batch(user, row)
    return _("Paused: what is being written is finished, and nothing more is begun.")


def _resume(user: User, row: Batch) -> str:
    resume_batch(user, row)
    return _("The batch goes on.")


def _cancel(user: User, row: Batch) -> str:
    cancel_batch(user, row)
    return _("Stopped: what was written by then stays.")


def _retry(user: User, row: Batch) -> str:
    again = retry_failed(user, row)
    said = ngettext(
        "%(count)d product is tried again.", "%(count)d products are tried again.", again.count
    ) % {"count": again.count}
    if not again.approved:
        return said
    kept = ngettext(
        "%(count)d product was approved since and stays as it is.",
        "%(count)d products were approved since and stay as they are.",
        again.approved,
    ) % {"count": again.approved}
    return f"{said} {kept}"


CHANGES: dict[str, Callable[[User, Batch], str]] = {
    "pause": _pause,
    "resume": _resume,
    "cancel": _cancel,
    "retry": _retry,
}
