"""A rater's place: the campaigns that wait for them, and the item before them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.models import User
from accounts.roles import Right, require
from domain.rating import LONGEST_COMMENT
from evaluation.actions.claiming import claim
from evaluation.models import Campaign
from evaluation.presentation.guidelines import as_html
from evaluation.presentation.phrases import phrases
from evaluation.presentation.rating import SKIP_REASONS, questions, sheet
from evaluation.queries import desk as queries

OK: Final = 200


@dataclass(frozen=True, slots=True)
class Refused:
    """What was refused, to be shown again: the sentence, and all that was typed."""

    sentence: str
    status: int
    typed: Mapping[str, str] = field(default_factory=dict)


@require_safe
@login_required
def desk(request: HttpRequest) -> HttpResponse:
    """What there is to judge, and how far it is."""
    user = require(request.user, Right.RATE)
    context = {"works": queries.desk(user), "phrases": phrases()}
    return render(request, "rate/desk.html", context)


@require_safe
@login_required
def rate(request: HttpRequest, pk: int) -> HttpResponse:
    """The item before the rater, with the next one behind it."""
    user = require(request.user, Right.RATE)
    return show(request, user, campaign_or_404(pk))


def campaign_or_404(pk: int) -> Campaign:
    """A campaign that has been opened; of one in preparation raters know nothing."""
    campaign = Campaign.objects.filter(pk=pk).exclude(status=Campaign.Status.DRAFT).first()
    if campaign is None:
        raise Http404(_("There is no such campaign."))
    return campaign


def show(
    request: HttpRequest, user: User, campaign: Campaign, refused: Refused | None = None
) -> HttpResponse:
    """The whole page, also with what was refused; what was typed stands in the form again."""
    given = [sheet(each) for each in claim(user, campaign)]
    context: dict[str, Any] = {
        "campaign": campaign,
        "work": queries.work(user, campaign),
        "refused": refused,
    }
    if not given:
        return render(request, "rate/done.html", context, status=refused.status if refused else OK)
    now = given[0]
    is_same = refused is not None and refused.typed.get("token") == now.token
    said = refused.typed if refused and is_same else now.said
    context |= {
        "sheet": now,
        "following": given[1:],
        "said": said,
        "questions": questions(campaign, said),
        "reasons": SKIP_REASONS,
        "longest": LONGEST_COMMENT,
        "guidelines": as_html(campaign.guidelines),
        "phrases": phrases(),
    }
    return render(request, "rate/page.html", context, status=refused.status if refused else OK)
