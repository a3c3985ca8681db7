"""Asking for a draft from the studio, and stopping it."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.errors import ActionRefused
from accounts.models import User
from accounts.roles import Right, require
from content.actions import cancel_draft, request_draft
from content.errors import EditConflict
from content.forms import DraftForm
from content.models import Generation, Listing

ANYWAY = "write-anyway"
"""What a person sends who was told that the approval goes."""


def must_ask(request: HttpRequest, listing: Listing) -> bool:
    """Whether a draft would take an approval away that nobody was asked about."""
    approved = listing.status == Listing.Status.APPROVED
    return approved and request.POST.get("then") != ANYWAY


@require_POST
@login_required
def write(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for another draft; the earlier ones stay in the history."""
    user = require(request.user, Right.WRITE_LISTINGS)
    listing = get_object_or_404(Listing, pk=pk)
    form = DraftForm(request.POST)
    if must_ask(request, listing):
        return redirect(f"{reverse('content:studio_listing', args=[pk])}?ask=write")
    if form.is_valid():
        ask_for_draft(request, user, listing, form)
    else:
        messages.error(request, _("Choose one of the models and levels that are offered."))
    return redirect("content:studio_listing", pk)


@require_POST
@login_required
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Stop a draft that waits or is being written; one that has ended stays as it is."""
    user = require(request.user, Right.WRITE_LISTINGS)
    generation = get_object_or_404(Generation.objects.select_related("listing"), pk=pk)
    if generation.is_active:
        cancel_draft(user, generation)
    return redirect("content:studio_listing", generation.listing_id)


def ask_for_draft(request: HttpRequest, user: User, listing: Listing, form: DraftForm) -> None:
    """Request what a valid form chose; a refusal becomes the page's message."""
    try:
        request_draft(user, listing, **form.wanted(), **form.sight())
    except EditConflict:
        messages.error(
            request,
            _("The text has changed since you opened the page, so no draft was begun: look at it."),
        )
    except ActionRefused as refused:
        messages.error(request, str(refused))
