"""Approved listings, to take away: the page of the forms, and each as a file."""

from __future__ import annotations

import structlog
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_safe

from accounts.roles import Right, require
from bulk.exporting.forms import Form, file_of
from bulk.presentation.exports import offer_of
from bulk.queries.approved import approved
from content.views.library import LibraryForm
from domain import markets
from files.sending import sent

log = structlog.get_logger(__name__)
UNHEEDED = ("status", "sort")
"""What the library is asked for and an export does not look at."""


@require_safe
@login_required
def exports(request: HttpRequest) -> HttpResponse:
    """The page, for what the library shows."""
    require(request.user, Right.READ_LISTINGS)
    form = LibraryForm(request.GET)
    wanted = form.wanted()
    chosen = {name: label for name, label in form.in_use() if name not in UNHEEDED}
    asked = {name: str(form.cleaned_data[name]) for name in chosen}
    if wanted.words:
        asked["q"] = str(form.cleaned_data["q"])
    context = {"offer": offer_of(wanted), "asked": asked, "chosen": chosen}
    return render(request, "bulk/exports.html", context)


@require_GET
@login_required
def export(request: HttpRequest, form: str) -> StreamingHttpResponse:
    """The file, in pieces as they are read."""
    user = require(request.user, Right.READ_LISTINGS)
    market = request.GET.get("feed", "")
    if form not in tuple(Form) or (Form(form).is_of_one_market and market not in markets.codes()):
        raise Http404
    file = file_of(Form(form), approved(LibraryForm(request.GET).wanted()), market)
    log.info("listings exported", user=user.pk, form=form)
    return sent(request, file.name, file.content_type, file.pieces)
