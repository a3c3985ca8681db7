"""The main navigation: which places a person may go to."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext

from accounts.models import User
from accounts.roles import Right, rights_of


@dataclass(frozen=True, slots=True)
class NavItem:
    """One entry of the sidebar, the rail or the bottom bar."""

    href: str
    icon: str
    label: str
    current: bool


MODELS = {
    *("models", "models-benchmark", "versions-compare", "validation", "deployment"),
    *("version", "version-validate", "version-deploy", "version-trial", "version-retire"),
    *("version-rebuild", "family-rollback", "version-ratings"),
}
"""The names of the addresses that belong to Models."""
CAMPAIGNS = {
    *("campaigns", "campaign", "campaign-new", "campaign-new-comparison"),
    *("campaign-deadline", "campaign-raters", "campaign-item"),
    *("campaign-report", "campaign-report-item", "campaign-exports", "rate", "rate-campaign"),
}
BATCHES = {"batches", "batch", "batch-new", "batch-approve"}
EXPERIMENTS = {"experiments", "experiment", "experiment-new", "experiments-ranking"}


def items_for(request: HttpRequest) -> list[NavItem]:
    """The places that `request.user` may go to, in order."""
    user = getattr(request, "user", None)
    if not isinstance(user, User):
        return []
    rights = rights_of(user)
    match = request.resolver_match
    here = match.view_name if match else ""
    places = [("home", "home", gettext("Home"), {"home"})]
    if Right.WRITE_LISTINGS in rights:
        pages = {"content:studio", "content:studio_listing"}
        places.append(("content:studio", "studio", gettext("Studio"), pages))
    if Right.READ_LISTINGS in rights:
        pages = {"content:library", "content:listing", "content:compare", "listings-exports"}
        places.append(("content:library", "library", gettext("Library"), pages))
    if Right.WRITE_LISTINGS in rights:
        places.append(("imports", "upload", gettext("Imports"), {"imports", "import"}))
        places.append(("batches", "copy", gettext("Batches"), BATCHES))
    if rights & {Right.READ_LISTINGS, Right.MANAGE_MODELS}:
        places.append(("models", "models", gettext("Models"), MODELS))
    if Right.MANAGE_RATINGS in rights:
        places.append(("campaigns", "inbox", gettext("Campaigns"), CAMPAIGNS))
    elif Right.RATE in rights:  # who manages campaigns begins to rate from there
        places.append(("rate", "rate", gettext("Rate"), {"rate", "rate-campaign"}))
    if Right.MANAGE_MODELS in rights:
        places.append(("experiments", "compare", gettext("Experiments"), EXPERIMENTS))
    if Right.TRAIN_MODELS in rights:
        pages = {"training:overview", "training:run"}
        places.append(("training:overview", "training", gettext("Training"), pages))
        pages = {here} if here.startswith("learning:") else set()
        places.append(("learning:overview", "refresh", gettext("Learning loop"), pages))
    if Right.MANAGE_SITE in rights:
        pages = {here} if here.startswith("webhooks:") else set()
        places.append(("webhooks:endpoints", "link", gettext("Webhooks"), pages))
    if admin.site.has_permission(request):
        places.append(("admin:index", "admin", gettext("Administration"), {"admin:index"}))
    return [NavItem(reverse(name), icon, label, here in own) for name, icon, label, own in places]
