"""Two versions of a listing side by side."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.roles import Right, require
from content.models import Revision
from content.presentation.diffing import compare_listings
from content.presentation.workspace import REVISIONS_SHOWN, previous_draft
from content.views.studio import get_studio_listing


@require_safe
@login_required
def compare(request: HttpRequest, pk: int) -> HttpResponse:
    """The current text against the draft before it, or against the version that `with` names."""
    require(request.user, Right.WRITE_LISTINGS)
    listing = get_studio_listing(pk)
    revisions = tuple(
        listing.revisions.select_related("author").order_by("-number")[:REVISIONS_SHOWN]
    )
    if not revisions:
        raise Http404
    current, other = revisions[0], _other(revisions, request.GET.get("with", ""))
    context = {
        "listing": listing,
        "current": current,
        "other": other,
        "earlier": revisions[1:],
        "difference": compare_listings(other.text(), current.text()) if other else None,
    }
    return render(request, "content/studio_compare.html", context)


def _other(revisions: tuple[Revision, ...], wanted: str) -> Revision | None:
    if not wanted:
        return previous_draft(revisions) or next(iter(revisions[1:]), None)
    for revision in revisions[1:]:
        if str(revision.number) == wanted:
            return revision
    raise Http404
