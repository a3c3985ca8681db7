"""What people said in a campaign, to take away: the page of the forms, and each as a file."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator

import structlog
from asgiref.sync import sync_to_async
from django.contrib.auth.decorators import login_required
from django.core.handlers.asgi import ASGIRequest
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET, require_safe

from accounts.roles import Right, require
from evaluation.exporting.forms import File, NoSuchForm, file_of, verdicts_file
from evaluation.exporting.reading import Wanted
from evaluation.models import Campaign
from evaluation.views.access import require_sight

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
    return _sent(request, file)


@require_GET
@login_required
def verdicts(request: HttpRequest, form: str) -> StreamingHttpResponse:
    """What all experiments say, for whoever may see them."""
    require_sight(request)
    try:
        return _sent(request, verdicts_file(form))
    except NoSuchForm as unknown:
        raise Http404 from unknown


def _sent(request: HttpRequest, file: File) -> StreamingHttpResponse:
    pieces = _flowing(file.pieces) if isinstance(request, ASGIRequest) else file.pieces
    response = StreamingHttpResponse(pieces, content_type=file.content_type)
    response["Content-Disposition"] = f'attachment; filename="{file.name}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


async def _flowing(pieces: Iterator[str]) -> AsyncIterator[str]:
    """The pieces for a server that is asynchronous: Django would read all of a plain iterator
    before it sends the first byte. Each is read in the request's own thread."""
    read = sync_to_async(lambda: next(pieces, None))
    while (piece := await read()) is not None:
        yield piece
