"""What people said in a campaign, to take away: the page of the forms, and each as a file."""

from __future__ import annotations

import structlog
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET, require_safe

from accounts.roles import Right, require
from evaluation.exporting.forms import NoSuchForm, file_of, verdicts_file
from evaluation.exporting.reading import Wanted
from evaluation.models import Campaign
from evaluation.views.access import require_sight
from files.sending import sent

log = structlog.get_logger(__name__)


@require_safe
@login_required
def exports(request: HttpRequest, pk: int) -> HttpResponse:
    """The page with all forms."""
    require(request.user, Right.MANAGE_RATINGS)
    campaign = get_object_or_404(Campaign, pk=pk)
    return render(request, "campaigns/exports.html", {"campaign": campaign})


@require_GET
@login_required
def export(request: HttpRequest, pk: int, form: str) -> StreamingHttpResponse:
    """The file, in pieces as they are read."""
    user = require(request.user, Right.MANAGE_RATINGS)
    campaign = get_object_or_404(Campaign, pk=pk)
    wanted = Wanted(gold="gold" in request.GET, names="names" in request.GET)
    criterion = request.GET.get("criterion", "")
    try:
        file = file_of(form, campaign, wanted, criterion)
    except NoSuchForm as unknown:
        raise Http404 from unknown
    if wanted.names:
        # Who took names away is found where the machine's other events are.
        log.info("ratings exported by name", user=user.pk, campaign=campaign.pk, form=form)
    return sent(request, file.name, file.content_type, file.pieces)


@require_GET
@login_required
def verdicts(request: HttpRequest, form: str) -> StreamingHttpResponse:
    """What all experiments say, for whoever may see them."""
    require_sight(request)
    try:
        file = verdicts_file(form)
    except NoSuchForm as unknown:
        raise Http404 from unknown
    return sent(request, file.name, file.content_type, file.pieces)
