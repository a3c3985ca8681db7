"""How fast a batch goes and how long it takes, in a person's words."""

from __future__ import annotations

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from domain.batches import Progress


def pace(progress: Progress) -> str:
    """Listings a minute; empty before anything is known."""
    per_minute = progress.per_minute
    if per_minute is None:
        return ""
    return _("%(number)s a minute") % {"number": number_format(per_minute, 1, use_l10n=True)}


def time_left(progress: Progress) -> str:
    """Until the last listing, at the pace of the last minutes; empty where nothing is known."""
    seconds = progress.seconds_left
    if seconds is None:
        return ""
    minutes = round(seconds / 60)
    if minutes < 1:
        return _("less than a minute left")
    if minutes < 120:
        said = ngettext("about %(count)d minute left", "about %(count)d minutes left", minutes)
        return said % {"count": minutes}
    hours = round(minutes / 60)
    return ngettext("about %(count)d hour left", "about %(count)d hours left", hours) % {
        "count": hours
    }
