"""What people say of an experiment's texts side by side, in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from domain.rating import Choice
from domain.statistics import Interval
from domain.verdict import Verdict
from evaluation.models import Experiment
from evaluation.queries.preferences import Preferences


@dataclass(frozen=True, slots=True)
class ToldPeople:
    """The answers, the sentence they allow, and the figures behind it, each with its name."""

    sentence: str
    more: str
    answers: tuple[tuple[str, int], ...]
    figures: tuple[tuple[str, str], ...]


def told_people(experiment: Experiment, found: Preferences | None) -> ToldPeople | None:
    """What the answers allow to say; None while there are none."""
    if found is None:
        return None
    names: dict[str, Any] = {"a": experiment.a, "b": experiment.b}
    sentence = {
        Verdict.BETTER: _("People prefer %(b)s to %(a)s."),
        Verdict.WORSE: _("People prefer %(a)s to %(b)s."),
        Verdict.EQUIVALENT: _("People like %(a)s and %(b)s equally."),
        Verdict.NO_EVIDENCE: _("There is no evidence yet which one people prefer."),
    }[found.verdict]
    labels = {
        Choice.A: _("A better"),
        Choice.B: _("B better"),
        Choice.BOTH_GOOD: _("Both good"),
        Choice.BOTH_BAD: _("Both bad"),
    }
    return ToldPeople(
        sentence=sentence % names,
        more=_more(found),
        answers=tuple((label, found.answers[choice]) for choice, label in labels.items()),
        figures=(
            (_("Pairs that B wins (%)"), percent(found.rate)),
            (_("Chance that B is chosen, wherever it stands (%)"), percent(found.strength)),
            (_("Chance that the left one is chosen of two equals (%)"), percent(found.side)),
            (_("Pairs with an answer"), str(found.pairs)),
            (_("Pairs that were decided"), str(found.rate.count)),
        ),
    )


def percent(share: Interval) -> str:
    """“64.2 (51.0 to 75.6)”: a share with its 95 % interval."""
    mean, low, high = (
        number_format(100 * value, decimal_pos=1) for value in (share.mean, share.low, share.high)
    )
    ends = _("%(low)s to %(high)s") % {"low": low, "high": high}
    return f"{mean} ({ends})"


def _more(found: Preferences) -> str:
    if found.verdict is not Verdict.NO_EVIDENCE:
        return ""
    if not found.more:
        return _("How many more decided pairs it takes cannot be said yet.")
    return ngettext(
        "If it goes on like this, about %(count)s more decided pair settles it.",
        "If it goes on like this, about %(count)s more decided pairs settle it.",
        found.more,
    ) % {"count": number_format(found.more, force_grouping=True)}
