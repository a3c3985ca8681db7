"""Two versions side by side: how they were made, how they score, and what they write."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from evaluation.presentation import comparison
from evaluation.presentation.modelfiles import hunks
from evaluation.queries.compared import offered, pair
from evaluation.views.access import called_or_404, require_sight
from models_registry.making import recipe_name
from models_registry.models import Version
from models_registry.names import category_name, language_name


@require_safe
@login_required
def compare(request: HttpRequest) -> HttpResponse:
    """The comparison of `a` with `b`; the choice alone while one of them is missing."""
    require_sight(request)
    before, after = (_named(request.GET.get(name, "")) for name in ("a", "b"))
    context: dict[str, Any] = {"offered": offered(), "before": before, "after": after}
    if before is not None and after is not None:
        context |= _making(before, after) | _results(before, after)
    return render(request, "models/compare.html", context)


def _named(name: str) -> Version | None:
    return called_or_404(name) if name else None


def _making(before: Version, after: Version) -> dict[str, Any]:
    old, new = before.dataset, after.dataset
    named = {"category": category_name, "language": language_name}
    recipe = comparison.changes(before.recipe, after.recipe, recipe_name)
    return {
        "counts": [
            (by, comparison.changes(
                comparison.counts_of(old, by), comparison.counts_of(new, by), name
            ))
            for by, name in named.items()
        ],
        "recipe": [change for change in recipe if change.changed],
        "recipe_same": [change for change in recipe if not change.changed],
        "hunks": hunks(before.modelfile, after.modelfile),
    }  # fmt: skip


def _results(before: Version, after: Version) -> dict[str, Any]:
    found = pair(before, after)
    if found is None:
        return {"pair": None}
    return {
        "pair": found,
        "criteria": comparison.by_criterion(found.results),
        "categories": comparison.by_category(found.results),
        "samples": comparison.samples(found.results),
    }
