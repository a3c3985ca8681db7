"""Working on a listing's text in the studio: judging, saving, approving, vouching."""

from __future__ import annotations

from dataclasses import replace

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.models import User
from accounts.roles import Right, require
from content.actions import (
    approve_listing,
    edit_listing,
    reopen_listing,
    substantiate,
    withdraw_substantiation,
)
from content.errors import ActionRefused, EditConflict
from content.forms import ListingForm, SubstantiationForm
from content.models import Listing
from content.presentation.workspace import conflict_of, workspace_of
from content.views.studio import UNPROCESSABLE, get_studio_listing, show

CONFLICT = 409


@require_POST
@login_required
def judge(request: HttpRequest, pk: int) -> HttpResponse:
    """Scores and findings of a text as it stands in the editor; nothing is saved."""
    require(request.user, Right.WRITE_LISTINGS)
    listing = get_studio_listing(pk)
    form = ListingForm(request.POST)
    if not form.is_valid():
        return render(request, "content/studio/_refused.html", {"form": form}, status=UNPROCESSABLE)
    workspace = workspace_of(listing, typed=form.text())
    return render(
        request, "content/studio/_judged.html", {"workspace": workspace, "listing": listing}
    )


@require_POST
@login_required
def save(request: HttpRequest, pk: int) -> HttpResponse:
    """Save the text, and approve it where that was the button."""
    user = require(request.user, Right.WRITE_LISTINGS)
    listing = get_studio_listing(pk)
    form = ListingForm(request.POST)
    if not form.is_valid():
        return show(request, workspace_of(listing), text_form=form, status=UNPROCESSABLE)
    try:
        return _save(request, user, listing, form)
    except EditConflict:
        return _conflict(request, get_studio_listing(pk), form)
    except ActionRefused as refused:
        messages.error(request, str(refused))
        return redirect("content:studio_listing", pk)


@require_POST
@login_required
def reopen(request: HttpRequest, pk: int) -> HttpResponse:
    """Take an approval back."""
    user = require(request.user, Right.APPROVE_LISTINGS)
    listing = get_studio_listing(pk)
    try:
        reopen_listing(user, listing)
        messages.success(request, _("The listing is a draft again."))
    except ActionRefused as refused:
        messages.error(request, str(refused))
    return redirect("content:studio_listing", pk)


@require_POST
@login_required
def vouch(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep a person's written evidence for a claim, or take it back."""
    user = require(request.user, Right.APPROVE_LISTINGS)
    listing = get_studio_listing(pk)
    if request.POST.get("then") == "withdraw":
        withdraw_substantiation(user, listing, request.POST.get("key", "")[:200])
        messages.success(request, _("The evidence is withdrawn."))
        return redirect("content:studio_listing", pk)
    form = SubstantiationForm(request.POST)
    if not form.is_valid():
        for problem in form.errors.values():
            messages.error(request, " ".join(str(sentence) for sentence in problem))
        return redirect("content:studio_listing", pk)
    try:
        substantiate(user, listing, form.cleaned_data["key"], form.cleaned_data["evidence"])
        messages.success(request, _("The evidence is kept with the listing."))
    except ActionRefused as refused:
        messages.error(request, str(refused))
    return redirect("content:studio_listing", pk)


def _save(request: HttpRequest, user: User, listing: Listing, form: ListingForm) -> HttpResponse:
    revision = edit_listing(user, listing, form.text(), seen=form.cleaned_data["seen"])
    if request.POST.get("then") == "approve":
        approve_listing(user, listing, seen=revision.number)
        messages.success(request, _("The listing is approved."))
    else:
        messages.success(request, _("Saved."))
    return redirect("content:studio_listing", listing.pk)


def _conflict(request: HttpRequest, listing: Listing, form: ListingForm) -> HttpResponse:
    """Both texts: the person's stays in the editor, and saving again means having seen theirs."""
    typed = form.text()
    workspace = workspace_of(listing, typed=typed)
    workspace = replace(workspace, conflict=conflict_of(listing, typed))
    return show(request, workspace, status=CONFLICT)
