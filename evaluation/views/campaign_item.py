"""One item as managers see it: the text, its facts, what was said of it, and its known answer."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.errors import ActionRefused
from accounts.roles import Right, require
from content.presentation.descriptions import as_html
from evaluation.actions.campaigns import make_gold, withdraw_gold
from evaluation.forms_gold import GoldForm
from evaluation.models import Item
from evaluation.queries.campaigns import nobody_has

METHODS = ["GET", "HEAD", "POST"]
CONFLICT = 409


@require_http_methods(METHODS)
@login_required
def item(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """The item; what is sent makes it a gold one."""
    user = require(request.user, Right.MANAGE_RATINGS)
    found = _item(pk, number)
    form = GoldForm(found.campaign, request.POST or None, initial=found.gold)
    context: dict[str, Any] = {"item": found, "campaign": found.campaign, "form": form}
    if request.method == "POST" and form.is_valid():
        try:
            make_gold(user, found, form.expected())
        except ActionRefused as refused:
            context["trouble"] = str(refused)
        else:
            messages.success(request, _("The item is a gold item now."))
            return redirect("campaign-item", pk, number)
    status = CONFLICT if "trouble" in context else 200
    return render(request, "campaigns/item.html", context | _shown(found), status=status)


@require_POST
@login_required
def plain(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Make a gold item an ordinary one again."""
    user = require(request.user, Right.MANAGE_RATINGS)
    found = _item(pk, number)
    try:
        withdraw_gold(user, found)
    except ActionRefused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("The item is an ordinary one again."))
    return redirect("campaign-item", pk, number)


def _item(pk: int, number: int) -> Item:
    rows = Item.objects.select_related("campaign", "version__family", "other_version__family")
    return get_object_or_404(rows, campaign=pk, number=number)


def _shown(found: Item) -> dict[str, Any]:
    market = found.product_facts().market
    texts = [(found.version, found.model, found.listing)]
    if found.other:
        texts.append((found.other_version, "", found.other))
    return {
        "texts": [
            {
                "name": version.name if version else model,
                "version": version,
                "listing": listing,
                "description": as_html(listing.get("description", ""), market),
            }
            for version, model, listing in texts
        ],
        "facts": found.facts,
        "remarks": found.remarks.select_related("rater").order_by("-pk"),
        "answers": found.assignments.filter(state="rated").count(),
        "is_free": nobody_has(found),
    }
