"""The counters of all policies, and the retrainings that came of them."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.roles import Right, require
from learning.queries import overview as queries

PAGE = 25
NEAREST = 3
"""Counters that the home page tells of."""


@require_safe
@never_cache
@login_required
def overview(request: HttpRequest) -> HttpResponse:
    """The page; for htmx, which asks every ten seconds, only the counters."""
    require(request.user, Right.TRAIN_MODELS)
    counters = queries.counters()
    if getattr(request, "htmx", None):
        return render(request, "learning/policies.html", {"counters": counters})
    page = Paginator(queries.retrainings(), PAGE).get_page(request.GET.get("page"))
    return render(request, "learning/overview.html", {"counters": counters, "page": page})


@require_safe
@never_cache
@login_required
def nearest(request: HttpRequest) -> HttpResponse:
    """A line for each of the counters that are furthest, for a manager's home page."""
    require(request.user, Right.TRAIN_MODELS)
    found = sorted(queries.counters(), key=lambda one: -one.count.counted / one.policy.threshold)
    return render(request, "learning/nearest.html", {"counters": found[:NEAREST]})
