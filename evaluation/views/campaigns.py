"""All campaigns, and who rates in one of them."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from accounts.roles import Right, require
from domain import fairness
from evaluation.models import Campaign
from evaluation.presentation.fairness import lines
from evaluation.queries.campaigns import progress_of
from evaluation.queries.fairness import looks

PAGE = 25


@require_safe
@login_required
def campaigns(request: HttpRequest) -> HttpResponse:
    """The newest first, each with how far it is."""
    require(request.user, Right.MANAGE_RATINGS)
    rows = Campaign.objects.select_related("created_by").defer("guidelines", "selection")
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    shown = list(page.object_list)
    found = progress_of(shown)
    context = {"page": page, "rows": [(row, found[row.pk]) for row in shown]}
    return render(request, "campaigns/campaigns.html", context)


@require_safe
@login_required
def raters(request: HttpRequest, pk: int) -> HttpResponse:
    """Who reads what they rate, as far as the answers show it; for managers only."""
    require(request.user, Right.MANAGE_RATINGS)
    campaign = get_object_or_404(Campaign, pk=pk)
    found = lines(looks(campaign))
    context = {
        "campaign": campaign,
        "lines": found,
        "closer": [line for line in found if line.look_closer],
        "rule": fairness,
        "compares": campaign.kind == Campaign.Kind.COMPARISON,
    }
    return render(request, "campaigns/raters.html", context)
