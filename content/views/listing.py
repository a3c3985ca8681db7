"""A listing on its own page: the text, what it is worth, where it comes from, what happened."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.errors import ActionRefused
from accounts.models import User
from accounts.roles import Right, require
from content import actions
from content.models import Listing, Revision
from content.presentation.descriptions import as_html
from content.presentation.diffing import compare_listings
from content.presentation.evidence import claims
from content.queries.history import history, revisions
from domain.forms import to_json, to_text


@require_safe
@login_required
def listing(request: HttpRequest, pk: int) -> HttpResponse:
    """Everything there is to know of one listing."""
    require(request.user, Right.READ_LISTINGS)
    found = _found(pk)
    newest = found.revisions.filter(number=found.number).select_related("author").first()
    context = {
        "listing": found,
        "product": found.product,
        "newest": newest,
        "history": history(found),
        "revisions": revisions(found),
        **(_text(found, newest) if newest else {}),
    }
    return render(request, "content/listing.html", context)


@require_safe
@login_required
def older(request: HttpRequest, pk: int, before: int) -> HttpResponse:
    """The part of the history that comes before an event."""
    require(request.user, Right.READ_LISTINGS)
    found = _found(pk)
    context = {"listing": found, "history": history(found, before)}
    if getattr(request, "htmx", None):
        return render(request, "content/listing_moments.html", context)
    return render(request, "content/listing_history.html", context)


@require_safe
@login_required
def compare(request: HttpRequest, pk: int) -> HttpResponse:
    """Two versions of the text side by side; by default the newest and the one before it."""
    require(request.user, Right.READ_LISTINGS)
    found = _found(pk)
    after = _revision(found, request.GET.get("to", ""), found.number)
    before = _revision(found, request.GET.get("from", ""), max(after.number - 1, 1))
    context = {
        "listing": found,
        "before": before,
        "after": after,
        "difference": compare_listings(before.text(), after.text()),
        "revisions": revisions(found),
        "to_studio": request.GET.get("back") == "studio",
    }
    return render(request, "content/listing_compare.html", context)


@require_POST
@login_required
def restore(request: HttpRequest, pk: int) -> HttpResponse:
    """Make an earlier version's text the current one."""
    user = require(request.user, Right.WRITE_LISTINGS)
    number, seen = _number(request.POST.get("number", "")), _number(request.POST.get("seen", ""))
    approval = request.POST.get("approval", "")

    def act(user: User, found: Listing) -> str:
        actions.restore_revision(user, found, number, seen=seen, approval=approval)
        return _("Version %(number)d is the current text again.") % {"number": number}

    return _acted(request, user, pk, act)


@require_POST
@login_required
def reopen(request: HttpRequest, pk: int) -> HttpResponse:
    """Take an approval back."""
    user = require(request.user, Right.APPROVE_LISTINGS)

    def act(user: User, found: Listing) -> str:
        actions.reopen_listing(user, found)
        return _("The listing is a draft again.")

    return _acted(request, user, pk, act)


def _acted(
    request: HttpRequest, user: User, pk: int, act: Callable[[User, Listing], str]
) -> HttpResponse:
    """Do it and come back to the page with a sentence, whichever way it went."""
    try:
        messages.success(request, act(user, _found(pk)))
    except ActionRefused as refused:
        messages.error(request, str(refused))
    from_studio = request.POST.get("back") == "studio"
    return redirect("content:studio_listing" if from_studio else "content:listing", pk)


def _found(pk: int) -> Listing:
    related = ("product", "owner", "approved_by")
    return get_object_or_404(Listing.objects.select_related(*related), pk=pk)


def _revision(found: Listing, wanted: str, otherwise: int) -> Revision:
    number = _number(wanted) if wanted else otherwise
    return get_object_or_404(found.revisions.select_related("author"), number=number)


def _number(text: str) -> int:
    """A version's number as somebody's address or form gives it."""
    if not text.isdecimal() or len(text) > 9:
        raise Http404
    return int(text)


def _text(found: Listing, newest: Revision) -> dict[str, Any]:
    """The text in every form it can be taken away in, and what it is worth."""
    text = newest.text()
    language = found.product.language
    return {
        "text": text,
        "description_html": as_html(text.description, found.market),
        "features_text": "\n".join(text.features),
        "marked": to_text(text, language),
        "as_json": to_json(text),
        "judgement": newest.judgement,
        "claims": claims(newest.judgement, found.substantiations.select_related("by")),
    }
