"""One campaign: how far it is, what was said of its items, and what a manager does with it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.doing import done
from accounts.roles import Right, require
from evaluation.actions import campaigns as actions
from evaluation.forms_campaign import DeadlineForm
from evaluation.models import Campaign
from evaluation.presentation.guidelines import as_html
from evaluation.presentation.selection import told
from evaluation.queries.campaigns import (
    complete_items,
    happenings,
    listed_items,
    newest_remarks,
    progress_of,
    with_counts,
    works,
)

PAGE = 50


@require_safe
@login_required
def campaign(request: HttpRequest, pk: int) -> HttpResponse:
    """The page; for htmx, which asks every ten seconds, only the progress."""
    require(request.user, Right.MANAGE_RATINGS)
    found = get_object_or_404(Campaign.objects.select_related("created_by"), pk=pk)
    if getattr(request, "htmx", None):
        return render(request, "campaigns/progress.html", _progress(found))
    form = DeadlineForm(initial={"deadline": found.deadline})
    return render(request, "campaigns/campaign.html", _context(request, found, form))


@require_POST
@login_required
def open_(request: HttpRequest, pk: int) -> HttpResponse:
    """Let raters begin, or go on."""
    user = require(request.user, Right.MANAGE_RATINGS)
    found = get_object_or_404(Campaign, pk=pk)
    return _done(
        request, found, lambda: actions.open_campaign(user, found), _("The campaign is open.")
    )


@require_POST
@login_required
def close(request: HttpRequest, pk: int) -> HttpResponse:
    """Give out nothing more."""
    user = require(request.user, Right.MANAGE_RATINGS)
    found = get_object_or_404(Campaign, pk=pk)
    return _done(
        request, found, lambda: actions.close_campaign(user, found), _("The campaign is closed.")
    )


@require_POST
@login_required
def deadline(request: HttpRequest, pk: int) -> HttpResponse:
    """Another last moment, or none."""
    user = require(request.user, Right.MANAGE_RATINGS)
    found = get_object_or_404(Campaign.objects.select_related("created_by"), pk=pk)
    form = DeadlineForm(request.POST)
    if not form.is_valid():
        return render(request, "campaigns/campaign.html", _context(request, found, form))
    wanted = form.cleaned_data["deadline"]
    return _done(
        request,
        found,
        lambda: actions.change_deadline(user, found, wanted),
        _("The deadline is changed."),
    )


def _done(
    request: HttpRequest, found: Campaign, act: Callable[[], object], said: str
) -> HttpResponse:
    return done(request, act, said, "campaign", found.pk)


def _progress(found: Campaign) -> dict[str, Any]:
    return {
        "campaign": found,
        "progress": progress_of([found])[found.pk],
        "complete": complete_items(found),
        "works": works(found),
    }


def _context(request: HttpRequest, found: Campaign, form: DeadlineForm) -> dict[str, Any]:
    only = request.GET.get("show", "")
    page = Paginator(listed_items(found, only), PAGE).get_page(request.GET.get("page"))
    return _progress(found) | {
        "form": form,
        "only": only,
        "page": page,
        "rows": with_counts(list(page.object_list)),
        "remarks": newest_remarks(found),
        "events": happenings(found),
        "criteria": list(found.criteria.all()),
        "guidelines": as_html(found.guidelines),
        "chosen": told(found),
        "compares": found.kind == Campaign.Kind.COMPARISON,
    }
