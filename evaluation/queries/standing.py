"""How a version stands before the gate: what a deployment would be decided on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from models_registry.models import ValidationRun, Version
from models_registry.queries import gate, live


@dataclass(frozen=True, slots=True)
class Standing:
    """The newest validation, the live version's, and every reason as the gate keeps it."""

    validation: ValidationRun | None
    against: ValidationRun | None = None
    refusals: tuple[dict[str, Any], ...] = ()


def standing(version: Version) -> Standing:
    """What the gate would say now, at the family's own threshold."""
    validation = live.last_validation(version)
    if validation is None:
        return Standing(None)
    family = version.family
    against = gate.opponent(version, validation.suite)
    refused = gate.refusals(validation, family.threshold, family.margin, against)
    return Standing(validation, against, tuple(one.as_json() for one in refused))
