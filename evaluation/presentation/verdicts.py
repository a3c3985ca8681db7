"""What an experiment says, in plain words: one sentence, what it rests on, and what would help."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from content.presentation.names import score_name
from domain.gate import LEAST_PRODUCTS
from domain.verdict import Verdict
from evaluation.contrasts import PRIMARY, Measure
from evaluation.models import Experiment


@dataclass(frozen=True, slots=True)
class Headline:
    """The verdict of the deciding measure and what may be added to it."""

    verdict: Verdict
    sentence: str
    additions: tuple[str, ...] = ()


def headline(experiment: Experiment, summary: Mapping[str, Any]) -> Headline:
    """What may be said of B against A at this moment."""
    found = summary["measures"].get(PRIMARY)
    if found is None:
        return Headline(
            Verdict.NO_EVIDENCE, _("Nothing can be said yet: no product is done by both.")
        )
    said = Verdict(found["verdict"])
    told = {
        "a": experiment.a,
        "b": experiment.b,
        "mean": _points(abs(found["difference"]["mean"])),
        "margin": _points(found["margin"]),
        **_ends(found["sequence"], turned=said is Verdict.WORSE),
    }
    sentence = {
        Verdict.BETTER: _(
            "%(b)s is better than %(a)s: its overall score is %(mean)s points higher on average, "
            "surely between %(low)s and %(high)s."
        ),
        Verdict.WORSE: _(
            "%(b)s is worse than %(a)s: its overall score is %(mean)s points lower on average, "
            "surely between %(low)s and %(high)s."
        ),
        Verdict.EQUIVALENT: _(
            "%(a)s and %(b)s are equally good: their overall scores surely lie less than the "
            "%(margin)s points apart that matter."
        ),
        Verdict.NO_EVIDENCE: _("There is no evidence yet that one of %(a)s and %(b)s is better."),
    }[said]
    return Headline(said, sentence % told, tuple(_additions(said, found, summary["products"])))


def _additions(said: Verdict, found: Mapping[str, Any], products: int) -> list[str]:
    margin = _points(found["margin"])
    if said is Verdict.NO_EVIDENCE:
        return [_waiting(found, products)]
    sequence = found["sequence"]
    surely = sequence["low"] if said is Verdict.BETTER else -sequence["high"]
    if said is not Verdict.EQUIVALENT and surely < found["margin"]:
        return [
            _("Whether it is as much as the %(margin)s points that matter is not sure.")
            % {"margin": margin}
        ]
    return []


def _waiting(found: Mapping[str, Any], products: int) -> str:
    if products < LEAST_PRODUCTS:
        return _("At least %(least)d products must be done by both.") % {"least": LEAST_PRODUCTS}
    sequence = found["sequence"]
    ends = ""
    if sequence["low"] is not None:
        ends = _("The difference lies between %(low)s and %(high)s points.") % {
            "low": signed(sequence["low"]),
            "high": signed(sequence["high"]),
        }
    return f"{ends} {more_told(found['more'])}".strip()


def more_told(more: int | None) -> str:
    """How many more products would bring a verdict."""
    if more is None:
        return _("How many more products it takes cannot be said yet.")
    return ngettext(
        "If it goes on like this, about %(count)s more product settles it.",
        "If it goes on like this, about %(count)s more products settle it.",
        more,
    ) % {"count": number_format(more, force_grouping=True)}


def measure_name(measure: str) -> str:
    """What a measure is called."""
    return _("Response time (s)") if measure == Measure.SECONDS else score_name(measure)


def verdict_name(verdict: str) -> str:
    """A verdict of B in a word or two."""
    return {
        Verdict.BETTER.value: _("better"),
        Verdict.WORSE.value: _("worse"),
        Verdict.EQUIVALENT.value: _("equally good"),
        Verdict.NO_EVIDENCE.value: _("no evidence yet"),
    }[verdict]


def p_told(p: float) -> str:
    """A p-value as papers write it."""
    if p < 0.001:
        return f"< {number_format(0.001, decimal_pos=3)}"
    return str(number_format(p, decimal_pos=3))


def signed(value: float | None, digits: int = 1) -> str:
    """A difference with its sign; a dash where there is none."""
    if value is None:
        return "–"
    rounded = round(value, digits)
    sign = "+" if rounded > 0 else "−" if rounded < 0 else "±"
    return f"{sign}{number_format(abs(rounded), decimal_pos=digits)}"


def _points(value: float) -> str:
    whole = float(value).is_integer()
    return str(number_format(value, decimal_pos=0 if whole else 1))


def _ends(sequence: Mapping[str, Any], *, turned: bool) -> dict[str, str]:
    """The always-valid interval, of how much lower where it is `turned`."""
    low, high = sequence["low"], sequence["high"]
    if low is None or high is None:
        return {"low": "", "high": ""}
    low, high = (-high, -low) if turned else (low, high)
    return {"low": _points(low), "high": _points(high)}
