"""Where in a listing something stands, in words."""

from __future__ import annotations

from django.utils.translation import gettext as _


def place_name(field: str, index: int | None) -> str:
    """“Title”, “Feature 3”, “Description”; empty for a field that listings do not have."""
    if field == "features" and index is not None:
        return _("Feature %(number)d") % {"number": index + 1}
    return {
        "title": _("Title"),
        "features": _("Features"),
        "description": _("Description"),
        "listing": _("Whole listing"),
    }.get(field, "")
