"""Working on a listing's text in the studio: judging, saving, approving, vouching."""

from __future__ import annotations

from dataclasses import replace

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.errors import ActionRefused
from accounts.models import User
from accounts.roles import Right, require
from content.actions import (
    approve_listing,
    edit_listing,
    save_and_substantiate,
    save_and_withdraw,
)
from content.errors import ApprovedMeanwhile, EditConflict
from content.forms import ListingForm, SubstantiationForm
from content.models import Listing
from content.presentation.vouching import Vouching, key_of, typed_evidence
from content.presentation.workspace import conflict_of, workspace_of
from content.views.studio import CONFLICT, UNPROCESSABLE, get_studio_listing, show

_MOST_KEY = 200


@require_POST
@login_required
def judge(request: HttpRequest, pk: int) -> HttpResponse:
    """Scores and findings of a text as it stands in the editor; nothing is saved."""
    require(request.user, Right.WRITE_LISTINGS)
    listing = get_studio_listing(pk)
    form = ListingForm(request.POST)
    if not form.is_valid():
        return render(request, "content/studio/_refused.html", {"form": form}, status=UNPROCESSABLE)
    workspace = workspace_of(listing, typed=form.text(), vouching=_vouching(request))
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
    if not _can_be_saved(form):
        return _refused(request, listing, form)
    try:
        return _save(request, user, listing, form)
    except EditConflict:
        return _conflict(request, pk, form)
    except ApprovedMeanwhile:
        return _approved_since(request, pk, form)
    except ActionRefused as refused:
        messages.error(request, str(refused))
        return redirect("content:studio_listing", pk)


@require_POST
@login_required
def vouch(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep a person's written evidence for a claim, or take it back.

    The claims on the page are those of the text in the editor, so that text is saved with it.
    """
    user = require(request.user, Right.APPROVE_LISTINGS)
    listing = get_studio_listing(pk)
    form = ListingForm(request.POST)
    if not _can_be_saved(form):
        return _refused(request, listing, form)
    try:
        _vouch(request, user, listing, form)
    except EditConflict:
        return _conflict(request, pk, form)
    except ApprovedMeanwhile:
        return _approved_since(request, pk, form)
    except ActionRefused as refused:
        return _refused(request, get_studio_listing(pk), form, str(refused))
    return redirect("content:studio_listing", pk)


def _save(request: HttpRequest, user: User, listing: Listing, form: ListingForm) -> HttpResponse:
    revision = edit_listing(user, listing, form.text(), **form.sight())
    if request.POST.get("then") == "approve":
        approve_listing(user, listing, seen=revision.number)
        messages.success(request, _("The listing is approved."))
    else:
        messages.success(request, _("Saved."))
    return redirect("content:studio_listing", listing.pk)


def _vouch(request: HttpRequest, user: User, listing: Listing, form: ListingForm) -> None:
    text, sight = form.text(), form.sight()
    if "withdraw" in request.POST:
        key = request.POST["withdraw"][:_MOST_KEY]
        save_and_withdraw(user, listing, text, key, **sight)
        messages.success(request, _("The evidence is withdrawn."))
        return
    slot = request.POST.get("vouch", "")
    written = SubstantiationForm(
        {"key": key_of(slot), "evidence": typed_evidence(request.POST).get(slot, "")}
    )
    if not written.is_valid():
        said = [str(sentence) for errors in written.errors.values() for sentence in errors]
        raise ActionRefused("evidence", " ".join(said))
    key, evidence = written.cleaned_data["key"], written.cleaned_data["evidence"]
    save_and_substantiate(user, listing, text, key, evidence, **sight)
    messages.success(request, _("The evidence is kept with the listing."))


def _can_be_saved(form: ListingForm) -> bool:
    """Whether there is a text, within every bound."""
    if not form.is_valid():
        return False
    text = form.text()
    if not (text.title or text.features or text.description.strip()):
        form.add_error(None, _("There is no text to save yet: write something first."))
    return form.is_valid()


def _refused(
    request: HttpRequest, listing: Listing, form: ListingForm, refusal: str = ""
) -> HttpResponse:
    """The page as it was typed, with what keeps it from being saved; `refusal` is of evidence."""
    typed = form.text() if form.is_valid() else None
    workspace = workspace_of(listing, typed=typed, vouching=_vouching(request, refusal))
    return show(request, workspace, text_form=form, status=UNPROCESSABLE)


def _conflict(request: HttpRequest, pk: int, form: ListingForm) -> HttpResponse:
    """Both texts: the person's stays in the editor, and saving again means having seen theirs."""
    listing, typed = get_studio_listing(pk), form.text()
    workspace = workspace_of(listing, typed=typed, vouching=_vouching(request))
    workspace = replace(workspace, conflict=conflict_of(listing, typed))
    return show(request, workspace, status=CONFLICT)


def _approved_since(request: HttpRequest, pk: int, form: ListingForm) -> HttpResponse:
    """The typed text and the question whether it may end an approval that came meanwhile."""
    workspace = workspace_of(get_studio_listing(pk), typed=form.text(), vouching=_vouching(request))
    return show(request, replace(workspace, approved_since=True), status=CONFLICT)


def _vouching(request: HttpRequest, refusal: str = "") -> Vouching:
    """The evidence that stands in the page's boxes."""
    refused = request.POST.get("vouch", "") if refusal else ""
    return Vouching(typed_evidence(request.POST), refused, refusal)
