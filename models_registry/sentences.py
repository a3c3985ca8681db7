"""What the registry tells people, one sentence each."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from domain.gate import Reason
from models_registry.models import Deployment

CRITERIA = {
    "overall": lambda: _("overall score"),
    "compliance": lambda: _("Walmart compliance"),
    "seo": lambda: _("search score"),
    "grounding": lambda: _("grounding in the facts"),
    "readability": lambda: _("readability"),
}


def refusal(kept: Mapping[str, Any]) -> str:
    """One reason of the gate, as `domain.gate.Refusal.as_json` kept it."""
    figures = {name: _figure(value) for name, value in kept["figures"].items()}
    if "low" in figures:  # rounded down: 89.96 below 90 must not read as 90
        figures["low"] = _figure(math.floor(kept["figures"]["low"] * 10) / 10)
    match kept["reason"]:
        case Reason.NO_RESULT:
            return _("There is no result: nothing was measured.")
        case Reason.TOO_FEW:
            return (
                _(
                    "Only %(products)s products were asked: at least %(least)s are needed to "
                    "say how good a version is."
                )
                % figures
            )
        case Reason.BELOW_THRESHOLD:
            return (
                _(
                    "The overall score is %(mean)s on average and surely above %(low)s only; "
                    "%(threshold)s is asked."
                )
                % figures
            )
        case Reason.WORSE:
            return _(
                "%(criterion)s: %(difference)s points against the live version on the same "
                "products, and %(margin)s may be lost."
            ) % {**figures, "criterion": criterion_name(kept["criterion"])}
    return str(kept["reason"])


def refusals(kept: Iterable[Mapping[str, Any]]) -> str:
    """All reasons, one after the other."""
    return " ".join(map(refusal, kept))


def criterion_name(criterion: str) -> str:
    """A criterion as it begins a sentence."""
    known = CRITERIA.get(criterion)
    said = known() if known else criterion
    return said[:1].upper() + said[1:]


def _figure(value: float) -> str:
    whole = float(value).is_integer()
    return str(number_format(value, decimal_pos=0 if whole else 1))


def outcome(deployment: Deployment) -> str:
    """What came of a deployment that did not succeed."""
    said = {"version": deployment.version}
    if deployment.step == Deployment.Step.UNDONE and deployment.previous:
        return _("%(version)s failed its health check; %(previous)s is live again.") % (
            said | {"previous": deployment.previous}
        )
    if deployment.step == Deployment.Step.UNDONE:
        return _("%(version)s failed its health check; nothing is live.") % said
    return _("The deployment of %(version)s was broken off and undone.") % said
