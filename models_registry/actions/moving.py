"""The one way in which a version goes from a state to another."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from domain.versions import State, may_move
from models_registry.models import Event, Version


class StateChanged(Exception):
    """The version is no longer in the state in which it was seen."""

    def __init__(self, version: Version) -> None:
        super().__init__(str(version))
        self.version = version


def move(
    version: Version,
    to: State,
    why: str,
    by: User | None = None,
    details: dict[str, Any] | None = None,
    **fields: Any,
) -> None:
    """Move `version` from the state it was read in, and add the line to the history.

    `fields` are further columns that change with it. StateChanged where somebody else was faster,
    IntegrityError where the family has such a version already, ValueError for a move that the
    table of `domain.versions` does not know.
    """
    before = State(version.state)
    if not may_move(before, to):
        raise ValueError(f"{version}: {before} → {to} is no transition")
    now = timezone.now()
    fields |= {"state": to.value, "live_since": now if to is State.LIVE else None}
    # Whatever goes wrong in here undoes all of what the caller does in the same transaction.
    with transaction.atomic(savepoint=False):
        if not Version.objects.filter(pk=version.pk, state=before).update(**fields):
            raise StateChanged(version)
        tell(version, before.value, to.value, why, by, details)
    for name, value in fields.items():
        setattr(version, name, value)


def tell(
    version: Version,
    before: str,
    after: str,
    why: str,
    by: User | None = None,
    details: dict[str, Any] | None = None,
) -> None:
    """Add one line to the history."""
    Event.objects.create(
        version=version,
        family_id=version.family_id,
        at=timezone.now(),
        before=before,
        after=after,
        by=by,
        why=why,
        details=details or {},
    )
