"""The pages about webhooks, for those who manage the site."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.doing import done
from accounts.errors import ActionRefused
from accounts.roles import Right, require
from api.models import Delivery, Endpoint
from api.webhooks import actions, queries
from api.webhooks.forms import EndpointForm, EventsForm
from api.webhooks.words import kind_name, trouble

PAGE = 25
CONFLICT = 409
UNPROCESSABLE = 422
LOOK_OR_SEND = ["GET", "HEAD", "POST"]


@require_safe
@never_cache
@login_required
def endpoints(request: HttpRequest) -> HttpResponse:
    """All webhooks, and how each of them fares."""
    require(request.user, Right.MANAGE_SITE)
    return render(request, "webhooks/endpoints.html", {"endpoints": queries.endpoints()})


@sensitive_variables("secret")
@require_http_methods(LOOK_OR_SEND)
@never_cache
@login_required
def new(request: HttpRequest) -> HttpResponse:
    """The form for one, and then its secret, this once."""
    user = require(request.user, Right.MANAGE_SITE)
    form = EndpointForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            endpoint, secret = actions.add_endpoint(user, **form.cleaned_data)
        except ActionRefused as refused:
            form.add_error("kinds" if refused.code == "kinds" else "url", str(refused))
        else:
            return _secret(request, endpoint, secret)
    status = UNPROCESSABLE if form.errors else 200
    return render(request, "webhooks/new.html", {"form": form}, status=status)


@require_http_methods(LOOK_OR_SEND)
@never_cache
@login_required
def endpoint(request: HttpRequest, pk: int) -> HttpResponse:
    """One webhook with its log; POST changes its events. For htmx, only the log."""
    user = require(request.user, Right.MANAGE_SITE)
    row = get_object_or_404(queries.endpoints(), pk=pk)
    form = EventsForm(request.POST) if request.method == "POST" else EventsForm.of(row)
    if request.method == "POST" and form.is_valid():
        chosen, said = form.cleaned_data["kinds"], _("The webhook is changed.")
        return _done(request, row, lambda: actions.choose_events(user, row, chosen), said)
    page = Paginator(queries.log_of(row), PAGE).get_page(request.GET.get("page"))
    context = {"endpoint": row, "form": form, "page": page, "lines": [_line(one) for one in page]}
    only = "webhooks/log.html" if getattr(request, "htmx", None) else "webhooks/endpoint.html"
    return render(request, only, context, status=UNPROCESSABLE if form.errors else 200)


@require_POST
@login_required
def test(request: HttpRequest, pk: int) -> HttpResponse:
    """Send a message that tells of nothing."""
    user = require(request.user, Right.MANAGE_SITE)
    row = _endpoint(pk)
    return _done(request, row, lambda: actions.send_test(user, row), _("The test is on its way."))


@require_POST
@login_required
def pause(request: HttpRequest, pk: int) -> HttpResponse:
    """Send nothing for a while."""
    user = require(request.user, Right.MANAGE_SITE)
    row = _endpoint(pk)
    return _done(request, row, lambda: actions.pause(user, row), _("The webhook is paused."))


@require_POST
@login_required
def resume(request: HttpRequest, pk: int) -> HttpResponse:
    """Send again."""
    user = require(request.user, Right.MANAGE_SITE)
    row = _endpoint(pk)
    said = _("The webhook is at work again.")
    return _done(request, row, lambda: actions.resume(user, row), said)


@require_POST
@login_required
def again(request: HttpRequest, pk: int, delivery: int) -> HttpResponse:
    """Try a message anew that was given up."""
    user = require(request.user, Right.MANAGE_SITE)
    row = _endpoint(pk)
    one = get_object_or_404(Delivery.objects.select_related("endpoint"), pk=delivery, endpoint=row)
    said = _("The message is on its way again.")
    return _done(request, row, lambda: actions.send_again(user, one), said)


@sensitive_variables("secret")
@require_http_methods(LOOK_OR_SEND)
@never_cache
@login_required
def secret(request: HttpRequest, pk: int) -> HttpResponse:
    """What a new secret means, and then the secret, this once."""
    user = require(request.user, Right.MANAGE_SITE)
    row = _endpoint(pk)
    context: dict[str, Any] = {"endpoint": row}
    if request.method == "POST":
        try:
            made = actions.renew_secret(user, row, seen=request.POST.get("seen", ""))
        except ActionRefused as refused:
            context["trouble"] = str(refused)
        else:
            return _secret(request, row, made)
    status = CONFLICT if "trouble" in context else 200
    return render(request, "webhooks/renew.html", context, status=status)


@require_http_methods(LOOK_OR_SEND)
@never_cache
@login_required
def delete(request: HttpRequest, pk: int) -> HttpResponse:
    """What is lost with it, and the button."""
    user = require(request.user, Right.MANAGE_SITE)
    row = get_object_or_404(queries.endpoints(), pk=pk)
    if request.method != "POST":
        return render(request, "webhooks/delete.html", {"endpoint": row})
    actions.delete_endpoint(user, row)
    messages.success(request, _("The webhook is deleted."))
    return redirect("webhooks:endpoints")


def _endpoint(pk: int) -> Endpoint:
    return get_object_or_404(Endpoint, pk=pk)


@sensitive_variables("made")
def _secret(request: HttpRequest, row: Endpoint, made: str) -> HttpResponse:
    return render(request, "webhooks/secret.html", {"endpoint": row, "secret": made})


def _done(
    request: HttpRequest, row: Endpoint, act: Callable[[], object], said: str
) -> HttpResponse:
    return done(request, act, said, "webhooks:endpoint", row.pk)


def _line(row: Delivery) -> dict[str, Any]:
    """A message as the log shows it, its attempts in words."""
    tries = [one | {"trouble": trouble(one["error"])} for one in row.tries]
    return {
        "row": row,
        "kind": kind_name(row.kind),
        "trouble": trouble(row.error),
        "tries": tries,
        "last": tries[-1] if tries else None,
    }
