"""A new campaign: what it is about, how many judge it, and what that could show."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.errors import ActionRefused
from accounts.models import User
from accounts.roles import Right, require
from evaluation.actions.campaigns import create_campaign, create_comparison
from evaluation.forms_campaign import ComparisonForm, RatingForm
from evaluation.models import Campaign
from evaluation.pairing import pairs
from evaluation.presentation.outlook import outlook

METHODS = ["GET", "HEAD", "POST"]
CONFLICT = 409
LOOK = "look"
"""The name of the button that only asks what the choice would come to."""


@require_http_methods(METHODS)
@login_required
def rating(request: HttpRequest) -> HttpResponse:
    """Scores from 1 to 5."""
    user = require(request.user, Right.MANAGE_RATINGS)
    return _answer(request, user, RatingForm(request.POST or None))


@require_http_methods(METHODS)
@login_required
def comparison(request: HttpRequest) -> HttpResponse:
    """Two texts side by side."""
    user = require(request.user, Right.MANAGE_RATINGS)
    return _answer(request, user, ComparisonForm(request.POST or None))


def _answer(request: HttpRequest, user: User, form: RatingForm | ComparisonForm) -> HttpResponse:
    """The form, what it would come to, or the campaign; what was typed stays."""
    context: dict[str, Any] = {"form": form, "compares": isinstance(form, ComparisonForm)}
    if request.method == "POST" and getattr(request, "htmx", None):
        return render(request, "campaigns/outlook.html", {"outlook": outlook(form)})
    only_look = LOOK in request.POST
    if request.method == "POST" and not only_look and form.is_valid():
        try:
            campaign = _create(user, form)
        except ActionRefused as refused:
            context["trouble"] = str(refused)
        else:
            said = _("“%(name)s” is prepared. Mark gold items if you want some, then open it.")
            messages.success(request, said % {"name": campaign.name})
            return redirect("campaign", campaign.pk)
    if form.is_bound:
        context["outlook"] = outlook(form)
        context["is_faulty"] = not only_look and not form.is_valid()
    status = CONFLICT if "trouble" in context else 200
    return render(request, "campaigns/new.html", context, status=status)


def _create(user: User, form: RatingForm | ComparisonForm) -> Campaign:
    plan = form.plan()
    if isinstance(form, ComparisonForm):
        return create_comparison(user, plan, pairs(plan.selection))
    return create_campaign(user, plan)
