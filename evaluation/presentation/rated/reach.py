"""One sentence in plain words: what the ratings can show, and how many more would show more."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from evaluation.presentation.rated.words import figure, items_counted
from evaluation.reporting.reach import Design, Reach


def told(reach: Reach, versions: Mapping[int, str] | None = None) -> dict[str, Any]:
    """The sentences, the first of which says what can be seen, and what that word means.

    `versions` names all versions that were rated, by their keys.
    """
    return {"sentences": sentences(reach, versions or {}), "explained": _explained(reach)}


def sentences(reach: Reach, versions: Mapping[int, str]) -> list[str]:
    """What these ratings show, and what they cannot."""
    said = [_seen(reach)]
    if reach.versions and len(versions) > len(reach.versions):
        first, second = (versions[key] for key in reach.versions)
        named = {"first": first, "second": second}
        if reach.design is Design.DUELS:
            holds = _("That holds for the two that met most, %(first)s and %(second)s.")
        else:
            holds = _("That holds for the two with the most items, %(first)s and %(second)s.")
        said.append(holds % named)
    if reach.raters == 1 and reach.items:
        said.append(
            _("One person has rated: this is what one person finds, and not whether others agree.")
        )
    return said


def _explained(reach: Reach) -> str:
    if reach.design is Design.NOTHING:
        return ""
    if reach.design is Design.ONE:
        return _("In 95 of 100 such campaigns the true mean lies within that.")
    return _("That is: a test at the level of 0.05 finds such a difference in 80 of 100 campaigns.")


def _seen(reach: Reach) -> str:
    if reach.design is Design.NOTHING:
        return _nothing(reach)
    values = {
        "raters": raters_counted(reach.raters),
        "items": items_counted(reach.items),
        "seen": _points(reach.seen or 0.0),
        "wanted": _points(reach.wanted or 0.0),
        "more": reach.more,
    }
    if reach.design is Design.DUELS:
        return _duels(reach)
    if reach.design is Design.ONE:
        more = {"seen": figure(reach.seen or 0.0), "wanted": figure(reach.wanted or 0.0)}
        said = _(
            "With %(raters)s and %(items)s the mean is known to within %(seen)s points; to know it "
            "to within %(wanted)s you need about %(more)d more items."
        )
        return said % (values | more)
    if reach.design is Design.PAIRS:
        values["items"] = products_counted(reach.items)
        seen = _(
            "With %(raters)s and %(items)s that both versions wrote for, a difference of %(seen)s "
            "points between them can be seen"
        )
        further = _("to see %(wanted)s you need about %(more)d more products")
    else:
        seen = _(
            "With %(raters)s and %(items)s a difference of %(seen)s points between two versions "
            "can be seen"
        )
        further = _("to see %(wanted)s you need about %(more)d more items")
    if not reach.more:
        return f"{seen % values}."
    return f"{seen % values}; {further % values}."


def _points(value: float) -> str:
    return figure(value, 1 if value >= 0.1 else 2)


def _duels(reach: Reach) -> str:
    values = {
        "answers": reach.items,
        "seen": figure(100 * (reach.seen or 0.0), 0),
        "wanted": figure(100 * (reach.wanted or 0.0), 0),
        "more": reach.more,
    }
    seen = ngettext(
        "With %(answers)d answer that prefers one a win rate of %(seen)s %% or more can be told "
        "from chance",
        "With %(answers)d answers that prefer one a win rate of %(seen)s %% or more can be told "
        "from chance",
        reach.items,
    )
    if not reach.more:
        return f"{seen % values}."
    further = _("to see %(wanted)s %% you need about %(more)d more such answers")
    return f"{seen % values}; {further % values}."


def _nothing(reach: Reach) -> str:
    if not reach.items:
        return _("Nothing has been rated yet: there is nothing to be seen.")
    return _(
        "With %(raters)s and %(items)s nothing can be said yet: a few more show how far items "
        "differ."
    ) % {"raters": raters_counted(reach.raters), "items": items_counted(reach.items)}


def raters_counted(count: int) -> str:
    """How many people rated."""
    return ngettext("%(count)d rater", "%(count)d raters", count) % {"count": count}


def products_counted(count: int) -> str:
    """How many products."""
    return ngettext("%(count)d product", "%(count)d products", count) % {"count": count}
