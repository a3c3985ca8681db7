"""The documentation of the API, made of its own schema; nothing comes from elsewhere."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from api.presentation.codes import codes
from api.presentation.documentation import groups_of
from api.site import site


@require_safe
@login_required
def documentation(request: HttpRequest) -> HttpResponse:
    """Every operation with its fields, statuses and examples."""
    root = request.build_absolute_uri("/").rstrip("/")
    context = {"groups": groups_of(site.get_openapi_schema(), root), "codes": codes()}
    return render(request, "api/documentation.html", context)
