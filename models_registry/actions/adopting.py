"""A version that becomes live without a deployment: what the engine or the product brought."""

from __future__ import annotations

from django.db import transaction

from domain.versions import State
from models_registry.actions.moving import move
from models_registry.models import Version
from models_registry.queries import live


def adopt(version: Version) -> None:
    """Make `version` live in its family, whatever was.

    For what comes with the engine or the product, where nobody has chosen anything else yet.
    """
    with transaction.atomic():
        before = live.live_of(version.family)
        if before is not None:
            move(before, live.resting_state(before), "replaced")
        move(version, State.LIVE, "adopted")
