"""What ratings say: the report of a campaign or a version, and one item with all that was said."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.roles import Right, require
from content.templatetags.ui import sentence
from domain.versions import Number
from evaluation.models import Campaign
from evaluation.presentation.rated import item as rated_item
from evaluation.presentation.rated.asking import Asked
from evaluation.presentation.rated.compared import duels_page
from evaluation.presentation.rated.page import scores_page
from evaluation.queries import ratings as read
from evaluation.reporting.gold import gold_records
from evaluation.views.access import version_or_404
from models_registry.names import category_name


@require_safe
@never_cache
@login_required
def campaign_report(request: HttpRequest, pk: int) -> HttpResponse:
    """What a campaign's ratings say; `?criterion=` says of which, `?without=` leaves people out."""
    require(request.user, Right.MANAGE_RATINGS)
    campaign = get_object_or_404(Campaign, pk=pk)
    labels = {one.key: sentence(one.name) for one in campaign.criteria.all()}
    asked = _asked(request, labels)
    ratings = read.ratings_of_campaign(campaign, list(labels))
    gold = read.gold_answers(campaign)
    context: dict[str, Any] = {
        "campaign": campaign,
        "aside": read.aside(campaign),
        "gold_answers": len(gold),
    }
    if campaign.kind == Campaign.Kind.COMPARISON:
        context |= duels_page(ratings, asked, gold_records(gold))
        return render(request, "report/comparison.html", context)
    context |= scores_page(ratings, labels, asked, gold_records(gold))
    return render(request, "report/campaign.html", context)


@require_safe
@never_cache
@login_required
def version_report(request: HttpRequest, family: str, number: Number) -> HttpResponse:
    """The same of everything that one version wrote, in whichever campaign it was rated."""
    require(request.user, Right.MANAGE_RATINGS)
    version = version_or_404(family, number)
    labels = {one.key: sentence(one.name) for one in read.criteria_of_version(version)}
    ratings = read.ratings_of_version(version, list(labels))
    context = scores_page(ratings, labels, _asked(request, labels), {})
    return render(request, "report/version.html", {"version": version, **context})


@require_safe
@never_cache
@login_required
def item_report(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """One item of a campaign: the text, its facts, who wrote it, and what everybody said."""
    require(request.user, Right.MANAGE_RATINGS)
    campaign = get_object_or_404(Campaign, pk=pk)
    item = read.item_or_none(campaign, number)
    if item is None:
        raise Http404(_("This campaign has no item of that number."))
    labels = {one.key: sentence(one.name) for one in campaign.criteria.all()}
    context = {
        "campaign": campaign,
        "item": item,
        "product": rated_item.product_of(item),
        "category": category_name(item.category) or _("Other"),
        "texts": rated_item.texts_of(item),
        "criteria": list(labels.values()),
        "answers": rated_item.said_of(read.answers_to(item), labels),
        "remarks": rated_item.remarks_of(read.remarks_on(item)),
        "expected": rated_item.expected_of(item, labels),
    }
    return render(request, "report/item.html", context)


def _asked(request: HttpRequest, labels: dict[str, str]) -> Asked:
    criterion = request.GET.get("criterion", "")
    return Asked.of(criterion, request.GET.getlist("without"), list(labels))
