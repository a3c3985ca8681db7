"""Everybody's feedback, for those who manage models."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from accounts.roles import Right, require
from learning.forms_feedback import FilterForm
from learning.presentation.fates import lines
from learning.queries.given import everybody_s

PAGE = 50


@require_safe
@login_required
def feedback(request: HttpRequest) -> HttpResponse:
    """The newest first, or what is asked for of it."""
    require(request.user, Right.MANAGE_MODELS)
    form = FilterForm(request.GET)
    rows = everybody_s(**form.wanted())
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    said = {name: request.GET[name] for name in form.fields if request.GET.get(name)}
    context = {
        "form": form,
        "page": page,
        "query": f"{urlencode(said)}&" if said else "",
        "is_narrowed": bool(said),
        "lines": lines(list(page), sees_models=True),
    }
    return render(request, "learning/feedback.html", context)
