"""The first page after signing in: what this person's role has to do here."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.models import User
from accounts.roles import Right, require, rights_of
from content.models import Listing
from content.presentation.messages import engine_trouble
from content.queries import overview
from engines import get_engine
from models_registry.names import engine_name


@require_safe
@login_required
def home(request: HttpRequest) -> HttpResponse:
    """A desk for authors, the state of things for managers, and what awaits a rater."""
    user = request.user
    assert isinstance(user, User)  # noqa: S101 - login_required
    rights = rights_of(user)
    context: dict[str, Any] = {"is_rater": Right.RATE in rights, "has_role": bool(rights)}
    if Right.WRITE_LISTINGS in rights:
        context["desk"] = overview.desk(user)
    if Right.MANAGE_LISTINGS in rights:
        context["totals"] = overview.counts(Listing.objects.all())
        context["averages"], context["averaged"] = overview.averages()
        context["queue"] = overview.queue()
        context["kept"] = overview.kept()
    return render(request, "home.html", context)


@require_safe
@login_required
def engines(request: HttpRequest) -> HttpResponse:
    """Whether each engine answers; asked apart, because one that is down takes its time."""
    require(request.user, Right.MANAGE_MODELS)
    states = [_state(alias) for alias in settings.ENGINES]
    template = "home_engines.html" if getattr(request, "htmx", None) else "home_engines_page.html"
    return render(request, template, {"states": states})


def _state(alias: str) -> dict[str, Any]:
    """One engine for the page: an engine without its configured model can write nothing."""
    engine = get_engine(alias)
    health = engine.health(engine.default_model)
    trouble = "" if health.ready else engine_trouble(health.code, engine.default_model)
    return {"name": engine_name(engine.name), "health": health, "trouble": trouble}
