"""What a retraining made of its feedback, piece by piece."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from accounts.roles import Right, require
from learning.models import Correction, Retraining
from learning.presentation.corrections import choices_of, lines_of
from learning.queries.corrections import counted, listed

PAGE = 20
"""Each shows two texts, word by word."""


@require_safe
@login_required
def corrections(request: HttpRequest, pk: int) -> HttpResponse:
    """The corrections, all or those of one outcome."""
    require(request.user, Right.TRAIN_MODELS)
    rows = Retraining.objects.select_related("policy__family")
    retraining = get_object_or_404(rows, pk=pk)
    wanted = request.GET.get("outcome", "")
    only = wanted if wanted in Correction.Outcome.values else ""
    page = Paginator(listed(retraining, only), PAGE).get_page(request.GET.get("page"))
    counts = counted(retraining)
    context = {
        "retraining": retraining,
        "only": only,
        "page": page,
        "lines": lines_of(page.object_list),
        "choices": choices_of(counts),
        "all": sum(counts.values()),
        "learnt": counts.get(Correction.Outcome.KEPT, 0),
    }
    return render(request, "learning/corrections.html", context)
