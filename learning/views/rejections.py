"""What the marketplace rejected: looked at first, then kept."""

from __future__ import annotations

from typing import Any, Final

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from accounts.models import User
from accounts.roles import Right, require
from domain.rejections import read
from learning.actions.rejecting import keep_rejections
from learning.forms_rejections import RejectionForm, name_of
from learning.presentation.rejections import left_over, preview, trouble_of
from learning.queries.rejected import match

UNPROCESSABLE: Final = 422


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def rejections(request: HttpRequest) -> HttpResponse:
    """The empty form, what was found in what was sent, or what was kept of it."""
    user = require(request.user, Right.WRITE_LISTINGS)
    if request.method != "POST":
        return _page(request, RejectionForm())
    form = RejectionForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, form, status=UNPROCESSABLE)
    return _looked_at(request, user, form)


def _looked_at(request: HttpRequest, user: User, form: RejectionForm) -> HttpResponse:
    said = form.said()
    reading = read(said)
    if reading.trouble:
        return _page(request, _again(said), status=UNPROCESSABLE, trouble=trouble_of(reading))
    # What was changed, or never looked at, is shown before it is kept.
    if "keep" in request.POST and form.was_seen():
        matched = keep_rejections(user, reading.rejections)
        found = preview(reading, matched)
        return _page(request, _again(left_over(matched)), kept=found)
    found = preview(reading, match(reading.rejections))
    return _page(request, _again(said, seen=True), preview=found)


def _again(text: str, *, seen: bool = False) -> RejectionForm:
    """The form with what was sent, also where that was a file."""
    return RejectionForm(initial={"text": text, "seen": name_of(text) if seen else ""})


def _page(
    request: HttpRequest, form: RejectionForm, status: int = 200, **found: Any
) -> HttpResponse:
    return render(request, "learning/rejections.html", {"form": form} | found, status=status)
