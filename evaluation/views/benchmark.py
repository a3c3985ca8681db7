"""Versions side by side, and the same to take away."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.models import User
from accounts.roles import Right, rights_of
from evaluation.benchmark import is_mixed, rows
from evaluation.presentation.charts import charts_of
from evaluation.presentation.tables import as_csv, as_markdown, headings

MOST = 100
"""How many the page shows; all of them are in the files."""
MAIN = 5
"""How many of the headings the first table has; the others stand in one of their own."""
FORMS = {"md": ("text/markdown", as_markdown), "csv": ("text/csv", as_csv)}


@require_safe
@login_required
def benchmark(request: HttpRequest) -> HttpResponse:
    """The comparison as a table and as charts."""
    _require_reader(request)
    found = rows(most=MOST)
    names = headings()
    main, detail = names[:MAIN], names[MAIN:]
    context = {
        "rows": found,
        "charts": charts_of(found) if found else [],
        "is_mixed": is_mixed(found),
        "most": MOST if len(found) >= MOST else None,
        "headings": {"main": main, "detail": [main[0], *detail]},
    }
    return render(request, "evaluation/benchmark.html", context)


@require_safe
@login_required
def download(request: HttpRequest, form: str) -> HttpResponse:
    """The comparison as Markdown or CSV."""
    _require_reader(request)
    if form not in FORMS:
        raise Http404
    kind, write = FORMS[form]
    response = HttpResponse(write(rows()), content_type=f"{kind}; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="walmartgpt-benchmark.{form}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _require_reader(request: HttpRequest) -> None:
    user = request.user
    assert isinstance(user, User)  # noqa: S101 - login_required
    if not rights_of(user) & {Right.READ_LISTINGS, Right.MANAGE_MODELS}:
        raise PermissionDenied(Right.READ_LISTINGS)
