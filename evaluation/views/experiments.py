"""Experiments: those there are, a new one with its plan, and the ranking of all versions."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.errors import ActionRefused
from accounts.roles import Right, require
from evaluation.actions.experiments import request_experiment
from evaluation.forms_experiment import ExperimentForm
from evaluation.presentation.charts import ranking_chart
from evaluation.presentation.planning import told_plan
from evaluation.presentation.verdicts import headline
from evaluation.queries.experiments import listed
from evaluation.queries.preferences import outscored, preferred
from evaluation.views.access import require_sight

CONFLICT = 409


@require_safe
@login_required
def experiments(request: HttpRequest) -> HttpResponse:
    """The newest experiments with their verdicts."""
    require_sight(request)
    rows = [(row, headline(row, row.summary) if row.summary else None) for row in listed()]
    return render(request, "experiments/list.html", {"rows": rows})


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def new(request: HttpRequest) -> HttpResponse:
    """The form; what is typed comes back with the plan that it makes."""
    user = require(request.user, Right.MANAGE_MODELS)
    form = ExperimentForm(request.POST or None, initial=request.GET.dict())
    context: dict[str, Any] = {"form": form}
    if request.method == "POST" and form.is_valid():
        if "plan" not in request.POST:
            try:
                row = request_experiment(user, *form.versions, form.plan())
            except ActionRefused as refused:
                context["trouble"] = str(refused)
            else:
                messages.success(request, _("The experiment has been asked for."))
                return redirect("experiment", row.pk)
        context["plan"] = told_plan(*form.versions, form.plan())
    status = CONFLICT if "trouble" in context else 200
    return render(request, "experiments/new.html", context, status=status)


@require_POST
@never_cache
@login_required
def plan(request: HttpRequest) -> HttpResponse:
    """What the form as it is filled in would show; the form's own page asks at each change."""
    require(request.user, Right.MANAGE_MODELS)
    form = ExperimentForm(request.POST)
    told = told_plan(*form.versions, form.plan()) if form.is_valid() else None
    return render(request, "experiments/plan.html", {"plan": told})


@require_safe
@login_required
def ranking(request: HttpRequest) -> HttpResponse:
    """All versions that have been compared: by people, and by their scores."""
    require_sight(request)
    people, scores = preferred(), outscored()
    context = {
        "people": people,
        "scores": scores,
        "charts": [
            ranking_chart(_("As people choose"), people.rows) if people else None,
            ranking_chart(_("By the overall score"), scores.rows) if scores else None,
        ],
    }
    return render(request, "experiments/ranking.html", context)
