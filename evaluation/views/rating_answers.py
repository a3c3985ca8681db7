"""What a rater sends: an answer, the last one back, an item passed on or reported.

A script gets what follows as a part of a page, with the items that it has not yet; a plain form is
led to the page. What an action refuses comes back as its sentence either way.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.errors import ActionRefused
from accounts.models import User
from accounts.roles import Right, require
from evaluation.actions import rating as actions
from evaluation.actions.claiming import claim
from evaluation.actions.rating import Answer
from evaluation.actions.tickets import Ticket
from evaluation.models import Assignment, Campaign
from evaluation.presentation.rating import CHOICE, SCORE, meant, sheet
from evaluation.queries.desk import progress
from evaluation.views.rating import Refused, campaign_or_404, show

CONFLICT: Final = 409
UNPROCESSABLE: Final = 422
_STATE_OF_THINGS: Final = {"too_late", "closed", "unknown_item", "nothing_to_take_back"}
"""Refusals that no other answer would change."""
Act = Callable[[User, Campaign, str], list[Assignment]]
"""Does what was asked and gives what the rater has before them then."""


@require_POST
@login_required
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep an answer, and give what follows."""

    def act(user: User, campaign: Campaign, token: str) -> list[Assignment]:
        return actions.submit_and_claim(user, campaign, token, _answer(request, user, token))

    return _acted(request, pk, act)


@require_POST
@login_required
def back(request: HttpRequest, pk: int) -> HttpResponse:
    """Open the last answer again."""

    def act(user: User, campaign: Campaign, _token: str) -> list[Assignment]:
        actions.take_back(user, campaign)
        return claim(user, campaign)

    return _acted(request, pk, act)


@require_POST
@login_required
def skip(request: HttpRequest, pk: int) -> HttpResponse:
    """Pass the item on to somebody else."""
    reason, text = request.POST.get("reason", ""), request.POST.get("text", "")

    def act(user: User, campaign: Campaign, token: str) -> list[Assignment]:
        actions.skip(user, campaign, token, reason, text)
        return claim(user, campaign)

    return _acted(request, pk, act)


@require_POST
@login_required
def flag(request: HttpRequest, pk: int) -> HttpResponse:
    """Report something about the item, which stays before the rater."""

    def act(user: User, campaign: Campaign, token: str) -> list[Assignment]:
        actions.flag(user, campaign, token, request.POST.get("text", ""))
        messages.success(request, _("Reported. You can still rate this item."))
        return claim(user, campaign)

    return _acted(request, pk, act)


def _acted(request: HttpRequest, pk: int, act: Act) -> HttpResponse:
    user = require(request.user, Right.RATE)
    campaign = campaign_or_404(pk)
    is_script = request.headers.get("X-Requested-With") == "fetch"
    try:
        given = act(user, campaign, request.POST.get("token", ""))
    except ActionRefused as refused:
        status = CONFLICT if refused.code in _STATE_OF_THINGS else UNPROCESSABLE
        said = Refused(str(refused), status, request.POST.dict())
        if is_script:
            return render(request, "rate/refused.html", {"refused": said}, status=status)
        return show(request, user, campaign, said)
    if not is_script:
        return redirect("rate-campaign", pk)
    has = set(request.POST.getlist("has"))
    fresh = [sheet(each) for each in given if each.token not in has]
    context = {"sheets": fresh, "progress": progress(user, campaign)}
    return render(request, "rate/following.html", context)


def _answer(request: HttpRequest, user: User, token: str) -> Answer:
    """What the form says; a score that is no number is none."""
    fields = request.POST.dict()
    scores = {
        name.removeprefix(SCORE): int(value)
        for name, value in fields.items()
        if name.startswith(SCORE) and value.isdecimal() and len(value) == 1
    }
    ticket = Ticket.of(user, token)
    choice = meant(fields.get(CHOICE, ""), swapped=bool(ticket and ticket.swapped))
    return Answer(scores, choice, fields.get("comment", "").strip())
