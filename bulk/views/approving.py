"""Approving a batch from a score on: a sample to read, and one button."""

from __future__ import annotations

import secrets

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.errors import ActionRefused
from accounts.roles import Right, require
from bulk.actions.approving import request_approval
from bulk.forms_batch import ThresholdForm
from bulk.models import Batch
from bulk.queries.approvals import SAMPLE, sample_of
from content.presentation.descriptions import as_html

CONFLICT = 409
SEEDS = 2**31


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def approve(request: HttpRequest, pk: int) -> HttpResponse:
    """The sample for a least score; posted with it, the approval begins."""
    user = require(request.user, Right.APPROVE_LISTINGS)
    row = get_object_or_404(Batch, pk=pk)
    asked = request.POST if request.method == "POST" else request.GET
    form = ThresholdForm(asked if "threshold" in asked else None)
    threshold = form.cleaned_data["threshold"] if form.is_bound and form.is_valid() else None
    trouble = ""
    if request.method == "POST" and threshold is not None:
        try:
            request_approval(user, row, threshold, _seen(request.POST))
        except ActionRefused as refused:
            trouble = str(refused)
        else:
            messages.success(request, _("The approval has begun."))
            return redirect("batch", pk)
    context = {"batch": row, "form": form, "threshold": threshold, "trouble": trouble}
    if threshold is not None:
        items, count = sample_of(row, threshold, secrets.randbelow(SEEDS))
        texts = [(item, as_html(item.listing.description, item.listing.market)) for item in items]
        context |= {"sample": texts, "count": count, "is_all": count <= SAMPLE}
    return render(request, "batches/approve.html", context, status=CONFLICT if trouble else 200)


def _seen(posted: QueryDict) -> list[tuple[int, int]]:
    """The items and their versions that the page showed; at most as many as a sample has."""
    pairs = [value.split(":", 1) for value in posted.getlist("read")[:SAMPLE] if ":" in value]
    return [
        (int(item), int(number))
        for item, number in pairs
        if all(part.isascii() and part.isdecimal() and len(part) < 19 for part in (item, number))
    ]
