"""One version: what it is made of, how good it was, what happened to it, and what it wrote."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.roles import Right, rights_of
from domain.versions import Number
from evaluation.presentation.comparison import counts_of
from evaluation.presentation.offers import offers_for
from evaluation.queries.life import life
from evaluation.views.access import require_sight, version_or_404
from evaluation.views.deployment import told_of
from models_registry.models import ValidationRun


@require_safe
@never_cache
@login_required
def version(request: HttpRequest, family: str, number: Number) -> HttpResponse:
    """The page; managers see what they can do."""
    user = require_sight(request)
    found = version_or_404(family, number)
    known = life(found)
    done = [run for run in known.validations if run.status == ValidationRun.Status.DONE]
    context: dict[str, Any] = {
        "version": found,
        "life": known,
        "validated": done[0] if done else None,
        "parent": found.parent,
        "by_category": counts_of(found.dataset, "category"),
        "by_language": counts_of(found.dataset, "language"),
    }
    active = [one for one in known.deployments if one.is_active]
    if active:
        context |= told_of(active[0])
    if Right.MANAGE_MODELS in rights_of(user):
        context["offers"] = offers_for(found)
    return render(request, "models/version.html", context)
