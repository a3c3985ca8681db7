"""One retraining: the chain from feedback to what writes, and what a manager does about it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts.errors import ActionRefused
from accounts.models import User
from accounts.roles import Right, require, rights_of
from evaluation.views.access import SEEING
from learning import sentences
from learning.actions import deciding, triggering
from learning.models import Retraining
from learning.presentation.chain import chain
from learning.presentation.comparison import tables
from learning.presentation.standing import reasons, standing
from learning.queries.chain import Told, gave_to, known, told


@require_safe
@never_cache
@login_required
def retraining(request: HttpRequest, pk: int) -> HttpResponse:
    """The page; for htmx, which asks every few seconds, only what changes."""
    row = get_object_or_404(known(), pk=pk)
    user, whole = _who(request, row)
    found = told(row)
    is_part = bool(getattr(request, "htmx", None))
    template = "learning/chain.html" if is_part else "learning/retraining.html"
    response = render(request, template, _context(found, user, whole=whole))
    if is_part and not found.moves:
        response["HX-Refresh"] = "true"  # the whole page says more now
    response["Vary"] = "HX-Request"
    return response


def _who(request: HttpRequest, row: Retraining) -> tuple[User, bool]:
    """Who asks, and whether they see the whole chain; PermissionDenied where it is none of theirs.

    Whoever gave feedback that it learnt from sees what became of that, and no more.
    """
    user = request.user
    assert isinstance(user, User)  # noqa: S101 - signed in
    if Right.TRAIN_MODELS in rights_of(user):
        return user, True
    if gave_to(user, row):
        return user, False
    raise PermissionDenied(Right.TRAIN_MODELS)


def _context(found: Told, user: User, *, whole: bool) -> dict[str, Any]:
    row, rights = found.row, rights_of(user)
    context: dict[str, Any] = {
        "row": row,
        "told": found,
        "whole": whole,
        "standing": standing(found, named=bool(rights & SEEING)),
        "steps": chain(found, whole=whole),
    }
    if whole:
        undecided = deciding.may_be_decided(row) and not found.moves
        context |= {
            "reasons": reasons(row),
            "trouble": sentences.failure(row) if row.error else "",
            "tables": tables(row.comparison),
            "may_decide": undecided and Right.MANAGE_MODELS in rights,
            "may_approve": deciding.was_compared(row, found.live),
            "longest": deciding.LONGEST_WHY,
        }
    elif row.outcome == Retraining.Outcome.DECLINED:
        context["reasons"] = reasons(row, only="declined")  # it was written for them too
    return context


@require_POST
@login_required
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Stop it; what it waits for stops too, and its feedback stays."""
    user = require(request.user, Right.TRAIN_MODELS)
    row = get_object_or_404(Retraining, pk=pk)
    return _done(request, pk, lambda: triggering.cancel_retraining(user, row))


@require_POST
@login_required
def approve(request: HttpRequest, pk: int) -> HttpResponse:
    """Have the candidate deployed."""
    user = require(request.user, Right.MANAGE_MODELS)
    row = get_object_or_404(Retraining, pk=pk)
    said = _("Approved: the version is being deployed.")
    return _done(request, pk, lambda: deciding.approve(user, row), said)


@require_POST
@login_required
def decline(request: HttpRequest, pk: int) -> HttpResponse:
    """Put the candidate aside."""
    user = require(request.user, Right.MANAGE_MODELS)
    row = get_object_or_404(Retraining, pk=pk)
    why = request.POST.get("why", "")
    return _done(request, pk, lambda: deciding.decline(user, row, why), _("Declined."))


def _done(request: HttpRequest, pk: int, act: Callable[[], object], said: str = "") -> HttpResponse:
    """Back to the page, which says what was done or why it was not."""
    try:
        act()
    except ActionRefused as refused:
        messages.error(request, str(refused))
    else:
        if said:
            messages.success(request, said)
    return redirect("learning:retraining", pk)
