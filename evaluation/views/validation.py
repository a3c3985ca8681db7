"""One validation: how far it is, what it says, and what was written."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts.roles import Right, require
from evaluation import sentences
from evaluation.actions.validating import cancel_validation
from evaluation.presentation.charts import scores_chart
from evaluation.presentation.report import facts, products, splits
from models_registry.models import ValidationRun
from models_registry.sentences import refusal


@require_safe
@never_cache
@login_required
def validation(request: HttpRequest, pk: int) -> HttpResponse:
    """The page; for htmx, which asks every two seconds, only what changes."""
    require(request.user, Right.MANAGE_MODELS)
    rows = ValidationRun.objects.select_related(
        "version__family", "against__version__family", "requested_by", "cancel_requested_by"
    )
    run = get_object_or_404(rows, pk=pk)
    context: dict[str, Any] = {"run": run, "trouble": sentences.failure(run) if run.error else ""}
    if getattr(request, "htmx", None):
        response = render(request, "evaluation/validation_progress.html", context)
        if not run.is_active:
            response["HX-Refresh"] = "true"  # the whole page says more now
        return response
    if run.status == ValidationRun.Status.DONE:
        context |= {
            "chart": scores_chart(run.summary, run.threshold),
            "refusals": [refusal(kept) for kept in run.refusals],
            "splits": splits(run.summary),
            "facts": facts(run.summary),
        }
    if not run.is_active:
        context["products"] = products(run)
    return render(request, "evaluation/validation.html", context)


@require_POST
@login_required
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Stop a validation; one that has ended stays as it is."""
    user = require(request.user, Right.MANAGE_MODELS)
    run = get_object_or_404(ValidationRun, pk=pk)
    if run.is_active:
        cancel_validation(user, run)
    return redirect("validation", pk)
