"""The page of the models: what writes now, how good it is, and what else there is."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from evaluation.presentation.curve import curve_of
from evaluation.queries.families import Glance, glances, writers
from evaluation.views.access import require_sight

NEWEST = 4


@require_safe
@login_required
def models(request: HttpRequest) -> HttpResponse:
    """Every family, those that write first."""
    require_sight(request)
    found = glances()
    chosen = writers(found)
    context = {
        "writer": chosen.pop(""),
        "specialists": chosen,
        "cards": [_card(glance) for glance in found if glance.versions],
        "bare": [glance for glance in found if not glance.versions],
    }
    return render(request, "models/models.html", context)


def _card(glance: Glance) -> dict[str, Any]:
    return {
        "glance": glance,
        "family": glance.family,
        "live": glance.live,
        "curve": curve_of(glance.versions, glance.family.threshold),
        "newest": glance.versions[:NEWEST],
    }
