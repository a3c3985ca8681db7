"""What managers do with versions, each after a page that says exactly what will happen.

A page remembers which version was live when it was shown: where another one is by now, it shows
the new state instead of doing something else than it said.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.errors import ActionRefused
from accounts.models import User
from accounts.roles import Right, require
from domain.versions import BadVersion, Number
from domain.versions import number as read_number
from evaluation.actions.requesting import request_validation
from evaluation.forms import DeployForm, PlainForm, RetireForm, TrialForm, ValidateForm
from evaluation.queries.standing import standing
from evaluation.views.access import version_or_404
from models_registry.actions import building, retiring
from models_registry.actions.deploying import GateClosed, request_deployment, request_rollback
from models_registry.actions.starting import start_trial, stop_trial
from models_registry.models import Family, Version
from models_registry.queries.live import live_of, rollback_target

METHODS = ["GET", "HEAD", "POST"]
CONFLICT = 409


@require_http_methods(METHODS)
@login_required
def deploy(request: HttpRequest, family: str, number: Number) -> HttpResponse:
    """Have a version write from now on."""
    user, version = _asked(request, family, number)
    form = DeployForm(request.POST or None, initial={"threshold": version.family.threshold})

    def act() -> HttpResponse:
        threshold = form.cleaned_data["threshold"]
        return redirect("deployment", request_deployment(user, version, threshold=threshold).pk)

    context = {"version": version, "standing": standing(version)}
    return _answer(request, "deploy", version.family, form, act, context)


@require_http_methods(METHODS)
@login_required
def validate(request: HttpRequest, family: str, number: Number) -> HttpResponse:
    """Have a version measured on the held-out products."""
    user, version = _asked(request, family, number)
    form = ValidateForm(request.POST or None, initial={"threshold": version.family.threshold})

    def act() -> HttpResponse:
        return redirect("validation", request_validation(user, version, **form.cleaned_data).pk)

    return _answer(request, "validate", version.family, form, act, {"version": version})


@require_http_methods(METHODS)
@login_required
def roll_back(request: HttpRequest, family: str) -> HttpResponse:
    """Have the version before, or the one that `to` names, write again."""
    user = require(request.user, Right.MANAGE_MODELS)
    line = get_object_or_404(Family, name=family)
    target = _target(request, line)
    form = PlainForm(request.POST or None)

    def act() -> HttpResponse:
        return redirect("deployment", request_rollback(user, line, to=target).pk)

    return _answer(request, "rollback", line, form, act, {"version": target})


@require_http_methods(METHODS)
@login_required
def trial(request: HttpRequest, family: str, number: Number) -> HttpResponse:
    """Have a version write a share of the drafts."""
    user, version = _asked(request, family, number)
    form = TrialForm(request.POST or None, initial={"threshold": version.family.threshold})

    def act() -> HttpResponse:
        said = form.cleaned_data
        start_trial(user, version, said["share"], threshold=said["threshold"])
        messages.success(request, _("%(version)s is on trial.") % {"version": version})
        return redirect("version", family, number)

    context = {"version": version, "standing": standing(version)}
    return _answer(request, "trial", version.family, form, act, context)


@require_POST
@login_required
def end_trial(request: HttpRequest, family: str) -> HttpResponse:
    """End the trial of a family's candidate."""
    user = require(request.user, Right.MANAGE_MODELS)
    line = get_object_or_404(Family, name=family)
    try:
        stop_trial(user, line)
        messages.success(request, _("The trial of %(family)s has ended.") % {"family": line})
    except ActionRefused as refused:
        messages.error(request, str(refused))
    return redirect("models")


@require_http_methods(METHODS)
@login_required
def retire(request: HttpRequest, family: str, number: Number) -> HttpResponse:
    """Put a version away for good."""
    user, version = _asked(request, family, number)
    form = RetireForm(request.POST or None)

    def act() -> HttpResponse:
        retiring.retire(user, version, form.cleaned_data["reason"])
        messages.success(request, _("%(version)s is retired.") % {"version": version})
        return redirect("version", family, number)

    return _answer(request, "retire", version.family, form, act, {"version": version})


@require_http_methods(METHODS)
@login_required
def rebuild(request: HttpRequest, family: str, number: Number) -> HttpResponse:
    """Have the engine build again what it could not."""
    user, version = _asked(request, family, number)
    form = PlainForm(request.POST or None)

    def act() -> HttpResponse:
        if building.rebuild(user, version):
            messages.success(request, _("%(version)s is built.") % {"version": version})
        else:
            said = _("%(version)s could not be built this time either: its history says why.")
            messages.error(request, said % {"version": version})
        return redirect("version", family, number)

    return _answer(request, "rebuild", version.family, form, act, {"version": version})


def _asked(request: HttpRequest, family: str, number: Number) -> tuple[User, Version]:
    user = require(request.user, Right.MANAGE_MODELS)
    return user, version_or_404(family, number)


def _target(request: HttpRequest, family: Family) -> Version | None:
    said = request.POST.get("to") or request.GET.get("to")
    if not said:
        return rollback_target(family)
    try:
        return version_or_404(family.name, read_number(said))
    except BadVersion as bad:
        raise Http404 from bad


def _answer(
    request: HttpRequest,
    action: str,
    family: Family,
    form: forms.Form,
    act: Callable[[], HttpResponse],
    context: dict[str, Any],
) -> HttpResponse:
    """The page, or what was done; what was refused comes back as one sentence."""
    live = live_of(family)
    context |= {"family": family, "live": live, "form": form}
    if request.method == "POST":
        done = _done(request, live, form, act, context)
        if done is not None:
            return done
    status = CONFLICT if "trouble" in context else 200
    return render(request, f"models/confirm_{action}.html", context, status=status)


def _done(
    request: HttpRequest,
    live: Version | None,
    form: forms.Form,
    act: Callable[[], HttpResponse],
    context: dict[str, Any],
) -> HttpResponse | None:
    if not form.is_valid():
        return None
    if request.POST.get("seen", "") != (str(live.pk) if live else ""):
        context["trouble"] = _("Meanwhile another version is live: look at it again.")
        return None
    try:
        return act()
    except GateClosed as closed:
        context["trouble"] = str(closed)
        context["refusals"] = closed.refusals
    except ActionRefused as refused:
        context["trouble"] = str(refused)
    return None
