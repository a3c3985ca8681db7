"""The documentation of the API, made of its own schema."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe


@require_safe
@login_required
def documentation(request: HttpRequest) -> HttpResponse:
    """Every operation with its fields, statuses and examples."""
    return render(request, "api/documentation.html", {})
