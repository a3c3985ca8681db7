"""Ending the trial of a candidate, whatever ends it."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from accounts.models import User
from models_registry.actions.moving import tell
from models_registry.models import Canary


def end_trial(
    family: int, why: str, by: User | None = None, details: dict[str, Any] | None = None
) -> bool:
    """End the trial of that family; False where there is none, or it has just been ended."""
    canary = Canary.objects.filter(family=family, ended_at=None).select_related("version").first()
    if canary is None:
        return False
    going = Canary.objects.filter(pk=canary.pk, ended_at=None)
    if not going.update(ended_at=timezone.now(), why=why):
        return False
    state = canary.version.state
    tell(canary.version, state, state, why, by, {"canary": canary.pk, **(details or {})})
    return True
