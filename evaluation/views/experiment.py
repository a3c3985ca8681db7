"""One experiment: how far it is, what it says, and what both versions wrote."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts.errors import ActionRefused
from accounts.roles import Right, require
from evaluation import sentences
from evaluation.actions.experiments import cancel_experiment
from evaluation.actions.sidebyside import ask_people
from evaluation.contrasts import contrasts, written
from evaluation.models import Experiment
from evaluation.presentation.comparison import samples
from evaluation.presentation.differences import course_of, pictures_of
from evaluation.presentation.people import told_people
from evaluation.presentation.verdicts import headline
from evaluation.queries.experiments import pairs_of, texts, with_everything
from evaluation.queries.preferences import preferences
from evaluation.views.access import require_sight


@require_safe
@never_cache
@login_required
def experiment(request: HttpRequest, pk: int) -> HttpResponse:
    """The page; for htmx, which asks every two seconds, only what changes."""
    require_sight(request)
    row = get_object_or_404(with_everything(), pk=pk)
    summary = row.summary or contrasts(row)
    context: dict[str, Any] = {
        "experiment": row,
        "summary": summary,
        "headline": headline(row, summary),
        "pictures": pictures_of(summary),
        "trouble": sentences.experiment_failure(row) if row.error else "",
    }
    if getattr(request, "htmx", None):
        response = render(request, "experiments/progress.html", context)
        if not row.is_active:
            response["HX-Refresh"] = "true"  # the whole page says more now
    else:
        response = render(request, "experiments/experiment.html", context | _whole(row))
    response["Vary"] = "HX-Request"
    return response


def _whole(row: Experiment) -> dict[str, Any]:
    """What is too large to be asked for every two seconds."""
    pairs = pairs_of(row, written(row))
    products = row.facts()
    return {
        "course": course_of([pair.difference for pair in pairs], row.margin, len(products)),
        "pairs": [(products[pair.product].name, pair) for pair in pairs],
        "samples": [
            (products[sample.product].name, sample) for sample in samples(texts(row, pairs))
        ],
        "people": told_people(row, preferences(row)),
    }


@require_POST
@login_required
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Stop an experiment; one that has ended stays as it is."""
    user = require(request.user, Right.MANAGE_MODELS)
    row = get_object_or_404(Experiment, pk=pk)
    if row.is_active:
        cancel_experiment(user, row)
    return redirect("experiment", pk)


@require_POST
@login_required
def people(request: HttpRequest, pk: int) -> HttpResponse:
    """Have people compare the texts side by side."""
    user = require(request.user, Right.MANAGE_RATINGS)
    row = get_object_or_404(Experiment, pk=pk)
    try:
        campaign = ask_people(user, row)
        said = _("The campaign “%(name)s” is prepared: open it, and raters can begin.")
        messages.success(request, said % {"name": campaign})
    except ActionRefused as refused:
        messages.error(request, str(refused))
    return redirect("experiment", pk)
