"""What there is to learn from, what is missing, and the models that were made."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.errors import ActionRefused
from accounts.roles import Right, require
from training.actions import request_training
from training.forms import TrainingForm
from training.models import TrainingRun
from training.presentation.charts import charts_of, exclusions
from training.queries import overview as queries
from training.queries.parents import continued_by

ROWS = 50


@require_safe
@login_required
def overview(request: HttpRequest) -> HttpResponse:
    """The page; what has to be worked out first comes by itself, or with `?now=1`."""
    require(request.user, Right.TRAIN_MODELS)
    category = request.GET.get("category", "")
    category = category if category in TrainingRun.Field.values else ""
    is_part = bool(getattr(request, "htmx", None))
    context: dict[str, object] = {"category": category}
    if is_part or request.GET.get("now") or queries.is_known(category):
        found = queries.overview(category)
        context |= {
            "found": found,
            "charts": charts_of(found.counts),
            "levels": [
                (one, exclusions(one.excluded), continued_by(one.level, category))
                for one in found.levels
            ],
            "form": TrainingForm(initial={"category": category}),
        }
    if not is_part:
        context["runs"] = TrainingRun.objects.select_related("requested_by").order_by("-pk")[:ROWS]
    template = "training/analysis.html" if is_part else "training/overview.html"
    response = render(request, template, context)
    response["Vary"] = "HX-Request"
    return response


@require_POST
@login_required
def make(request: HttpRequest) -> HttpResponse:
    """Begin a training, or say why not."""
    user = require(request.user, Right.TRAIN_MODELS)
    form = TrainingForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Look at the numbers again: rounds and trial take whole ones."))
        return redirect("training:overview")
    chosen = form.chosen()
    try:
        run = request_training(user, request.POST.get("level", ""), **chosen)
    except ActionRefused as refused:
        messages.error(request, str(refused))
        return redirect(f"{reverse('training:overview')}?category={chosen['category']}")
    return redirect("training:run", run.pk)
