"""One's own feedback and what became of it, for everybody who gives any."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.models import User
from accounts.roles import Right, rights_of
from learning.presentation.fates import lines
from learning.queries.given import open_answers, own

PAGE = 25
_GIVING = {Right.READ_LISTINGS, Right.RATE}


@require_safe
@login_required
def mine(request: HttpRequest) -> HttpResponse:
    """The newest first; of one listing where the address says so."""
    user = request.user
    if not isinstance(user, User) or not rights_of(user) & _GIVING:
        raise PermissionDenied
    asked = request.GET.get("listing", "")
    listing = int(asked) if asked.isdecimal() and len(asked) <= 9 else None
    page = Paginator(own(user, listing), PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "query": f"listing={listing}&" if listing is not None else "",
        "is_narrowed": listing is not None,
        "lines": lines(list(page), sees_models=Right.READ_LISTINGS in rights_of(user)),
        "open_answers": open_answers(user) if page.number == 1 and listing is None else [],
    }
    return render(request, "learning/mine.html", context)
