"""The administration's menu: what a person may open there, and the way back to the site."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

ICONS = {
    "user": "group",
    "listing": "inventory_2",
    "revision": "edit_note",
    "generation": "bolt",
    "event": "history",
    "trainingexample": "school",
    "sitesettings": "settings",
}
"""The pages in their order, each with its picture."""


def sections(request: HttpRequest) -> list[dict[str, Any]]:
    """Unfold's sidebar; a page whose right the person lacks is left out."""
    pages = {
        str(model._meta.model_name): {
            "title": capfirst(str(model._meta.verbose_name_plural)),
            "icon": ICONS.get(str(model._meta.model_name), "list"),
            "link": reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist"),
        }
        for model, page in admin.site._registry.items()
        if page.has_module_permission(request)
    }
    groups = {
        _("People"): ("user",),
        _("Listings"): ("listing", "revision", "generation", "event"),
        _("Training"): ("trainingexample",),
        _("Site"): ("sitesettings",),
    }
    found = [
        {"title": title, "items": [pages[name] for name in names if name in pages]}
        for title, names in groups.items()
    ]
    back = {"title": _("Back to the site"), "icon": "home", "link": reverse("home")}
    return [*found, {"separator": True, "items": [back | {"active": False}]}]
