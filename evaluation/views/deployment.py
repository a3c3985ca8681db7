"""One deployment: how far it is, who asked for it, and what came of it."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from evaluation.views.access import require_sight
from models_registry import sentences
from models_registry.models import Deployment

Step, Status = Deployment.Step, Deployment.Status


@require_safe
@never_cache
@login_required
def deployment(request: HttpRequest, pk: int) -> HttpResponse:
    """The page; for htmx, which asks every two seconds, only what changes."""
    require_sight(request)
    related = ("family", "version__family", "previous__family", "requested_by", "validation")
    row = get_object_or_404(Deployment.objects.select_related(*related), pk=pk)
    is_part = bool(getattr(request, "htmx", None))
    template = "models/deployment_progress.html" if is_part else "models/deployment.html"
    response = render(request, template, told_of(row))
    if is_part and not row.is_active:
        response["HX-Refresh"] = "true"  # what surrounds it says something else now
    response["Vary"] = "HX-Request"
    return response


def told_of(row: Deployment) -> dict[str, Any]:
    """What the progress of a deployment shows."""
    switched = row.step != Step.ACCEPTED and row.switched_at is not None
    return {
        "deployment": row,
        "switched": switched,
        "checked": row.step == Step.CHECKED,
        "undone": row.status in (Status.FAILED, Status.CANCELLED),
        "trouble": "" if row.is_active or row.status == Status.DONE else sentences.outcome(row),
    }
