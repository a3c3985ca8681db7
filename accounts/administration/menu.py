"""The administration's menu: what a person may open there, and the way back to the site."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

ICONS = {
    "accounts.user": "group",
    "content.listing": "inventory_2",
    "content.revision": "edit_note",
    "content.generation": "bolt",
    "content.event": "history",
    "models_registry.family": "account_tree",
    "models_registry.version": "deployed_code",
    "models_registry.validationrun": "verified",
    "models_registry.deployment": "swap_horiz",
    "models_registry.event": "history",
    "evaluation.campaign": "ballot",
    "evaluation.item": "rate_review",
    "evaluation.assignment": "assignment_ind",
    "evaluation.remark": "flag",
    "evaluation.campaignevent": "history",
    "content.trainingexample": "school",
    "learning.policy": "tune",
    "learning.feedback": "reviews",
    "learning.retraining": "model_training",
    "learning.pattern": "troubleshoot",
    "learning.correction": "auto_fix_high",
    "content.sitesettings": "settings",
}
"""The pages in their order, each with its picture."""


def sections(request: HttpRequest) -> list[dict[str, Any]]:
    """Unfold's sidebar; a page whose right the person lacks is left out."""
    pages = {
        model._meta.label_lower: {
            "title": capfirst(str(model._meta.verbose_name_plural)),
            "icon": ICONS.get(model._meta.label_lower, "list"),
            "link": reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist"),
        }
        for model, page in admin.site._registry.items()
        if page.has_module_permission(request)
    }
    groups = {
        _("People"): ("accounts.user",),
        _("Listings"): (
            *("content.listing", "content.revision"),
            *("content.generation", "content.event"),
        ),
        _("Models"): (
            *("models_registry.family", "models_registry.version"),
            *("models_registry.validationrun", "models_registry.deployment"),
            "models_registry.event",
        ),
        _("Ratings"): (
            *("evaluation.campaign", "evaluation.item", "evaluation.assignment"),
            *("evaluation.remark", "evaluation.campaignevent"),
        ),
        _("Training"): ("content.trainingexample",),
        _("Continuous learning"): (
            *("learning.policy", "learning.feedback", "learning.retraining"),
            *("learning.pattern", "learning.correction"),
        ),
        _("Site"): ("content.sitesettings",),
    }
    found = [
        {"title": title, "items": [pages[name] for name in names if name in pages]}
        for title, names in groups.items()
    ]
    back = {"title": _("Back to the site"), "icon": "home", "link": reverse("home")}
    return [*found, {"separator": True, "items": [back | {"active": False}]}]
