"""One training: how far it is, how it went, and what it left."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts.roles import Right, require
from models_registry.models import Version
from training import sentences
from training.actions import cancel_training
from training.models import TrainingRun
from training.presentation.charts import charts_of, exclusions, loss_chart
from training.presentation.telling import duration


@require_safe
@never_cache
@login_required
def run(request: HttpRequest, pk: int) -> HttpResponse:
    """The page; for htmx, which asks every two seconds, only what changes."""
    require(request.user, Right.TRAIN_MODELS)
    rows = TrainingRun.objects.select_related("dataset", "parent", "requested_by")
    row = get_object_or_404(rows, pk=pk)
    is_part = bool(getattr(request, "htmx", None))
    context: dict[str, Any] = {
        "run": row,
        "chart": loss_chart(row),
        "left": duration(row.seconds_left) if row.seconds_left else "",
        "trouble": sentences.failure(row.error, row.result) if row.error else "",
    }
    if request.GET.get("part") == "losses":
        return render(request, "training/run_losses.html", context)
    if is_part:
        response = render(request, "training/run_progress.html", context)
        if not row.is_active:
            response["HX-Refresh"] = "true"  # the whole page says more now
        return response
    seconds = row.result.get("seconds")
    context["took"] = duration(seconds) if seconds is not None else ""
    context["version"] = Version.objects.select_related("family").filter(run=row.pk).first()
    context["artefacts"] = row.artefacts.order_by("pk")
    if row.dataset is not None:
        context["charts"] = charts_of(row.dataset.counts)
        context["excluded"] = exclusions(row.dataset.counts.get("excluded", {}))
    return render(request, "training/run.html", context)


@require_POST
@login_required
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Stop a training; one that has ended stays as it is."""
    user = require(request.user, Right.TRAIN_MODELS)
    row = get_object_or_404(TrainingRun, pk=pk)
    if row.is_active:
        cancel_training(user, row)
    return redirect("training:run", pk)
