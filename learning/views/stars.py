"""Stars from a listing's page: a part of it for a script, the page itself for a plain form."""

from __future__ import annotations

from typing import Final

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.errors import ActionRefused
from accounts.models import User
from accounts.roles import Right, require
from content.models import Listing
from learning.actions.giving import give_stars, withdraw_stars
from learning.presentation.stars import panel

_LONGEST_NUMBER: Final = 9


@require_POST
@login_required
def stars(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep the stars, or take them back."""
    user = require(request.user, Right.READ_LISTINGS)
    listing = get_object_or_404(Listing, pk=pk)
    seen = _number(request.POST.get("seen", ""))
    said, trouble = "", ""
    try:
        said = _acted(request, user, listing, seen)
    except ActionRefused as refused:
        trouble = str(refused)
    if not getattr(request, "htmx", None):
        if trouble:
            messages.error(request, trouble)
        else:
            messages.success(request, said)
        return redirect("content:listing", pk)
    typed = request.POST.dict() if trouble else None
    context = panel(user, listing, seen, typed, trouble) | {"said": said}
    return render(request, "learning/stars.html", context)


def _acted(request: HttpRequest, user: User, listing: Listing, seen: int) -> str:
    if "withdraw" in request.POST:
        withdraw_stars(user, listing, seen=seen)
        return _("Your stars are taken back.")
    given = _number(request.POST.get("stars", ""))
    give_stars(user, listing, seen=seen, stars=given, comment=request.POST.get("comment", ""))
    return _("Thank you: your stars are kept.")


def _number(text: str) -> int:
    """A number as a form sends it; 0, which is none of any, for anything else."""
    return int(text) if text.isdecimal() and len(text) <= _LONGEST_NUMBER else 0
