"""One learning policy: changed, paused, and told to begin now."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from accounts.doing import done
from accounts.errors import ActionRefused
from accounts.roles import Right, require
from learning.actions import policies as actions
from learning.actions.triggering import start_by_hand
from learning.forms import NewPolicyForm, PolicyForm
from learning.models import Policy
from learning.queries.counting import supply
from models_registry.queries.live import live_of

CONFLICT = 409
LOOK_OR_SEND = ["GET", "HEAD", "POST"]


@require_http_methods(LOOK_OR_SEND)
@never_cache
@login_required
def policy(request: HttpRequest, pk: int) -> HttpResponse:
    """The form by which a policy is changed."""
    user = require(request.user, Right.TRAIN_MODELS)
    found = _policy(pk)
    form = PolicyForm.of(found, request.POST or None)
    context: dict[str, Any] = {"policy": found, "form": form}
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_policy(user, found, form.terms())
        except ActionRefused as refused:
            context["trouble"] = str(refused)
        else:
            messages.success(request, _("The learning policy is changed."))
            return redirect("learning:overview")
    return render(request, "learning/policy.html", context, status=_status(context))


@require_http_methods(LOOK_OR_SEND)
@never_cache
@login_required
def new(request: HttpRequest) -> HttpResponse:
    """A counter of its own for a family or a category."""
    user = require(request.user, Right.TRAIN_MODELS)
    form = NewPolicyForm.of(Policy(), request.POST or None)
    context: dict[str, Any] = {"form": form}
    if request.method == "POST" and form.is_valid():
        family, category = form.cleaned_data["family"], form.cleaned_data["category"]
        try:
            actions.add_policy(user, family, category, form.terms())
        except ActionRefused as refused:
            context["trouble"] = str(refused)
        else:
            messages.success(request, _("The learning policy counts from now on."))
            return redirect("learning:overview")
    return render(request, "learning/policy.html", context, status=_status(context))


@require_http_methods(LOOK_OR_SEND)
@never_cache
@login_required
def start(request: HttpRequest, pk: int) -> HttpResponse:
    """What a retraining would look at now, and the button that begins it."""
    user = require(request.user, Right.TRAIN_MODELS)
    found = _policy(pk)
    context: dict[str, Any] = {"policy": found}
    if request.method == "POST":
        try:
            start_by_hand(user, found)
        except ActionRefused as refused:
            context["trouble"] = str(refused)
        else:
            messages.success(request, _("The retraining waits for a worker."))
            return redirect("learning:overview")
    context |= {"supply": supply(found), "live": live_of(found.family)}
    return render(request, "learning/start.html", context, status=_status(context))


@require_POST
@login_required
def pause(request: HttpRequest, pk: int) -> HttpResponse:
    """Let nothing begin by itself."""
    user = require(request.user, Right.TRAIN_MODELS)
    found = _policy(pk)
    return _done(request, lambda: actions.pause(user, found), _("The learning policy is paused."))


@require_POST
@login_required
def resume(request: HttpRequest, pk: int) -> HttpResponse:
    """Let retrainings begin by themselves again."""
    user = require(request.user, Right.TRAIN_MODELS)
    found = _policy(pk)
    return _done(
        request, lambda: actions.resume(user, found), _("The learning policy is at work again.")
    )


def _policy(pk: int) -> Policy:
    return get_object_or_404(Policy.objects.select_related("family"), pk=pk)


def _done(request: HttpRequest, act: Callable[[], object], said: str) -> HttpResponse:
    return done(request, act, said, "learning:overview")


def _status(context: dict[str, Any]) -> int:
    return CONFLICT if "trouble" in context else 200
