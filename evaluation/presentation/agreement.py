"""How raters' agreement is told in the terminal."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from domain.agreement import Agreement, Band, band
from domain.statistics.agreement import RELIABLE, TENTATIVE, Lacking, Level
from domain.statistics.intervals import Interval

DIGITS = 3
JSON_DIGITS = 6


def as_document(found: Agreement) -> dict[str, Any]:
    """For machines; an alpha that there is not has a reason in its place."""
    alpha = found.alpha
    document: dict[str, Any] = {
        "level": found.level.value,
        "raters": found.raters,
        "items": found.items,
        "ratings": found.ratings,
        "alpha": alpha and _rounded(alpha.mean),
        "alpha_interval": alpha and [_rounded(alpha.low), _rounded(alpha.high)],
        "icc": found.icc and {name: _rounded(value) for name, value in found.icc.items()},
        "fleiss": _rounded(found.fleiss),
    }
    if found.lacking:
        document["reason"] = reason(found.lacking)
    return document


def as_lines(found: Agreement) -> Iterator[str]:
    """For people: what there is, alpha with what it is good for, and the others."""
    yield _counts(found)
    if found.alpha:
        yield _("Krippendorff’s alpha: %(value)s") % {"value": _told(found.alpha)}
        yield f"  {_meaning(found.alpha)}"
    if found.lacking:
        yield _("Krippendorff’s alpha: none. %(reason)s") % {"reason": reason(found.lacking)}
    for name, value in (found.icc or {}).items():
        yield f"ICC({name}): {_number(value)}"
    if found.icc:
        yield "  " + _(
            "1: other raters for each item; 2: raters drawn from many; 3: these raters only. "
            "The second figure: one rater’s scores, or the mean of all k."
        )
    if found.fleiss is not None:
        yield _("Fleiss’ kappa: %(value)s") % {"value": _number(found.fleiss)}


def reason(lacking: Lacking) -> str:
    """Why there is no alpha, and what would give one."""
    if lacking == Lacking.PAIRS:
        return _("No item has two ratings: have some rated by a second person.")
    return _("All ratings that can be compared are the same: agreement beyond chance needs others.")


def _counts(found: Agreement) -> str:
    parts = (
        ngettext("%(count)d rater", "%(count)d raters", found.raters) % {"count": found.raters},
        ngettext("%(count)d item", "%(count)d items", found.items) % {"count": found.items},
        ngettext("%(count)d rating", "%(count)d ratings", found.ratings) % {"count": found.ratings},
    )
    return f"{', '.join(parts)} ({_level(found.level)})"


def _level(level: Level) -> str:
    return {
        Level.NOMINAL: _("nominal: the scores are names"),
        Level.ORDINAL: _("ordinal: the scores have an order"),
        Level.INTERVAL: _("interval: differences count"),
        Level.RATIO: _("ratio: there is a true zero"),
    }[level]


def _told(alpha: Interval) -> str:
    if not math.isfinite(alpha.low):
        return _number(alpha.mean)
    return _("%(value)s (95%% interval %(low)s to %(high)s)") % {
        "value": _number(alpha.mean),
        "low": _number(alpha.low),
        "high": _number(alpha.high),
    }


def _meaning(alpha: Interval) -> str:
    """Krippendorff's custom, and whether the interval would leave another word open."""
    limits = {"reliable": _number(RELIABLE), "tentative": _number(TENTATIVE)}
    said = {
        Band.RELIABLE: _("Reliable by Krippendorff’s custom (from %(reliable)s; no law)."),
        Band.TENTATIVE: _(
            "For tentative conclusions only, by Krippendorff’s custom "
            "(from %(tentative)s, reliable from %(reliable)s; no law)."
        ),
        Band.UNRELIABLE: _(
            "Too little agreement to conclude from, by Krippendorff’s custom "
            "(below %(tentative)s; no law)."
        ),
    }[band(alpha.mean)] % limits
    if band(alpha.low) == band(alpha.high):
        return said
    still_open = _("The interval leaves more than one word open: more items would tell.")
    return f"{said} {still_open}"


def _number(value: float | None) -> str:
    # Rounded first: Django cuts what is too long.
    return "–" if value is None else str(number_format(round(value, DIGITS), decimal_pos=DIGITS))


def _rounded(value: float | None) -> float | None:
    return round(value, JSON_DIGITS) if value is not None and math.isfinite(value) else None
