"""Putting a version away: its engine forgets it, its history stays."""

from __future__ import annotations

import structlog
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.errors import ActionRefused
from accounts.models import User
from accounts.roles import Right, require
from domain.versions import State, may_move
from engines import get_engine
from engines.base import EngineError
from models_registry.actions.moving import StateChanged, move
from models_registry.models import Version
from models_registry.queries import live

log = structlog.get_logger(__name__)


def retire(user: User | None, version: Version, reason: str = "") -> None:
    """Put `version` away for good; ActionRefused while it is live or what would be gone back to."""
    if user is not None:
        require(user, Right.MANAGE_MODELS)
    if version.is_live:
        raise ActionRefused(
            "live",
            _("%(version)s is live: deploy another version before you retire it.")
            % {"version": version},
        )
    target = live.rollback_target(version.family)
    if target is not None and target.pk == version.pk:
        raise ActionRefused(
            "rollback_target",
            _("%(version)s is what a rollback would go back to, so it stays.")
            % {"version": version},
        )
    if version.canaries.filter(ended_at=None).exists():
        raise ActionRefused(
            "trial",
            _("%(version)s is being tried on a share of the drafts: end that first.")
            % {"version": version},
        )
    if not may_move(State(version.state), State.RETIRED):
        raise ActionRefused(
            "state",
            _("%(version)s cannot be retired in its state: %(state)s.")
            % {"version": version, "state": version.get_state_display()},
        )
    try:
        with transaction.atomic():
            move(version, State.RETIRED, "retired", user, {"reason": reason[:500]})
            transaction.on_commit(lambda: _forget(version))
    except StateChanged as changed:
        raise ActionRefused(
            "changed",
            _("%(version)s has changed meanwhile: look at it again.") % {"version": version},
        ) from changed


def _forget(version: Version) -> None:
    """The engine gives its copy up; where it cannot now, `manage.py prune_models` has it done."""
    if not version.modelfile or not live.is_served(version):
        return  # nobody built it, so it is not ours to delete; or another engine has it
    try:
        get_engine(version.engine).delete(version.served_as)
    except (EngineError, OSError) as error:
        log.warning("not deleted at the engine", version=str(version), reason=str(error))
